// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/lag.h"

#include "app/ctl/lag_alerts.h"
#include "app/ctl/lag_copy.h"
#include "app/ctl/lag_delete.h"
#include "app/ctl/lag_export.h"
#include "app/ctl/lag_reset.h"
#include "app/ctl/table.h"
#include "models/base/answered.h"
#include "models/base/location.h"
#include "models/lag/compute.h"
#include "models/lag/group_table.h"
#include "models/lag/partition_table.h"
#include "models/lag/snapshot_json.h"
#include "models/lag/verdict.h"

#include <QJsonDocument>

#include <algorithm>
#include <ostream>
#include <set>

namespace streamscape::ctl {

namespace {

// Verdicts are patient for this long (three commit intervals); more looks in one run would add little.
constexpr base::Duration longestWatch = lag::patience + std::chrono::seconds{1};
constexpr base::Duration mostBetweenLooks = std::chrono::seconds{1};
constexpr std::size_t mostPeeked = 50;
constexpr const char* homeAndClear = "\x1b[H\x1b[J";

// A group whose kind commits no offsets to read (share, streams, Connect) is answered with its reason:
// nothing of the cluster stayed unknown that another look could tell.
bool isPartial(const lag::Snapshot& snapshot) {
    return !snapshot.errors.empty() ||
           std::any_of(snapshot.groups.begin(), snapshot.groups.end(), [](const lag::Group& group) {
               const auto& error = group.row.error;
               return (error && error->kind != base::ErrorKind::Unsupported) || group.row.partitionErrors > 0;
           });
}

} // namespace

LagCommand::LagCommand(QObject* parent)
    : Command(parent) {
    m_below.push_back(std::make_unique<LagAlerts>());
    m_below.push_back(std::make_unique<LagReset>());
    m_below.push_back(std::make_unique<LagCopy>());
    m_below.push_back(std::make_unique<LagDeleteOffsets>());
    m_below.push_back(std::make_unique<LagDelete>());
    m_below.push_back(std::make_unique<LagExport>());
}

CLI::App* LagCommand::declare(CLI::App& parent) {
    CLI::App* lag =
        parent.add_subcommand("lag", "How far each consumer group is behind, and whether it moves");
    lag->add_option("--group", m_groups, "Only this group (repeatable)")->allow_extra_args(false);
    lag->add_option("--topic", m_topics,
                    "Only this topic's partitions (repeatable); verdicts are of the whole group")
        ->allow_extra_args(false);
    lag->add_option("--isolation", m_isolation,
                    "Where a log ends: read_uncommitted (the high watermark) or read_committed (the last "
                    "stable offset)")
        ->check(CLI::IsMember({"read_uncommitted", "read_committed"}));
    lag->add_option("--history", m_historyText,
                    "Judge rates, time lag and verdicts over this much time, such as 15s or 1h; the offsets "
                    "are watched for up to 16 s, unless the store remembers them");
    lag->add_option("--rules", m_rulesText, "Whose rules give the verdicts: ours, or Burrow's")
        ->check(CLI::IsMember({"ours", "burrow"}));
    lag->add_option("--fail-on", m_failOnTexts,
                    "Exit code 1 where a group has one of these verdicts: stopped,falling_behind,…")
        ->delimiter(',');
    lag->add_flag("--watch", m_watch, "Look again and again, in place, until it is stopped");
    lag->add_option("--interval", m_intervalText, "How often to look with --watch")->capture_default_str();
    for (const auto& change : m_below)
        m_parsers.push_back(change->declare(*lag));
    return lag;
}

base::Result<base::Done> LagCommand::readOptions() {
    const auto wrong = [](const char* what, const std::string& where, const char* hint) {
        return base::fail(base::ErrorKind::Invalid, what, where, hint);
    };
    if (!m_historyText.empty()) {
        const std::optional<base::Duration> span = base::parseSpan(m_historyText);
        if (!span)
            return wrong("The time span of --history cannot be read", m_historyText, "write 15s, 10m or 1h");
        m_span = std::min(*span, longestWatch);
        m_back = *span;
    }
    const std::optional<base::Duration> interval = base::parseSpan(m_intervalText);
    if (!interval || interval->count() == 0)
        return wrong("The time span of --interval cannot be read", m_intervalText, "write 2s or 1m");
    m_interval = *interval;
    for (const std::string& text : m_failOnTexts) {
        const std::optional<lag::Verdict> verdict = lag::verdictOf(text);
        if (!verdict)
            return wrong("There is no such verdict", text,
                         "keeping_up, falling_behind, stopped, stalled, rewound, idle, empty or unknown");
        m_failOn.insert(*verdict);
    }
    // A job must not pass because nothing was known yet: without a past it takes a few looks.
    if (!m_failOn.empty() && m_historyText.empty() && !m_watch)
        m_span = longestWatch;
    return base::Done{};
}

QFuture<Exit> LagCommand::run(Session& session) {
    for (std::size_t i = 0; i < m_below.size(); ++i)
        if (m_parsers[i]->parsed())
            return m_below[i]->run(session);
    m_session = &session;
    m_promise.start();
    const base::Result<base::Done> options = readOptions();
    const base::Result<kafka::Cluster*> cluster = options ? session.cluster() : base::fail(options.error());
    if (!cluster) {
        finish(session.fail(cluster.error()));
        return m_promise.future();
    }
    m_cluster = *cluster;
    if (m_watch)
        m_query = lag::steady();
    m_query.groups = m_groups;
    if (m_isolation == "read_committed")
        m_query.isolation = kafka::Isolation::ReadCommitted;
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &LagCommand::look);
    look();
    return m_promise.future();
}

