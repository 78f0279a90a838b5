// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/compute.h"

#include "models/lag/sentence.h"

#include <algorithm>
#include <set>
#include <string_view>

namespace streamscape::lag {

namespace {

using base::Error;
using base::ErrorKind;
using base::TopicPartition;
using sentence::number;

Error whyNotReadable(const kafka::GroupListing& listing) {
    std::string kind = "This group is of the protocol \"" + listing.protocolType + "\"";
    if (listing.type == kafka::GroupType::Share)
        kind = "This is a share group";
    else if (listing.type == kafka::GroupType::Streams)
        kind = "This is a streams group";
    else if (listing.type == kafka::GroupType::Connect)
        kind = "This is a Kafka Connect worker group";
    return {ErrorKind::Unsupported, kind + ": its members and offsets cannot be read through librdkafka",
            listing.id,
            listing.type == kafka::GroupType::Connect ? "a sink connector reads as the group connect-NAME"
                                                      : "Kafka's own tools show them",
            ""};
}

bool isLeaderless(const Error& error) {
    return error.native.find("LEADER_NOT_AVAILABLE") != std::string::npos ||
           error.native.find("NO_LEADER") != std::string::npos;
}

// What a resting group committed is read no more often; an answer that is waited for is no news before that.
constexpr base::Duration young = std::chrono::seconds{10};

// Why an answer is missing or old; nullopt for one that is new, or young and about to be renewed.
template<class T>
std::optional<Error> lateness(const Read<T>& read, const std::string& where, base::Time now) {
    if (read.error)
        return read.error;
    if (read.underway && !(read.value && now - read.at < young))
        return Error{ErrorKind::Timeout, "The broker has not answered yet", where,
                     "the row shows what was read last; it is asked again by itself", ""};
    return std::nullopt;
}

Error leftOut(const std::string& topic) {
    return {ErrorKind::NotFound, "The broker does not name this commit any more", topic,
            "it was removed, or this connection may not see the topic any more", ""};
}

// What of a log end's error there is a word for.
void explainError(PartitionRow& row, const Error& error) {
    row.error = error;
    if (error.kind == ErrorKind::NotFound) {
        row.condition = Condition::TopicGone;
        row.note = "The topic or partition is gone; the group's commit is still there";
    } else if (isLeaderless(error)) {
        row.condition = Condition::NoLeader;
        row.note = "No broker leads this partition now, so its log end is not known";
    } else {
        row.condition = Condition::Failed;
        row.note = error.what;
    }
}

void explainOffsets(PartitionRow& row, const std::optional<base::Time>& recreated) {
    if (!row.committed) {
        row.condition = Condition::NoCommit;
        row.note = "Assigned, but nothing is committed yet";
    } else if (row.logEnd && *row.committed > *row.logEnd) {
        row.condition = recreated ? Condition::Recreated : Condition::BeyondEnd;
        row.note = "The commit lies " + number(row.committed->value - row.logEnd->value) +
                   (recreated ? " beyond the log end: the topic was recreated at " +
                                    base::rfc3339(*recreated) + ", the commit is of the old one"
                              : " beyond the log end: the topic was recreated or cut, or the commit was set "
                                "by hand");
    } else if (row.logStart && *row.committed < *row.logStart) {
        row.condition = Condition::BelowStart;
        row.note = number(row.logStart->value - row.committed->value) +
                   " records after the commit are gone from the log: they were lost unread";
    }
}

void noteAge(PartitionRow& row, base::Time at) {
    if (at > base::Time{})
        row.readAt = std::min(row.readAt.value_or(at), at);
}

// Only the ends of wanted partitions are asked for, and a partition is wanted by its commit.
void readLog(PartitionRow& row, const Roster::Log& log, base::Time committedAt) {
    row.logStart = log.start.value;
    row.logEnd = log.end.value;
    row.stableEnd = log.stable.value;
    // An end that is older than the commit would make a reader look ahead of the log: moments later it is at
    // the commit; where nobody can read it any more, how much lies behind the commit is not known.
    if (row.committed && row.logEnd && *row.committed > *row.logEnd && log.end.at < committedAt)
        row.logEnd = log.end.isLate() ? std::nullopt : row.committed;
    if (log.end.isLate())
        noteAge(row, log.end.at);
    // A commit may be anything up to 2^63 − 1; the difference is taken only where it cannot overflow.
    if (row.committed && row.logEnd)
        row.lag = row.committed->value >= row.logEnd->value ? 0 : row.logEnd->value - row.committed->value;
}

class GroupReader {
public:
    GroupReader(const Roster& roster, const Roster::Group& known, base::Time now)
        : m_roster(roster)
        , m_known(known)
        , m_now(now) {}

    Group read() {
        GroupRow& row = m_group.row;
        row.group = m_known.listing.id;
        row.type = m_known.listing.type;
        row.state = m_known.listing.state;
        row.protocolType = m_known.listing.protocolType;
        if (!isReadable(m_known.listing)) {
            row.error = whyNotReadable(m_known.listing);
            row.why = row.error->what;
            return std::move(m_group);
        }
        readDescription();
        m_commitsLate = lateness(m_known.commits, m_known.listing.id, m_now);
        if (m_commitsLate)
            row.error = m_commitsLate;
        if (m_known.commits.isLate() && m_known.commits.value)
            row.readAt = m_known.commits.at;
        readPartitions();
        sumUp(m_group);
        if (row.error)
            row.why = row.error->what;
        return std::move(m_group);
    }

private:
    using Assigned = std::pair<const TopicPartition*, const Member*>;

