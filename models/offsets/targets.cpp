// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/targets.h"

#include "models/base/text.h"

#include <algorithm>
#include <limits>

namespace streamscape::offsets {

namespace {

using base::Error;
using base::ErrorKind;
using base::Offset;
using base::PartitionId;
using base::TopicPartition;

bool deletes(Target target) { return target == Target::DeleteOffsets || target == Target::DeleteGroup; }

bool isIn(const Scope& scope, const TopicPartition& partition) {
    if (scope.without.contains(partition))
        return false;
    if (scope.allTopics)
        return true;
    return std::any_of(scope.topics.begin(), scope.topics.end(), [&](const TopicScope& one) {
        return one.topic == partition.topic &&
               (one.partitions.empty() || std::find(one.partitions.begin(), one.partitions.end(),
                                                    partition.partition) != one.partitions.end());
    });
}

Position positionOf(const kafka::CommittedOffset& commit) {
    return {*commit.offset, commit.metadata, commit.leaderEpoch};
}

// The partitions a spec brings itself; a file's later line about a partition replaces the earlier, as in
// Kafka's tool.
std::map<TopicPartition, std::optional<Position>> brought(const Spec& spec, const std::string& group) {
    std::map<TopicPartition, std::optional<Position>> places;
    if (spec.target == Target::File)
        for (const CsvRow& row : spec.rows)
            if (!row.group || *row.group == group)
                places[row.partition] = Position{row.offset};
    if (spec.target == Target::Restore)
        for (const Placed& placed : spec.placed)
            places[placed.partition] = placed.position;
    return places;
}

// Gathers the partitions of a scope, and says what is wrong with those that cannot be had.
class Gathering final {
public:
    Gathering(const Spec& spec, const Scope& scope, const std::string& group, const Facts& facts)
        : m_spec(spec)
        , m_scope(scope)
        , m_group(group)
        , m_facts(facts) {
        for (const kafka::Topic& topic : facts.topics)
            m_topics[topic.name] = &topic;
        for (const kafka::CommittedOffset& commit : facts.committed.offsets)
            m_commits[commit.partition] = &commit;
    }

    Targets all() {
        switch (m_spec.target) {
        case Target::File:
        case Target::Restore:
            for (const auto& [partition, position] : brought(m_spec, m_group))
                if (!m_scope.without.contains(partition))
                    want(partition, position);
            if (m_targets.wanted.empty() && m_targets.refused.empty())
                refuse({}, {},
                       {ErrorKind::NotFound,
                        m_spec.target == Target::File ? "The file has no line for this group"
                                                      : "That plan had changed no commit",
                        m_group, "", ""});
            break;
        case Target::CopyFrom:
            if (m_facts.source)
                wantCommits(*m_facts.source, m_spec.from);
            break;
        case Target::DeleteOffsets:
            wantCommits(m_facts.committed, m_group);
            break;
        case Target::DeleteGroup:
            for (const kafka::CommittedOffset& commit : m_facts.committed.offsets)
                if (commit.offset)
                    want(commit.partition, {});
            break;
        default:
            if (m_scope.allTopics)
                wantCommits(m_facts.committed, m_group);
            else
                for (const TopicScope& topic : m_scope.topics)
                    wantTopic(topic);
        }
        return std::move(m_targets);
    }

private:
    void refuse(std::optional<std::string> topic, std::optional<PartitionId> partition, Error error) {
        m_targets.refused.push_back({std::move(topic), partition, std::move(error)});
    }

    const kafka::Topic* find(const std::string& topic) const {
        const auto it = m_topics.find(topic);
        return it == m_topics.end() ? nullptr : it->second;
    }