// Ctrl-C is how a watch ends.
bool LagCommand::stop() {
    for (std::size_t i = 0; i < m_below.size(); ++i)
        if (m_parsers[i]->parsed())
            return m_below[i]->stop();
    if (!m_watch || m_promise.future().isFinished())
        return false;
    finish(Exit::Answered);
    return true;
}

void LagCommand::look() {
    base::whenAnswered(lag::look(
                           *m_cluster, m_roster, m_query, [this] { return m_session->now(); }, this),
                       this, [this](const base::Result<lag::Looked>& looked) {
                           if (looked)
                               return take(lag::compute(*m_roster, *looked));
                           const Exit exit = m_session->fail(looked.error());
                           // Whoever watches through a broker's restart wants to see it come back.
                           if (m_watch && m_history)
                               m_next.start(m_interval);
                           else
                               finish(exit);
                       });
}

void LagCommand::take(lag::Snapshot snapshot) {
    if (!m_history)
        return recall(std::move(snapshot));
    m_history->record(snapshot);
    if (snapshot.asOf - m_first < m_span && snapshot.asOf - *m_history->since() < m_span) {
        m_next.start(std::clamp(m_span / 4, base::Duration{1}, mostBetweenLooks));
        return;
    }
    judge(snapshot);
    peek(std::move(snapshot));
}

// What a console has kept counts: this run is only its newest look.
void LagCommand::recall(lag::Snapshot snapshot) {
    m_history = std::make_shared<lag::History>();
    m_first = snapshot.asOf;
    const auto goOn = [this](lag::Snapshot first) {
        if (m_span > base::Duration::zero() &&
            (!m_history->since() || m_first - *m_history->since() < m_span))
            m_session->err() << "streamscapectl: watching the offsets for "
                             << base::durationWords(m_span).toStdString() << std::endl;
        take(std::move(first));
    };
    const base::Result<store::Store*> store = m_session->store(store::Mode::ReadOnly);
    if (!store || snapshot.clusterId.empty()) {
        if (!store && m_session->isStoreNamed())
            return finish(m_session->fail(store.error()));
        if (!store && !store::isMissing(store.error()))
            m_session->err() << "streamscapectl: without history: " << base::describe(store.error())
                             << std::endl;
        return goOn(std::move(snapshot));
    }
    using Past = std::shared_ptr<lag::History>;
    const auto job = [id = snapshot.clusterId, to = snapshot.asOf,
                      back = m_back](store::Sql& sql) -> base::Result<Past> {
        return std::make_shared<lag::History>(lag::recallHistory(sql, id, to - back, to));
    };
    base::whenAnswered((*store)->read<Past>({}, job), this,
                       [this, goOn, snapshot = std::move(snapshot)](const base::Result<Past>& past) mutable {
                           if (past)
                               m_history = *past;
                           else
                               m_session->err()
                                   << "streamscapectl: without history: " << base::describe(past.error())
                                   << std::endl;
                           goOn(std::move(snapshot));
                       });
}

void LagCommand::judge(lag::Snapshot& snapshot) {
    const lag::Retentions retentions = lag::retentionsOf(*m_roster);
    const lag::Rules rules = m_rulesText == "burrow" ? lag::Rules::Burrow : lag::Rules::Ours;
    lag::assess(snapshot, *m_history, {&m_peeks, &retentions, rules});
}

