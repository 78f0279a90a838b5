// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/stock_feed.h"

#include "models/base/answered.h"

namespace streamscape::inventory {

using Cause = Trouble::Cause;

namespace {
constexpr std::chrono::milliseconds publishEvery{250};
constexpr std::chrono::milliseconds lookEvery{2'000};
constexpr std::chrono::milliseconds retryAfter{5'000};
constexpr std::chrono::milliseconds reopenAfter{15'000};
} // namespace

StockFeed::StockFeed(kafka::Cluster& cluster, kafka::TailFactory tails, store::Store& store,
                     ProjectionSpec spec, base::Clock clock, QObject* parent)
    : QObject(parent)
    , m_cluster(cluster)
    , m_store(store)
    , m_spec(std::move(spec))
    , m_clock(std::move(clock))
    , m_onlyReads(store.mode() == store::Mode::ReadOnly)
    , m_view(std::make_shared<const StockView>())
    , m_ends(cluster, m_spec)
    , m_stream(std::move(tails), store, m_spec, m_clock) {
    m_publishTimer.setSingleShot(true);
    m_publishTimer.setInterval(publishEvery);
    connect(&m_publishTimer, &QTimer::timeout, this, [this] { m_stockChanged ? readStock() : publish(); });
    m_lookTimer.setInterval(lookEvery);
    connect(&m_lookTimer, &QTimer::timeout, this, &StockFeed::lookAgain);
    m_retryTimer.setSingleShot(true);
    m_retryTimer.setInterval(retryAfter);
    connect(&m_retryTimer, &QTimer::timeout, this, &StockFeed::ask);
    m_reopenTimer.setSingleShot(true);
    m_reopenTimer.setInterval(reopenAfter);
    connect(&m_reopenTimer, &QTimer::timeout, this, [this] {
        if (m_progress.hasFailed())
            ask();
    });
    connect(&m_cluster, &kafka::Cluster::stateChanged, this, [this](const kafka::ConnectionState& state) {
        if (state.link == kafka::LinkState::Up && m_retryTimer.isActive())
            ask();
    });
    connect(&m_ends, &StockEnds::answered, this, &StockFeed::takeEnds);
    connect(&m_ends, &StockEnds::topicsChanged, this, &StockFeed::ask);
    connect(&m_stream, &StockStream::committed, this,
            [this](const kafka::BatchPtr& batch, bool wrote) { committed(*batch, wrote); });
    connect(&m_stream, &StockStream::refused, this,
            [this](const base::Error& error) { fail(Cause::Commit, error); });
    connect(&m_stream, &StockStream::tailErrorChanged, this, &StockFeed::publishSoon);
}

StockFeed::~StockFeed() = default;

void StockFeed::start() { ask(); }

void StockFeed::startReading() {
    m_onlyReads = true;
    ask();
}

void StockFeed::refresh() {
    if (m_stream.isOpen())
        m_ends.ask();
    else
        ask();
}

void StockFeed::rebuild() {
    m_rebuild = true;
    ask();
}

// Opens the stream, or opens it anew. What is read and not committed yet is read again.
void StockFeed::ask() {
    m_retryTimer.stop();
    m_reopenTimer.stop();
    m_lookTimer.stop();
    m_ends.stop();
    m_stream.close();
    m_opening = std::make_unique<StockOpening>(m_cluster, m_store, m_spec,
                                               m_onlyReads ? StockOpening::Store::Read
                                               : m_rebuild ? StockOpening::Store::Rebuild
                                                           : StockOpening::Store::Write,
                                               m_clock());
    base::whenAnswered(m_opening->ask(), this,
                       [this, number = ++m_openings](const base::Result<Opened>& answer) {
                           if (number != m_openings)
                               return;
                           if (!answer)
                               return fail(Cause::Opening, answer.error());
                           opened(*answer);
                       });
}

void StockFeed::opened(const Opened& opened) {
    setTrouble(Cause::Opening, std::nullopt);
    setTrouble(Cause::Ends, std::nullopt); // they have just been told
    m_rebuild = false;
    m_clusterId = opened.clusterId;
    m_obstacles = opened.obstacles;
    m_partly = opened.partly;
    m_progress.setPartitions(opened.partitions);
    m_progress.takeStands(opened.row.partitions);
    m_progress.takeEnds(opened.ends);
    m_ends.follow(opened);
    m_lookTimer.start();
    m_stockChanged = true;
    if (!isFollowing()) {
        m_progress.forgetTail();
    } else {
        for (const kafka::PartitionOffset& start : opened.starts) {
            if (start.error)
                m_progress.takeFailure(start.partition, *start.error);
        }
        openStream(opened);
        reopenLater();
    }
    readStock();
}

void StockFeed::openStream(const Opened& opened) {
    std::vector<kafka::TailStart> starts;
    for (const PartitionProgress& progress : m_progress.list()) {
        if (progress.next)
            starts.push_back({progress.partition, *progress.next});
    }
    const auto open = m_stream.open(opened.row, std::move(starts), opened.partitionCounts);
    if (!open)
        fail(Cause::Opening, open.error());
}

void StockFeed::committed(const kafka::RecordBatch& batch, bool wrote) {
    m_rate.add(m_clock(), static_cast<std::int64_t>(batch.records.size()));
    m_progress.takeBatch(batch);
    for (const kafka::PartitionFailure& failure : batch.failures) {
        // Expired, or gone: what stands where is asked again, and said.
        if (failure.error.kind == base::ErrorKind::NotFound)
            askAgainSoon();
    }
    reopenLater();
    m_stockChanged = true;
    // A batch the store had before shows nothing about writing, unless nothing is left to write.
    if (wrote || m_progress.allAtEnd())
        setTrouble(Cause::Commit, std::nullopt);
    publishSoon();
}

void StockFeed::lookAgain() {
    m_ends.ask();
    if (m_onlyReads || m_troubles.contains(Cause::Store)) {
        m_stockChanged = true;
        publishSoon();
    }
}

void StockFeed::takeEnds(const base::Result<std::vector<kafka::PartitionOffset>>& ends) {
    setTrouble(Cause::Ends, ends ? std::nullopt : std::optional(ends.error()));
    if (ends)
        m_progress.takeEnds(*ends);
    if (isFollowing() && m_progress.hasUnbegun())
        askAgainSoon();
    publishSoon();
}

void StockFeed::fail(Cause cause, const base::Error& error) {
    m_lookTimer.stop();
    m_ends.stop();
    m_stream.close();
    setTrouble(cause, error);
    m_started = true;
    m_retryTimer.start();
}

void StockFeed::setTrouble(Cause cause, const std::optional<base::Error>& error) {
    if (error)
        m_troubles[cause] = *error;
    else
        m_troubles.erase(cause);
    publishSoon();
}

void StockFeed::askAgainSoon() {
    if (!m_retryTimer.isActive())
        m_retryTimer.start();
}

// Where nothing is written, librdkafka 2.14.2 says nothing when it may read a partition again: a new stream
// does.
void StockFeed::reopenLater() {
    if (m_progress.hasFailed() && !m_reopenTimer.isActive())
        m_reopenTimer.start();
}

void StockFeed::readStock() {
    if (m_reading)
        return publishSoon();
    m_reading = true;
    m_stockChanged = false;
    using Answer = std::shared_ptr<const Stock>;
    base::whenAnswered(
        m_store.read<Answer>("stock-levels",
                             [cluster = m_clusterId, name = m_spec.name](store::Sql& sql) {
                                 std::optional<Stock> stock = inventory::readStock(sql, cluster, name);
                                 return base::Result<Answer>(
                                     stock ? std::make_shared<const Stock>(*std::move(stock)) : nullptr);
                             }),
        this, [this](const base::Result<Answer>& stock) {
            m_reading = false;
            m_started = true;
            if (stock)
                m_stock = *stock;
            setTrouble(Cause::Store, stock ? std::nullopt : std::optional(stock.error()));
            if (m_stock && m_onlyReads)
                m_progress.takeStands(m_stock->projection.partitions);
            publish();
        });
}

void StockFeed::publishSoon() {
    if (!m_publishTimer.isActive())
        m_publishTimer.start();
}

void StockFeed::publish() {
    auto view = std::make_shared<StockView>();
    view->asOf = m_clock();
    view->stock = m_stock;
    view->positions = m_progress.list();
    view->obstacles = m_obstacles;
    std::map<Cause, base::Error> whole = m_troubles;
    if (isFollowing() && m_stream.tailError())
        whole[Cause::Tail] = *m_stream.tailError();
    view->troubles = troubles(whole, view->positions);
    view->partly = m_partly;
    view->elsewhere = m_onlyReads;
    view->started = m_started;
    if (!m_onlyReads)
        view->perSecond = m_rate.perSecond(view->asOf);
    m_view = std::move(view);
    Q_EMIT changed();
    if (m_stockChanged)
        publishSoon();
}

QFuture<base::Result<std::vector<MovementRow>>> StockFeed::movements(MovementQuery query) {
    return m_store.read<std::vector<MovementRow>>(
        "stock-movements",
        [query = std::move(query), cluster = m_clusterId, name = m_spec.name](store::Sql& sql) {
            const std::optional<ProjectionRow> row = findProjection(sql, cluster, name);
            return base::Result<std::vector<MovementRow>>(row ? readMovements(sql, row->key, query)
                                                              : std::vector<MovementRow>{});
        });
}

QFuture<base::Result<std::vector<OnHandPoint>>> StockFeed::onHand(std::string warehouse, base::Time from,
                                                                  base::Time to, int most) {
    return m_store.read<std::vector<OnHandPoint>>(
        "stock-on-hand",
        [=, warehouse = std::move(warehouse), cluster = m_clusterId, name = m_spec.name](store::Sql& sql) {
            const std::optional<ProjectionRow> row = findProjection(sql, cluster, name);
            return base::Result<std::vector<OnHandPoint>>(
                row ? readOnHand(sql, row->key, warehouse, from, to, most) : std::vector<OnHandPoint>{});
        });
}

QFuture<base::Result<std::map<LevelKey, std::vector<double>>>> StockFeed::trends(std::vector<LevelKey> levels,
                                                                                 int most) {
    using Trends = std::map<LevelKey, std::vector<double>>;
    return m_store.read<Trends>("stock-trends", [=, levels = std::move(levels), cluster = m_clusterId,
                                                 name = m_spec.name](store::Sql& sql) {
        Trends trends;
        const std::optional<ProjectionRow> row = findProjection(sql, cluster, name);
        for (const LevelKey& level : levels) {
            if (row)
                trends[level] = readTrend(sql, row->key, level, most);
        }
        return base::Result<Trends>(std::move(trends));
    });
}

} // namespace streamscape::inventory
