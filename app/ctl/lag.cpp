// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/lag.h"

#include "app/ctl/lag_copy.h"
#include "app/ctl/lag_delete.h"
#include "app/ctl/lag_export.h"
#include "app/ctl/lag_json.h"
#include "app/ctl/lag_reset.h"
#include "app/ctl/table.h"
#include "models/base/answered.h"
#include "models/base/location.h"
#include "models/lag/assess.h"
#include "models/lag/compute.h"
#include "models/lag/group_table.h"
#include "models/lag/look.h"
#include "models/lag/partition_table.h"

#include <algorithm>
#include <ostream>
#include <set>

namespace streamscape::ctl {

namespace {

// Verdicts are patient for this long (three commit intervals); more looks in one run would add little.
constexpr base::Duration longestWatch = lag::patience + std::chrono::seconds{1};
constexpr base::Duration mostBetweenLooks = std::chrono::seconds{1};

bool isPartial(const lag::Snapshot& snapshot) {
    return !snapshot.errors.empty() ||
           std::any_of(snapshot.groups.begin(), snapshot.groups.end(), [](const lag::Group& group) {
               return group.row.error || group.row.partitionErrors > 0;
           });
}

} // namespace

LagCommand::LagCommand(QObject* parent)
    : Command(parent) {
    m_changes.push_back(std::make_unique<LagReset>());
    m_changes.push_back(std::make_unique<LagCopy>());
    m_changes.push_back(std::make_unique<LagDeleteOffsets>());
    m_changes.push_back(std::make_unique<LagDelete>());
    m_changes.push_back(std::make_unique<LagExport>());
}

CLI::App* LagCommand::declare(CLI::App& parent) {
    CLI::App* lag =
        parent.add_subcommand("lag", "How far each consumer group is behind, and whether it moves");
    lag->add_option("--group", m_groups, "Only this group (repeatable)")->allow_extra_args(false);
    lag->add_option("--topic", m_topics, "Only this topic's partitions (repeatable)")
        ->allow_extra_args(false);
    lag->add_option("--isolation", m_isolation,
                    "Where a log ends: read_uncommitted (the high watermark) or read_committed (the last "
                    "stable offset)")
        ->check(CLI::IsMember({"read_uncommitted", "read_committed"}));
    lag->add_option("--history", m_historyText,
                    "Judge rates, time lag and verdicts over this much time, such as 15s or 1h; the offsets "
                    "are watched for up to 16 s");
    for (const auto& change : m_changes)
        m_parsers.push_back(change->declare(*lag));
    return lag;
}

QFuture<Exit> LagCommand::run(Session& session) {
    for (std::size_t i = 0; i < m_changes.size(); ++i)
        if (m_parsers[i]->parsed())
            return m_changes[i]->run(session);
    m_session = &session;
    m_promise.start();
    if (!m_historyText.empty()) {
        const std::optional<base::Duration> span = base::parseSpan(m_historyText);
        if (!span) {
            finish(session.fail({base::ErrorKind::Invalid, "The time span of --history cannot be read",
                                 m_historyText, "write 15s, 10m or 1h", ""}));
            return m_promise.future();
        }
        m_span = std::min(*span, longestWatch);
    }
    const base::Result<kafka::Cluster*> cluster = session.cluster();
    if (!cluster) {
        finish(session.fail(cluster.error()));
        return m_promise.future();
    }
    m_cluster = *cluster;
    m_next.setSingleShot(true);
    connect(&m_next, &QTimer::timeout, this, &LagCommand::look);
    if (m_span > base::Duration::zero())
        session.err() << "streamscapectl: watching the offsets for "
                      << base::durationWords(m_span).toStdString() << std::endl;
    look();
    return m_promise.future();
}

void LagCommand::look() {
    lag::Query query;
    query.groups = m_groups;
    if (m_isolation == "read_committed")
        query.isolation = kafka::Isolation::ReadCommitted;
    base::whenAnswered(lag::look(
                           *m_cluster, m_roster, std::move(query), [this] { return m_session->now(); }, this),
                       this, [this](const base::Result<lag::Looked>& looked) {
                           if (!looked)
                               return finish(m_session->fail(looked.error()));
                           take(lag::compute(*m_roster, *looked));
                       });
}

void LagCommand::take(lag::Snapshot snapshot) {
    if (!m_topics.empty())
        snapshot = lag::onlyTopics(std::move(snapshot), m_topics);
    m_history.record(snapshot);
    const base::Time began = m_history.since().value_or(snapshot.asOf);
    if (snapshot.asOf - began < m_span) {
        m_next.start(std::clamp(m_span / 4, base::Duration{1}, mostBetweenLooks));
        return;
    }
    lag::assess(snapshot, m_history);
    if (!m_topics.empty())
        return checkTopics(std::move(snapshot));
    answer(std::move(snapshot));
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
    if (m_session->json())
        m_session->print(lagJson(snapshot));
    else
        printText(snapshot);
    finish(isPartial(snapshot) ? Exit::Partial : Exit::Answered);
}

void LagCommand::printText(const lag::Snapshot& snapshot) {
    printTable(*m_session, lag::groupColumns(), lag::groupEntries(snapshot));
    for (const lag::Group& group : snapshot.groups) {
        m_session->out() << '\n' << printable(base::toQString(group.row.group)).toStdString();
        if (!group.row.why.empty())
            m_session->out() << ": " << printable(base::toQString(group.row.why)).toStdString();
        m_session->out() << '\n';
        if (!group.partitions.empty())
            printTable(*m_session, lag::partitionColumns().subspan(1), lag::partitionEntries(group));
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