// The records that tell how long the worst have waited; then that is known, too.
void LagCommand::peek(lag::Snapshot snapshot) {
    const auto goOn = [this](lag::Snapshot judged) {
        if (m_topics.empty())
            return answer(std::move(judged));
        checkTopics(lag::onlyTopicsOf(std::move(judged), m_topics));
    };
    std::vector<kafka::RecordPlace> places = lag::worthPeeking(snapshot, m_peeks, {}, mostPeeked);
    if (places.empty())
        return goOn(std::move(snapshot));
    const std::vector<base::Offset> ends = lag::endsOf(*m_roster, places);
    base::whenAnswered(m_cluster->peek(std::move(places), {0, m_query.isolation}), this,
                       [this, goOn, ends, snapshot = std::move(snapshot)](
                           const base::Result<std::vector<kafka::PeekedRecord>>& peeked) mutable {
                           if (peeked)
                               for (std::size_t i = 0; i < peeked->size() && i < ends.size(); ++i)
                                   m_peeks.take((*peeked)[i], ends[i], m_session->now());
                           judge(snapshot);
                           goOn(std::move(snapshot));
                       });
}

// A topic that no group reads is no error; one that is not there is.
void LagCommand::checkTopics(lag::Snapshot snapshot) {
    std::set<std::string> unread(m_topics.begin(), m_topics.end());
    for (const lag::Group& group : snapshot.groups)
        for (const std::string& topic : group.row.topics)
            unread.erase(topic);
    if (unread.empty())
        return answer(std::move(snapshot));
    base::whenAnswered(m_cluster->describeTopics({unread.begin(), unread.end()}), this,
                       [this, snapshot = std::move(snapshot)](
                           const base::Result<std::vector<kafka::Topic>>& topics) mutable {
                           if (!topics)
                               snapshot.errors.push_back(topics.error());
                           else
                               for (const kafka::Topic& topic : *topics)
                                   if (topic.error)
                                       snapshot.errors.push_back(*topic.error);
                           answer(std::move(snapshot));
                       });
}

void LagCommand::answer(lag::Snapshot snapshot) {
    if (snapshot.visibility == lag::Visibility::Some && m_groups.empty())
        snapshot.errors.push_back(
            {base::ErrorKind::Denied, "This connection may not list all groups", m_cluster->where(),
             "groups it may not describe are missing here; DESCRIBE on the cluster shows all", ""});
    if (m_watch)
        printAgain(snapshot);
    else if (m_session->json())
        m_session->print(lag::snapshotJson(snapshot));
    else
        printText(snapshot);
    if (m_watch) {
        m_peeks.forget(snapshot);
        return m_next.start(m_interval);
    }
    const bool failed =
        std::any_of(snapshot.groups.begin(), snapshot.groups.end(),
                    [this](const lag::Group& group) { return m_failOn.contains(group.row.verdict); });
    finish(failed ? Exit::No : isPartial(snapshot) ? Exit::Partial : Exit::Answered);
}

// One document a line, for programs that read lines; or the table of groups, in place on a terminal.
void LagCommand::printAgain(const lag::Snapshot& snapshot) {
    std::ostream& out = m_session->out();
    if (m_session->json()) {
        out << QJsonDocument(lag::snapshotJson(snapshot)).toJson(QJsonDocument::Compact).constData()
            << std::endl;
        return;
    }
    if (m_session->terminal())
        out << homeAndClear;
    out << base::rfc3339(snapshot.asOf) << ", again every " << base::durationWords(m_interval).toStdString()
        << "; Ctrl-C ends\n";
    if (!m_groups.empty())
        return printText(snapshot);
    printTable(*m_session, lag::groupColumns(), lag::groupEntries(snapshot));
    out.flush();
}

void LagCommand::printText(const lag::Snapshot& snapshot) {
    printTable(*m_session, lag::groupColumns(), lag::groupEntries(snapshot));
    for (const lag::Group& group : snapshot.groups) {
        m_session->out() << '\n' << printable(base::toQString(group.row.group)).toStdString();
        if (!group.row.why.empty())
            m_session->out() << ": " << printable(base::toQString(group.row.why)).toStdString();
        m_session->out() << '\n';
        if (!group.partitions.empty())
            printTable(*m_session, lag::partitionColumns().subspan(lag::groupsOwnColumns),
                       lag::partitionEntries(group));
    }
    m_session->out().flush();
    for (const base::Error& error : snapshot.errors)
        m_session->err() << "streamscapectl: " << base::describe(error) << std::endl;
}

void LagCommand::finish(Exit exit) {
    m_promise.addResult(exit);
    m_promise.finish();
}

} // namespace streamscape::ctl
