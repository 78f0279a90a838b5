// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/inventory.h"

#include "app/ctl/inventory_json.h"
#include "app/ctl/table.h"
#include "models/base/answered.h"
#include "models/base/json.h"
#include "models/inventory/cluster_models.h"
#include "models/inventory/stock_models.h"

#include <algorithm>
#include <ostream>

namespace streamscape::ctl {

using base::toStd;
using namespace Qt::StringLiterals;

namespace {

constexpr base::Duration progressEvery{1'000};

base::Error usage(std::string what, std::string hint) {
    return {base::ErrorKind::Invalid, std::move(what), "command line", std::move(hint), {}};
}

std::string join(const std::vector<const char*>& words) {
    std::string text;
    for (const char* const word : words)
        text += (text.empty() ? "One of " : ", ") + std::string(word);
    return text;
}

std::string howFar(const inventory::StockView& view) {
    return toStd(base::grouped(view.done())) + " of " + toStd(base::grouped(view.total())) + " offsets read";
}

// Caught up, but for partitions that this connection may not read: those would be waited for without end.
bool isSettled(const inventory::StockView& view) {
    if (view.caughtUp())
        return true;
    return !view.positions.empty() &&
           std::all_of(view.troubles.begin(), view.troubles.end(),
                       [](const inventory::Trouble& trouble) { return trouble.partition.has_value(); }) &&
           std::all_of(view.positions.begin(), view.positions.end(),
                       [](const inventory::PartitionProgress& p) {
                           return p.atEnd() || (p.tailError && p.tailError->kind == base::ErrorKind::Denied);
                       });
}

} // namespace

CLI::App* InventoryCommand::declare(CLI::App& parent) {
    CLI::App* app = parent.add_subcommand("inventory", "Stock as the movement events say, and the cluster");
    app->require_subcommand(1);
    m_run = app->add_subcommand("run", "Projects movements into the store, in the foreground");
    m_run->add_flag("--until-caught-up", m_untilCaughtUp, "Ends once the end of the topics is reached");
    m_run->add_flag("--rebuild", m_rebuild, "Forgets what was projected and begins at the start of the log");
    m_stock = app->add_subcommand("stock", "The level of each SKU in each warehouse");
    m_stock->add_option("--sku", m_sku, "Only this SKU");
    m_stock->add_option("--warehouse", m_warehouse, "Only this warehouse");
    m_stock->add_option("--state", m_stateText, "Only ok, low, out or oversold");
    m_movements = app->add_subcommand("movements", "Every movement behind a level, in applied order");
    m_movements->add_option("--sku", m_sku, "The SKU")->required();
    m_movements->add_option("--warehouse", m_warehouse, "The warehouse")->required();
    m_movements->add_option("--from", m_fromText, "occurred_at from here on, RFC 3339");
    m_movements->add_option("--to", m_toText, "occurred_at before this, RFC 3339");
    m_bad = app->add_subcommand("bad", "The records that were refused, and why");
    m_bad->add_option("--reason", m_reasonText, "Only of this reason, as in NOT_JSON");
    m_findings = app->add_subcommand("findings", "What about the stock should be looked at");
    m_cluster = app->add_subcommand("cluster", "Brokers, topics, and what is wrong with them");
    return app;
}

base::Result<base::Done> InventoryCommand::check() {
    if (!m_stateText.empty()) {
        m_state = inventory::stockState(m_stateText);
        if (!m_state)
            return base::fail(usage("There is no state " + m_stateText, "One of ok, low, out, oversold"));
    }
    if (!m_reasonText.empty()) {
        m_reason = inventory::badReason(m_reasonText);
        std::vector<const char*> names;
        for (std::size_t i = 0; i < inventory::badReasonCount; ++i)
            names.push_back(name(static_cast<inventory::BadReason>(i)));
        if (!m_reason)
            return base::fail(usage("There is no reason " + m_reasonText, join(names)));
    }
    for (const auto& [text, time] : {std::pair{&m_fromText, &m_from}, std::pair{&m_toText, &m_to}}) {
        if (text->empty())
            continue;
        *time = base::parseRfc3339(*text);
        if (!*time)
            return base::fail(
                usage("This is no time: " + *text, "RFC 3339 with a zone: 2026-11-22T09:14:03Z"));
    }
    return base::Done{};
}

QFuture<Exit> InventoryCommand::run(Session& session) {
    m_session = &session;
    m_began = session.now();
    m_promise.start();
    if (const auto checked = check(); !checked)
        fail(checked.error());
    else if (m_cluster->parsed())
        clusterView();
    else if (m_run->parsed())
        project();
    else
        read();
    return m_promise.future();
}

void InventoryCommand::finish(Exit exit) {
    if (m_promise.future().isFinished())
        return;
    m_promise.addResult(exit);
    m_promise.finish();
}

void InventoryCommand::fail(const base::Error& error) {
    if (!m_promise.future().isFinished())
        finish(m_session->fail(error));
}

void InventoryCommand::project() {
    const auto cluster = m_session->cluster();
    if (!cluster)
        return fail(cluster.error());
    const auto store = m_session->store(store::Mode::ReadWrite);
    if (!store)
        return fail(store.error());
    m_feed = std::make_unique<inventory::StockFeed>(**cluster, m_session->tails(), **store,
                                                    inventory::ProjectionSpec{},
                                                    [session = m_session] { return session->now(); });
    connect(m_feed.get(), &inventory::StockFeed::changed, this, &InventoryCommand::projected);
    m_feed->start();
}

void InventoryCommand::projected() {
    const inventory::StockView& view = *m_feed->view();
    if (m_promise.future().isFinished() || !view.started)
        return;
    if (m_rebuild && !view.positions.empty()) {
        m_rebuild = false;
        return m_feed->rebuild();
    }
    if (!view.obstacles.empty()) {
        base::Error error = describe(view.obstacles.front());
        error.hint += ": streamscapectl inventory run --rebuild";
        return fail(error);
    }
    for (const inventory::Trouble& trouble : view.troubles) {
        if (view.positions.empty() || trouble.error.kind == base::ErrorKind::Storage)
            return fail(describe(trouble));
        if (std::find(m_said.begin(), m_said.end(), trouble) == m_said.end())
            m_session->err() << base::describe(describe(trouble)) << std::endl;
    }
    m_said = view.troubles;
    progress();
    if (!m_untilCaughtUp || !isSettled(view) || !view.stock)
        return;
    if (m_session->json())
        m_session->print(QJsonObject{{u"caught_up"_s, view.caughtUp()},
                                     {u"positions"_s, positionsJson(view)},
                                     {u"counts"_s, countsJson(view.stock->projection.counts)},
                                     {u"took_ms"_s, base::json(m_session->now() - m_began)}});
    else
        m_session->out() << (view.caughtUp() ? "Caught up: " : "Not caught up: ") << howFar(view) << ", "
                         << view.stock->projection.counts.applied << " applied, "
                         << view.stock->projection.counts.duplicates << " duplicates, "
                         << view.stock->projection.counts.bad << " bad" << std::endl;
    finish(view.caughtUp() ? Exit::Answered : Exit::Partial);
}

void InventoryCommand::progress() {
    const base::Time now = m_session->now();
    if (m_lastProgress && now - *m_lastProgress < progressEvery)
        return;
    m_lastProgress = now;
    const inventory::StockView& view = *m_feed->view();
    m_session->err() << howFar(view) << ", " << static_cast<std::int64_t>(view.perSecond.value_or(0))
                     << " records/s" << std::endl;
}

void InventoryCommand::read() {
    const auto cluster = m_session->cluster();
    if (!cluster)
        return fail(cluster.error());
    const auto store = m_session->store(store::Mode::ReadOnly);
    if (!store)
        return fail(store.error());
    m_store = *store;
    m_feed = std::make_unique<inventory::StockFeed>(**cluster, m_session->tails(), **store,
                                                    inventory::ProjectionSpec{},
                                                    [session = m_session] { return session->now(); });
    connect(m_feed.get(), &inventory::StockFeed::changed, this, [this] {
        const inventory::StockView& view = *m_feed->view();
        if (m_asked || !view.started)
            return;
        m_asked = true;
        for (const inventory::Trouble& trouble : view.troubles) {
            if (!trouble.partition)
                return fail(describe(trouble));
            m_session->err() << base::describe(describe(trouble)) << std::endl;
        }
        for (const base::Error& error : view.partly)
            m_session->err() << base::describe(error) << std::endl;
        if (!view.stock)
            m_session->err() << "Nothing is projected yet. Begin with: streamscapectl inventory run\n";
        if (m_stock->parsed())
            stock();
        else if (m_movements->parsed())
            movements();
        else if (m_bad->parsed())
            bad();
        else
            findings();
    });
    m_feed->startReading();
}

void InventoryCommand::stock() {
    const inventory::StockView& view = *m_feed->view();
    std::vector<inventory::StockRow> rows;
    for (const inventory::StockRow& row :
         view.stock ? view.stock->rows : std::vector<inventory::StockRow>{}) {
        if ((m_sku.empty() || row.where.sku == m_sku) &&
            (m_warehouse.empty() || row.where.warehouse == m_warehouse) &&
            (!m_state || row.state() == *m_state))
            rows.push_back(row);
    }
    if (m_session->json()) {
        m_session->print(stockJson(view, rows));
    } else {
        std::vector<inventory::LevelRow> lines;
        for (inventory::StockRow& row : rows)
            lines.push_back({std::move(row), {}});
        printTable<inventory::LevelRow>(*m_session, inventory::levelColumns(), lines);
        const inventory::Counts counts = view.stock ? view.stock->projection.counts : inventory::Counts{};
        m_session->out() << (view.caughtUp() ? "Caught up" : "Not caught up") << ": " << howFar(view) << ", "
                         << counts.records << " records, " << counts.applied << " applied, "
                         << counts.duplicates << " duplicates, " << counts.bad << " bad" << std::endl;
    }
    const bool partly = !view.troubles.empty() ||
                        std::any_of(view.positions.begin(), view.positions.end(),
                                    [](const inventory::PartitionProgress& p) { return !p.logEnd; });
    for (const inventory::Obstacle& obstacle : view.obstacles)
        m_session->err() << base::describe(describe(obstacle)) << std::endl;
    finish(partly ? Exit::Partial : Exit::Answered);
}

template<class T>
void InventoryCommand::ask(std::function<T(store::Sql&, std::int64_t)> job,
                           std::function<Exit(const T&)> print) {
    const std::int64_t projection = m_feed->view()->stock ? m_feed->view()->stock->projection.key : 0;
    base::whenAnswered(
        m_store->read<T>({}, [job = std::move(job),
                              projection](store::Sql& sql) { return base::Result<T>(job(sql, projection)); }),
        this, [this, print = std::move(print)](const base::Result<T>& answer) {
            if (!answer)
                return fail(answer.error());
            finish(print(*answer));
        });
}

void InventoryCommand::movements() {
    using Rows = std::vector<inventory::MovementRow>;
    ask<Rows>([query = inventory::MovementQuery{m_sku, m_warehouse, m_from, m_to, {}}](
                  store::Sql& sql, std::int64_t key) { return inventory::readMovements(sql, key, query); },
              [this](const Rows& rows) {
                  if (m_session->json()) {
                      m_session->print(movementsJson(rows));
                      return Exit::Answered;
                  }
                  std::vector<inventory::MovementLine> lines;
                  for (const inventory::MovementRow& row : rows)
                      lines.push_back({row});
                  printTable<inventory::MovementLine>(*m_session, inventory::movementColumns(), lines);
                  return Exit::Answered;
              });
}

void InventoryCommand::bad() {
    using Rows = std::vector<inventory::BadRecord>;
    ask<Rows>([reason = m_reason](store::Sql& sql,
                                  std::int64_t key) { return inventory::readBad(sql, key, reason); },
              [this](const Rows& rows) {
                  if (m_session->json()) {
                      m_session->print(badJson(rows));
                      return Exit::Answered;
                  }
                  std::vector<std::vector<Cell>> cells;
                  for (const inventory::BadRecord& row : rows)
                      cells.push_back({{base::toQString(row.at.partition.topic)},
                                       {QString::number(row.at.partition.partition.value)},
                                       {QString::number(row.at.offset.value)},
                                       {base::toQString(base::rfc3339(row.at.recorded))},
                                       {QString::fromLatin1(name(row.bad.reason)), base::Severity::Bad},
                                       {base::toQString(row.bad.detail)}});
                  printCells(m_session->out(), m_session->colour(),
                             {{u"Topic"_s},
                              {u"Partition"_s, true},
                              {u"Offset"_s, true},
                              {u"Recorded"_s},
                              {u"Reason"_s},
                              {u"Detail"_s}},
                             cells);
                  return Exit::Answered;
              });
}

void InventoryCommand::findings() {
    using Rows = std::vector<inventory::StockFinding>;
    ask<Rows>(
        [now = m_session->now()](store::Sql& sql, std::int64_t key) {
            return inventory::readFindings(sql, key, now);
        },
        [this](const Rows& rows) {
            if (m_session->json()) {
                m_session->print(findingsJson(rows));
                return Exit::Answered;
            }
            std::vector<std::vector<Cell>> cells;
            for (const inventory::StockFinding& row : rows)
                cells.push_back({{base::toQString(row.code), base::Severity::Warn},
                                 {base::toQString(row.sku)},
                                 {base::toQString(row.warehouse)},
                                 {base::toQString(row.transferId)},
                                 {base::toQString(base::rfc3339(row.since))},
                                 {base::toQString(row.detail)}});
            printCells(
                m_session->out(), m_session->colour(),
                {{u"Finding"_s}, {u"SKU"_s}, {u"Warehouse"_s}, {u"Transfer"_s}, {u"Since"_s}, {u"Detail"_s}},
                cells);
            return Exit::Answered;
        });
}

void InventoryCommand::clusterView() {
    const auto cluster = m_session->cluster();
    if (!cluster)
        return fail(cluster.error());
    m_clusterFeed =
        std::make_unique<inventory::ClusterFeed>(**cluster, [session = m_session] { return session->now(); });
    connect(m_clusterFeed.get(), &inventory::ClusterFeed::changed, this, [this] {
        const inventory::ClusterView& view = *m_clusterFeed->view();
        if (m_promise.future().isFinished())
            return;
        if (view.error)
            return fail(*view.error);
        if (m_session->json()) {
            m_session->print(clusterJson(view));
        } else {
            printTable<inventory::BrokerRow>(*m_session, inventory::brokerColumns(), view.brokers);
            m_session->out() << '\n';
            printTable<inventory::TopicRow>(*m_session, inventory::topicColumns(), view.topics);
            if (!view.findings.empty()) {
                m_session->out() << '\n';
                printTable<inventory::ClusterFinding>(*m_session, inventory::findingColumns(), view.findings);
            }
        }
        if (view.noTopics)
            m_session->err() << base::describe(*view.noTopics) << std::endl;
        for (const base::Error& error : view.partly)
            m_session->err() << base::describe(error) << std::endl;
        const bool partly = view.noTopics || !view.partly.empty() ||
                            std::any_of(view.topics.begin(), view.topics.end(),
                                        [](const inventory::TopicRow& topic) { return !topic.records; });
        finish(partly ? Exit::Partial : Exit::Answered);
    });
    m_clusterFeed->refresh();
}

} // namespace streamscape::ctl