    std::optional<Error> troubleWith(const std::string& topic) const {
        const kafka::Topic* found = find(topic);
        if (!found)
            return Error{ErrorKind::NotFound, "The topic does not exist, or this connection may not see it",
                         topic, "", ""};
        return found->error;
    }
    // As Kafka's tool, which plans nothing where a partition is not there or has no leader.
    std::optional<Error> troubleWith(const TopicPartition& partition) const {
        if (auto error = troubleWith(partition.topic))
            return error;
        const kafka::Topic* topic = find(partition.topic);
        const auto it =
            std::lower_bound(topic->partitions.begin(), topic->partitions.end(), partition.partition,
                             [](const kafka::Partition& one, const PartitionId& id) { return one.id < id; });
        if (it == topic->partitions.end() || it->id != partition.partition)
            return Error{ErrorKind::NotFound, "The topic has no such partition", base::nameOf(partition),
                         "It has " + std::to_string(topic->partitions.size()), ""};
        if (!it->leader)
            return Error{ErrorKind::Transport, "The partition has no leader", base::nameOf(partition),
                         "Wait until its broker is back", ""};
        return std::nullopt;
    }

    void want(const TopicPartition& partition, std::optional<Position> given) {
        if (!m_seen.insert(partition).second)
            return;
        const bool mustBeThere = !deletes(m_spec.target) && (m_spec.target != Target::Restore || given);
        if (mustBeThere)
            if (auto error = troubleWith(partition))
                return refuse(partition.topic, partition.partition, *error);
        std::optional<Position> from;
        if (const auto commit = m_commits.find(partition); commit != m_commits.end()) {
            if (commit->second->error)
                return refuse(partition.topic, partition.partition, *commit->second->error);
            if (commit->second->offset)
                from = positionOf(*commit->second);
        }
        m_targets.wanted.push_back({partition, std::move(from), std::move(given)});
    }

    void wantTopic(const TopicScope& scope) {
        if (const auto error = troubleWith(scope.topic))
            return refuse(scope.topic, {}, *error);
        std::vector<PartitionId> partitions = scope.partitions;
        if (partitions.empty())
            for (const kafka::Partition& one : find(scope.topic)->partitions)
                partitions.push_back(one.id);
        for (const PartitionId partition : partitions)
            if (!m_scope.without.contains({scope.topic, partition}))
                want({scope.topic, partition}, {});
    }

    // The commits of a group that are in the scope; what the scope names must have one.
    void wantCommits(const kafka::GroupOffsets& commits, const std::string& whose) {
        std::set<TopicPartition> found;
        for (const kafka::CommittedOffset& commit : commits.offsets) {
            if (!isIn(m_scope, commit.partition))
                continue;
            found.insert(commit.partition);
            if (commit.error)
                refuse(commit.partition.topic, commit.partition.partition, *commit.error);
            else if (commit.offset && !isReadByMembers(commit.partition.topic))
                want(commit.partition,
                     m_spec.target == Target::CopyFrom ? std::optional(positionOf(commit)) : std::nullopt);
            else if (commit.offset)
                refuse(commit.partition.topic, commit.partition.partition,
                       {ErrorKind::Conflict, "Members of the group read this topic", commit.partition.topic,
                        "Stop them first", "GROUP_SUBSCRIBED_TO_TOPIC"});
        }
        if (m_scope.allTopics && found.empty() && m_spec.target == Target::CopyFrom)
            refuse({}, {}, {ErrorKind::NotFound, "Group " + whose + " has no commits", whose, "", ""});
        if (m_scope.allTopics)
            return;
        const auto none = [&](const std::string& where) {
            return Error{ErrorKind::NotFound, "Group " + whose + " has no commit there", where, "", ""};
        };
        for (const TopicScope& scope : m_scope.topics) {
            const auto first = found.lower_bound({scope.topic, PartitionId{0}});
            if (scope.partitions.empty() && (first == found.end() || first->topic != scope.topic))
                refuse(scope.topic, {}, none(scope.topic));
            for (const PartitionId partition : scope.partitions)
                if (const TopicPartition one{scope.topic, partition};
                    !found.contains(one) && !m_scope.without.contains(one))
                    refuse(scope.topic, partition, none(base::nameOf(one)));
        }
    }