    void readDescription() {
        GroupRow& row = m_group.row;
        // Several brokers may be slow, but members that were read a while ago are no reason to call the group
        // unreadable.
        if (m_known.description.error || !m_known.description.value)
            row.error = lateness(m_known.description, m_known.listing.id, m_now);
        if (!m_known.description.value)
            return;
        const kafka::GroupDescription& description = *m_known.description.value;
        if (description.type != kafka::GroupType::Unknown)
            row.type = description.type;
        if (row.state == kafka::GroupState::Unknown)
            row.state = description.state;
        row.assignor = description.assignor;
        row.coordinator = description.coordinator;
        row.members = static_cast<int>(description.members.size());
        m_group.members.reserve(description.members.size());
        for (const kafka::GroupMember& member : description.members)
            m_group.members.push_back({member.id, member.clientId, member.host});
        for (std::size_t i = 0; i < description.members.size(); ++i)
            for (const TopicPartition& partition : description.members[i].assignment)
                m_assigned.emplace_back(&partition, &m_group.members[i]);
        // Several members of one partition cannot be in a settled group; while it rebalances the first stays.
        std::stable_sort(m_assigned.begin(), m_assigned.end(),
                         [](const Assigned& a, const Assigned& b) { return *a.first < *b.first; });
        m_assigned.erase(
            std::unique(m_assigned.begin(), m_assigned.end(),
                        [](const Assigned& a, const Assigned& b) { return *a.first == *b.first; }),
            m_assigned.end());
    }

    // Commits and assignments are both in order: one walk over both.
    void readPartitions() {
        static const std::vector<kafka::CommittedOffset> none;
        const auto& commits = m_known.commits.value ? *m_known.commits.value : none;
        m_group.partitions.reserve(std::max(commits.size(), m_assigned.size()));
        auto commit = commits.begin();
        auto assigned = m_assigned.begin();
        while (commit != commits.end() || assigned != m_assigned.end()) {
            if (commit != commits.end() && !commit->offset && !commit->error) {
                ++commit; // the broker names a partition without a commit
                continue;
            }
            if (assigned == m_assigned.end() ||
                (commit != commits.end() && commit->partition < *assigned->first)) {
                add(commit->partition, &*commit, nullptr);
                ++commit;
            } else if (commit == commits.end() || *assigned->first < commit->partition) {
                add(*assigned->first, nullptr, assigned->second);
                ++assigned;
            } else {
                add(commit->partition, &*commit, assigned->second);
                ++commit;
                ++assigned;
            }
        }
    }

    void add(const TopicPartition& partition, const kafka::CommittedOffset* commit, const Member* member) {
        PartitionRow& row = m_group.partitions.emplace_back();
        row.partition = partition;
        if (member)
            row.member = *member;
        if (commit)
            row.committed = commit->offset;
        const auto log = m_roster.logs.find(partition);
        if (log != m_roster.logs.end())
            readLog(row, log->second, m_known.commits.at);
        const auto topic = m_roster.topics.find(partition.topic);
        explainOffsets(row, topic == m_roster.topics.end() ? std::nullopt : topic->second.recreated);
        if (m_known.commits.isLate())
            noteAge(row, m_known.commits.at);
        if (m_commitsLate)
            row.error = m_commitsLate;
        if (const auto known = m_known.leftOut.find(partition); known != m_known.leftOut.end()) {
            noteAge(row, known->second);
            row.error = leftOut(partition.topic);
        }
        if ((m_commitsLate && !commit) || (commit && commit->error)) {
            row.condition = Condition::Failed;
            row.error = commit && commit->error ? commit->error : m_commitsLate;
            row.note = row.error->what;
        } else if (log != m_roster.logs.end()) {
            if (const auto late = lateness(log->second.end, partition.topic, m_now))
                explainError(row, *late);
            else if (log->second.start.error)
                explainError(row, *log->second.start.error);
        }
    }

    const Roster& m_roster;
    const Roster::Group& m_known;
    const base::Time m_now;
    Group m_group;
    std::vector<Assigned> m_assigned;
    std::optional<Error> m_commitsLate;
};

Visibility visibilityOf(const Read<kafka::ClusterInfo>& cluster) {
    if (!cluster.value || !cluster.value->authorized)
        return Visibility::Unsaid;
    const auto may = [&](const char* operation) {
        const std::vector<kafka::Operation>& all = *cluster.value->authorized;
        return std::find(all.begin(), all.end(), operation) != all.end();
    };
    return may("DESCRIBE") || may("ALL") ? Visibility::All : Visibility::Some;
}

} // namespace

Snapshot compute(const Roster& roster, const Looked& looked) {
    Snapshot snapshot;
    snapshot.asOf = looked.asOf;
    snapshot.took = looked.asOf - looked.began;
    snapshot.clusterId = roster.cluster.value ? roster.cluster.value->id : std::string();
    snapshot.visibility = visibilityOf(roster.cluster);
    if (roster.listing.isLate())
        snapshot.listedAt = roster.listing.at;
    if (roster.listing.value)
        snapshot.errors = roster.listing.value->errors;
    snapshot.errors.insert(snapshot.errors.end(), looked.errors.begin(), looked.errors.end());
    snapshot.groups.reserve(roster.groups.size());
    for (const auto& [id, known] : roster.groups) // in the order of their names' bytes
        snapshot.groups.push_back(GroupReader(roster, known, looked.asOf).read());
    std::set<std::string_view> topics;
    for (const auto& [partition, log] : roster.logs)
        topics.insert(partition.topic);
    snapshot.topics = static_cast<int>(topics.size());
    snapshot.partitions = static_cast<int>(roster.logs.size());
    return snapshot;
}

} // namespace streamscape::lag
