// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/lag.h"

#include "models/base/text.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

namespace streamscape::lag {

using base::Error;
using base::ErrorKind;
using base::TopicPartition;

const char* name(Verdict verdict) {
    switch (verdict) {
    case Verdict::Unknown:
        return "unknown";
    case Verdict::Empty:
        return "empty";
    case Verdict::Idle:
        return "idle";
    case Verdict::KeepingUp:
        return "keeping_up";
    case Verdict::Rewound:
        return "rewound";
    case Verdict::FallingBehind:
        return "falling_behind";
    case Verdict::Stalled:
        return "stalled";
    case Verdict::Stopped:
        return "stopped";
    }
    return "unknown";
}

const char* name(Basis basis) {
    switch (basis) {
    case Basis::Unknown:
        return "unknown";
    case Basis::Bound:
        return "bound";
    case Basis::Interpolated:
        return "interpolated";
    case Basis::Exact:
        return "exact";
    }
    return "unknown";
}

bool needsSomebody(Verdict verdict) { return verdict >= Verdict::Rewound; }

QString PartitionRow::keyText() const {
    return base::toQString(partition.topic) + QLatin1Char(':') + QString::number(partition.partition.value);
}
QString GroupRow::keyText() const {
    return base::toQString(cluster.empty() ? group : cluster + '\x1f' + group);
}

const Group* Snapshot::find(const std::string& group) const {
    const auto it = std::lower_bound(groups.begin(), groups.end(), group,
                                     [](const Group& g, const std::string& id) { return g.row.group < id; });
    return it != groups.end() && it->row.group == group ? &*it : nullptr;
}

bool isReadable(const kafka::GroupListing& listing) {
    switch (listing.type) {
    case kafka::GroupType::Share:
    case kafka::GroupType::Streams:
    case kafka::GroupType::Connect:
        return false;
    case kafka::GroupType::Unknown:
    case kafka::GroupType::Classic:
    case kafka::GroupType::Consumer:
        break;
    }
    // A classic group that is not of consumers (Connect's workers, a schema registry's election) commits
    // nothing that is a consumer's.
    return listing.protocolType.empty() || listing.protocolType == "consumer";
}

std::vector<TopicPartition> partitionsOf(const std::vector<kafka::GroupDescription>& descriptions,
                                         const std::vector<kafka::GroupOffsets>& commits) {
    std::vector<TopicPartition> all;
    for (const kafka::GroupOffsets& group : commits)
        for (const kafka::CommittedOffset& row : group.offsets)
            all.push_back(row.partition);
    for (const kafka::GroupDescription& group : descriptions)
        for (const kafka::GroupMember& member : group.members)
            all.insert(all.end(), member.assignment.begin(), member.assignment.end());
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

namespace {

std::string number(std::int64_t value) { return base::toStd(base::grouped(value)); }

using Offsets = std::unordered_map<TopicPartition, const kafka::PartitionOffset*>;

Offsets byPartition(const std::vector<kafka::PartitionOffset>& rows) {
    Offsets found;
    found.reserve(rows.size());
    for (const kafka::PartitionOffset& row : rows)
        found.emplace(row.partition, &row);
    return found;
}

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

void explainOffsets(PartitionRow& row) {
    if (!row.committed) {
        row.condition = Condition::NoCommit;
        row.note = "Assigned, but nothing is committed yet";
    } else if (row.logEnd && *row.committed > *row.logEnd) {
        row.condition = Condition::BeyondEnd;
        row.note = "The commit lies " + number(row.committed->value - row.logEnd->value) +
                   " beyond the log end: the topic was recreated or cut, or the commit was set by hand";
    } else if (row.logStart && *row.committed < *row.logStart) {
        row.condition = Condition::BelowStart;
        row.note = number(row.logStart->value - row.committed->value) +
                   " records after the commit are gone from the log: they were lost unread";
    }
}

PartitionRow partitionRow(const TopicPartition& partition, const kafka::CommittedOffset* commit,
                          const Offsets& starts, const Offsets& ends) {
    PartitionRow row;
    row.partition = partition;
    if (commit)
        row.committed = commit->offset;
    if (const auto it = starts.find(partition); it != starts.end())
        row.logStart = it->second->offset;
    const auto end = ends.find(partition);
    if (end != ends.end())
        row.logEnd = end->second->offset;
    if (row.committed && row.logEnd) {
        // A commit may be anything up to 2^63 − 1; the difference is taken only where it cannot overflow.
        row.lag = row.committed->value >= row.logEnd->value ? 0 : row.logEnd->value - row.committed->value;
    }
    explainOffsets(row);
    if (commit && commit->error) {
        row.error = commit->error;
        row.condition = Condition::Failed;
        row.note = commit->error->what;
    } else if (end != ends.end() && end->second->error) {
        explainError(row, *end->second->error);
    } else if (const auto it = starts.find(partition); it != starts.end() && it->second->error) {
        explainError(row, *it->second->error);
    }
    return row;
}

// Several members of one partition cannot be in a settled group; while it rebalances the first named stays.
std::map<TopicPartition, Member> assignmentOf(const kafka::GroupDescription& description) {
    std::map<TopicPartition, Member> assigned;
    for (const kafka::GroupMember& member : description.members)
        for (const TopicPartition& partition : member.assignment)
            assigned.emplace(partition, Member{member.id, member.clientId, member.host});
    return assigned;
}

void sumUp(Group& group) {
    GroupRow& row = group.row;
    row.lag.reset();
    row.topics.clear();
    row.partitionErrors = 0;
    row.partitions = static_cast<int>(group.partitions.size());
    for (const PartitionRow& partition : group.partitions) {
        if (partition.lag)
            row.lag = row.lag.value_or(0) + *partition.lag;
        if (partition.error)
            ++row.partitionErrors;
        if (row.topics.empty() || row.topics.back() != partition.partition.topic)
            row.topics.push_back(partition.partition.topic);
    }
}

void sumUp(Snapshot& snapshot) {
    std::set<TopicPartition> partitions;
    for (const Group& group : snapshot.groups)
        for (const PartitionRow& row : group.partitions)
            partitions.insert(row.partition);
    snapshot.partitions = static_cast<int>(partitions.size());
    snapshot.topics = 0;
    const std::string* last = nullptr;
    for (const TopicPartition& partition : partitions) {
        if (!last || *last != partition.topic)
            ++snapshot.topics;
        last = &partition.topic;
    }
}

Group groupOf(const kafka::GroupListing& listing, const kafka::GroupDescription* description,
              const kafka::GroupOffsets* commits, const Offsets& starts, const Offsets& ends) {
    Group group;
    GroupRow& row = group.row;
    row.group = listing.id;
    row.type = listing.type;
    row.state = listing.state;
    row.protocolType = listing.protocolType;
    if (!isReadable(listing)) {
        row.error = whyNotReadable(listing);
        row.why = row.error->what;
        return group;
    }
    std::map<TopicPartition, Member> assigned;
    if (description && description->error) {
        row.error = description->error;
    } else if (description) {
        if (description->type != kafka::GroupType::Unknown)
            row.type = description->type;
        if (description->state != kafka::GroupState::Unknown)
            row.state = description->state;
        row.assignor = description->assignor;
        row.coordinator = description->coordinator;
        row.members = static_cast<int>(description->members.size());
        assigned = assignmentOf(*description);
        for (const kafka::GroupMember& member : description->members)
            group.members.push_back({member.id, member.clientId, member.host});
    }
    if (commits && commits->error)
        row.error = commits->error;
    std::map<TopicPartition, const kafka::CommittedOffset*> rows;
    if (commits)
        for (const kafka::CommittedOffset& commit : commits->offsets)
            if (commit.offset || commit.error)
                rows.emplace(commit.partition, &commit);
    for (const auto& [partition, member] : assigned)
        rows.emplace(partition, nullptr);
    group.partitions.reserve(rows.size());
    for (const auto& [partition, commit] : rows) {
        PartitionRow& added = group.partitions.emplace_back(partitionRow(partition, commit, starts, ends));
        if (const auto it = assigned.find(partition); it != assigned.end())
            added.member = it->second;
        if (commits && commits->error && !commit) {
            added.condition = Condition::Failed;
            added.note = commits->error->what;
        }
    }
    sumUp(group);
    if (row.error)
        row.why = row.error->what;
    return group;
}

} // namespace

Snapshot compute(const Answers& answers, base::Time now) {
    const Offsets starts = byPartition(answers.starts);
    const Offsets ends = byPartition(answers.ends);
    std::unordered_map<std::string, const kafka::GroupDescription*> descriptions;
    for (const kafka::GroupDescription& description : answers.descriptions)
        descriptions.emplace(description.id, &description);
    std::unordered_map<std::string, const kafka::GroupOffsets*> commits;
    for (const kafka::GroupOffsets& offsets : answers.commits)
        commits.emplace(offsets.group, &offsets);
    const auto of = [](const auto& map, const std::string& id) {
        const auto it = map.find(id);
        return it == map.end() ? nullptr : it->second;
    };
    Snapshot snapshot;
    snapshot.asOf = now;
    snapshot.errors = answers.groups.errors;
    snapshot.groups.reserve(answers.groups.groups.size());
    for (const kafka::GroupListing& listing : answers.groups.groups)
        snapshot.groups.push_back(
            groupOf(listing, of(descriptions, listing.id), of(commits, listing.id), starts, ends));
    std::sort(snapshot.groups.begin(), snapshot.groups.end(),
              [](const Group& a, const Group& b) { return a.row.group < b.row.group; });
    sumUp(snapshot);
    return snapshot;
}

Snapshot onlyTopics(Snapshot snapshot, const std::vector<std::string>& topics) {
    const std::set<std::string> wanted(topics.begin(), topics.end());
    for (Group& group : snapshot.groups) {
        std::erase_if(group.partitions,
                      [&](const PartitionRow& row) { return !wanted.contains(row.partition.topic); });
        sumUp(group);
    }
    std::erase_if(snapshot.groups, [](const Group& group) { return group.partitions.empty(); });
    sumUp(snapshot);
    return snapshot;
}

Totals totals(const Snapshot& snapshot) {
    Totals sum;
    std::unordered_map<TopicPartition, double> written;
    bool someUnknown = false;
    for (const Group& group : snapshot.groups) {
        const GroupRow& row = group.row;
        sum.stopped += row.verdict == Verdict::Stopped;
        sum.stalled += row.verdict == Verdict::Stalled;
        sum.fallingBehind += row.verdict == Verdict::FallingBehind;
        sum.rewound += row.verdict == Verdict::Rewound;
        sum.unread += row.error.has_value();
        if (row.lag)
            sum.lag = sum.lag.value_or(0) + *row.lag;
        if (row.consumeRate)
            sum.read = sum.read.value_or(0) + *row.consumeRate;
        if (row.timeLag.value && (!sum.worst.value || *row.timeLag.value > *sum.worst.value)) {
            sum.worst = row.timeLag;
            sum.worstGroup = row.group;
        }
        someUnknown = someUnknown || (!row.timeLag.value && row.lag.value_or(0) > 0);
        for (const PartitionRow& partition : group.partitions)
            if (partition.produceRate)
                written.emplace(partition.partition, *partition.produceRate);
    }
    for (const auto& [partition, rate] : written)
        sum.written = sum.written.value_or(0) + rate;
    if (someUnknown && sum.worst.value) {
        sum.worst.basis = Basis::Bound;
        sum.worst.why = "the time lag of some groups is not known, so the worst may be longer";
    } else if (!sum.worst.value) {
        sum.worst.why = someUnknown ? "no log end was seen for long enough to tell" : "no group has a commit";
    }
    return sum;
}

} // namespace streamscape::lag