    bool isReadByMembers(const std::string& topic) const {
        if (m_spec.target != Target::DeleteOffsets)
            return false;
        const std::vector<kafka::GroupMember>& members = m_facts.description.members;
        return std::any_of(members.begin(), members.end(), [&](const kafka::GroupMember& member) {
            return std::any_of(member.assignment.begin(), member.assignment.end(),
                               [&](const TopicPartition& one) { return one.topic == topic; });
        });
    }

    const Spec& m_spec;
    const Scope& m_scope;
    const std::string& m_group;
    const Facts& m_facts;
    std::map<std::string, const kafka::Topic*> m_topics;
    std::map<TopicPartition, const kafka::CommittedOffset*> m_commits;
    std::set<TopicPartition> m_seen;
    Targets m_targets;
};

// The log of a partition, whose start and end are known.
struct Log {
    Offset start;
    Offset end;
    std::optional<Offset> atTime;

    Offset nearest(std::int64_t offset) const {
        if (offset > end.value)
            return end;
        return offset < start.value ? start : Offset{offset};
    }
};

base::Result<Log> logOf(const TopicPartition& partition, const Facts& facts) {
    const auto it = facts.logs.find(partition);
    if (it != facts.logs.end() && it->second.error)
        return base::fail(*it->second.error);
    if (it == facts.logs.end() || !it->second.start || !it->second.end)
        return base::fail(ErrorKind::Bug, "Where the log begins and ends was not answered",
                          base::nameOf(partition));
    return Log{*it->second.start, *it->second.end, it->second.atTime};
}

std::int64_t shifted(std::int64_t offset, std::int64_t by) {
    std::int64_t sum = 0;
    if (!__builtin_add_overflow(offset, by, &sum))
        return sum;
    return by > 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
}

} // namespace

Targets targetsOf(const Spec& spec, const Scope& scope, const std::string& group, const Facts& facts) {
    return Gathering(spec, scope, group, facts).all();
}

base::Result<std::optional<Position>> placeOf(const Spec& spec, const Wanted& wanted, const Facts& facts) {
    using Place = std::optional<Position>;
    switch (spec.target) {
    case Target::DeleteOffsets:
    case Target::DeleteGroup:
        return Place{};
    case Target::CopyFrom:
    case Target::Restore:
        return wanted.given;
    case Target::Current:
        if (wanted.from)
            return Place{Position{wanted.from->offset}}; // unmoved even where the log no longer has it
        break;
    default:
        break;
    }
    const auto log = logOf(wanted.partition, facts);
    if (!log)
        return base::fail(log.error());
    const auto at = [](Offset offset) { return Place{Position{offset}}; };
    switch (spec.target) {
    case Target::Earliest:
        return at(log->start);
    case Target::Offset:
        return at(log->nearest(spec.number));
    case Target::Datetime:
    case Target::Duration:
        return at(log->atTime.value_or(log->end));
    case Target::Shift:
        if (!wanted.from)
            return base::fail(ErrorKind::Invalid, "There is no commit to shift",
                              base::nameOf(wanted.partition),
                              "Leave the partition out, or reset it to an offset");
        return at(log->nearest(shifted(wanted.from->offset.value, spec.number)));
    case Target::File:
        return at(log->nearest(wanted.given->offset.value));
    default: // Latest, and Current without a commit
        return at(log->end);
    }
}

std::set<std::string> topicsToAsk(const Spec& spec, const Scope& scope, const Facts& facts) {
    std::set<std::string> topics;
    if (deletes(spec.target))
        return topics;
    for (const auto& [partition, position] : brought(spec, facts.committed.group))
        topics.insert(partition.topic);
    if (spec.target == Target::File || spec.target == Target::Restore)
        return topics;
    const kafka::GroupOffsets* commits =
        spec.target == Target::CopyFrom ? (facts.source ? &*facts.source : nullptr) : &facts.committed;
    if (scope.allTopics && commits) {
        for (const kafka::CommittedOffset& commit : commits->offsets)
            if (commit.offset && !scope.without.contains(commit.partition))
                topics.insert(commit.partition.topic);
    }
    for (const TopicScope& topic : scope.topics)
        topics.insert(topic.topic);
    return topics;
}

std::vector<TopicPartition> partitionsToAsk(const Spec& spec, const Scope& scope, const std::string& group,
                                            const Facts& facts) {
    std::vector<TopicPartition> partitions;
    if (deletes(spec.target))
        return partitions;
    const Targets targets = targetsOf(spec, scope, group, facts);
    for (const Wanted& wanted : targets.wanted)
        if (spec.target != Target::Restore || wanted.given)
            partitions.push_back(wanted.partition);
    return partitions;
}

std::optional<base::Time> timeToAsk(const Spec& spec, base::Time now) {
    constexpr base::Time zero{};
    if (spec.target == Target::Datetime)
        return std::max(zero, spec.time);
    if (spec.target != Target::Duration)
        return std::nullopt;
    std::int64_t ms = 0;
    if (__builtin_sub_overflow(base::toMilliseconds(now), spec.duration.count(), &ms))
        ms = spec.duration.count() > 0 ? 0 : std::numeric_limits<std::int64_t>::max();
    return std::max(zero, base::fromMilliseconds(ms));
}

std::optional<Error> groupRefusal(const Spec& spec, const std::string& group, const Facts& facts) {
    const std::string where = "group " + group;
    if (group.empty())
        return Error{ErrorKind::Invalid, "A group has a name", "", "", ""};
    if (spec.target == Target::CopyFrom && spec.from == group)
        return Error{ErrorKind::Invalid, "A group cannot be copied to itself", where, "", ""};
    if (spec.target == Target::Restore && spec.cluster != facts.cluster)
        return Error{ErrorKind::Conflict, "That plan was applied to another cluster",
                     "cluster " + spec.cluster, "Connect to that cluster; this one is " + facts.cluster, ""};
    const kafka::GroupType type = facts.listing ? facts.listing->type : facts.description.type;
    const bool foreign = type == kafka::GroupType::Share || type == kafka::GroupType::Streams ||
                         type == kafka::GroupType::Connect;
    if (foreign)
        return Error{ErrorKind::Unsupported,
                     std::string("The offsets of a ") + kafka::name(type) + " group cannot be changed here",
                     where, "Use Kafka's own tool for it", ""};
    // A cluster says of a group that is not there that it is dead, or that it was not found.
    const kafka::GroupState state = facts.description.state;
    const bool isMissing = facts.description.error ? facts.description.error->kind == ErrorKind::NotFound
                                                   : !facts.listing && state == kafka::GroupState::Dead;
    if (facts.description.error && !isMissing)
        return facts.description.error;
    if (facts.committed.error)
        return facts.committed.error;
    if (spec.target == Target::CopyFrom && (!facts.source || facts.source->error))
        return facts.source ? *facts.source->error
                            : Error{ErrorKind::Bug, "The other group was not read", spec.from, "", ""};
    if (isMissing && deletes(spec.target))
        return Error{ErrorKind::NotFound, "There is no such group", where, "Check the spelling", ""};
    if (spec.target == Target::DeleteOffsets)
        return std::nullopt; // topic by topic: see isReadByMembers
    const std::size_t members = facts.description.members.size();
    if (isMissing ||
        (members == 0 && (state == kafka::GroupState::Empty || state == kafka::GroupState::Dead)))
        return std::nullopt;
    return Error{ErrorKind::Conflict,
                 std::string("The group is active: ") + std::to_string(members) +
                     (members == 1 ? " member" : " members") + ", state " + kafka::name(state),
                 where, "Stop its members first; offsets are changed only while the group is inactive",
                 "NON_EMPTY_GROUP"};
}

} // namespace streamscape::offsets
