// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_cluster.h"

#include <algorithm>

namespace streamscape::test {

using base::Error;
using base::ErrorKind;
using base::TopicPartition;

namespace {

bool has(const kafka::GroupDescription& group, const std::string& topic) {
    return std::any_of(group.members.begin(), group.members.end(), [&](const kafka::GroupMember& member) {
        return std::any_of(member.assignment.begin(), member.assignment.end(),
                           [&](const TopicPartition& partition) { return partition.topic == topic; });
    });
}

/// What is named twice is refused before anything is sent.
template<class Rows, class Key>
std::optional<Error> namedTwice(const Rows& rows, Key key) {
    for (auto one = rows.begin(); one != rows.end(); ++one)
        if (std::any_of(rows.begin(), one, [&](const auto& other) { return key(other) == key(*one); }))
            return Error{ErrorKind::Invalid, "It is named twice in one change", "", "name it once", ""};
    return std::nullopt;
}

} // namespace

void FakeCluster::addGroup(const std::string& id, kafka::GroupType type, kafka::GroupState state) {
    groups.groups.push_back({id, type, state, "consumer"});
    std::sort(groups.groups.begin(), groups.groups.end(),
              [](const auto& a, const auto& b) { return a.id < b.id; });
    kafka::GroupDescription& description = descriptions[id];
    description.id = id;
    description.type = type;
    description.state = state;
    description.assignor = "range";
    description.coordinator = base::BrokerId{1};
    commits[id].group = id;
}

void FakeCluster::addMember(const std::string& group, const std::string& member,
                            std::vector<TopicPartition> assignment) {
    descriptions[group].members.push_back(
        {member, member + "-client", "127.0.0.1", std::nullopt, std::move(assignment)});
}

void FakeCluster::commit(const std::string& group, const std::string& topic, std::int32_t partition,
                         std::int64_t offset, std::string metadata) {
    kafka::GroupOffsets& offsets = commits[group];
    offsets.group = group;
    const TopicPartition key{topic, base::PartitionId{partition}};
    const auto it = std::find_if(offsets.offsets.begin(), offsets.offsets.end(),
                                 [&](const kafka::CommittedOffset& row) { return row.partition == key; });
    kafka::CommittedOffset& row =
        it != offsets.offsets.end() ? *it : offsets.offsets.emplace_back(kafka::CommittedOffset{key, {}, {}});
    row.offset = base::Offset{offset};
    row.metadata = std::move(metadata);
    row.leaderEpoch.reset();
    std::sort(offsets.offsets.begin(), offsets.offsets.end(),
              [](const auto& a, const auto& b) { return a.partition < b.partition; });
}

kafka::Answer<kafka::GroupList> FakeCluster::listGroups() {
    return answer<kafka::GroupList>(Question::ListGroups, {}, [this] { return groups; });
}

kafka::Answer<std::vector<kafka::GroupDescription>>
FakeCluster::describeGroups(std::vector<std::string> names) {
    return answer<std::vector<kafka::GroupDescription>>(Question::DescribeGroups, names, [this, names] {
        std::vector<kafka::GroupDescription> found;
        for (const std::string& name : names) {
            const auto it = descriptions.find(name);
            kafka::GroupDescription missing; // as librdkafka says it, though it is false
            missing.id = name;
            missing.type = kafka::GroupType::Classic;
            missing.state = kafka::GroupState::Dead;
            found.push_back(it != descriptions.end() ? it->second : missing);
        }
        return found;
    });
}

kafka::Answer<std::vector<kafka::GroupOffsets>>
FakeCluster::committedOffsets(std::vector<std::string> names) {
    return answer<std::vector<kafka::GroupOffsets>>(Question::CommittedOffsets, names, [this, names] {
        std::vector<kafka::GroupOffsets> found;
        for (const std::string& name : names) {
            const auto it = commits.find(name);
            found.push_back(it != commits.end() ? it->second : kafka::GroupOffsets{name, {}, {}});
        }
        return found;
    });
}

bool FakeCluster::isActive(const std::string& group) const {
    const auto it = descriptions.find(group);
    return it != descriptions.end() &&
           (!it->second.members.empty() ||
            (it->second.state != kafka::GroupState::Empty && it->second.state != kafka::GroupState::Dead));
}

std::optional<Error> FakeCluster::refusal(const TopicPartition& partition) const {
    const std::string where = partition.topic + "-" + std::to_string(partition.partition.value);
    if (const auto it = commitErrors.find(partition); it != commitErrors.end())
        return it->second;
    if (!knows(partition))
        return Error{ErrorKind::NotFound, "The topic or partition does not exist", where, "",
                     "UNKNOWN_TOPIC_OR_PART"};
    return std::nullopt;
}

kafka::Answer<std::vector<kafka::OffsetOutcome>>
FakeCluster::alterGroupOffsets(std::string group, std::vector<kafka::OffsetChange> changes) {
    std::vector<std::string> asked{group};
    for (const kafka::OffsetChange& change : changes)
        asked.push_back(change.partition.topic + ":" + std::to_string(change.partition.partition.value) +
                        "=" + std::to_string(change.offset.value));
    return answer<std::vector<kafka::OffsetOutcome>>(
        Question::AlterGroupOffsets, asked,
        [this, group, changes = std::move(changes)]() -> base::Result<std::vector<kafka::OffsetOutcome>> {
            if (const auto twice = namedTwice(changes, [](const auto& one) { return one.partition; }))
                return base::fail(*twice);
            const bool active = isActive(group);
            std::vector<kafka::OffsetOutcome> outcomes;
            for (const kafka::OffsetChange& change : changes) {
                kafka::OffsetOutcome& row = outcomes.emplace_back(kafka::OffsetOutcome{change.partition, {}});
                if (active)
                    row.error = Error{ErrorKind::Conflict, "The group has members", "group " + group,
                                      "stop its members first", "UNKNOWN_MEMBER_ID"};
                else
                    row.error = refusal(change.partition);
                if (row.error)
                    continue;
                if (!descriptions.contains(group))
                    addGroup(group, kafka::GroupType::Classic, kafka::GroupState::Empty);
                commit(group, change.partition.topic, change.partition.partition.value, change.offset.value,
                       change.metadata);
                for (kafka::CommittedOffset& one : commits[group].offsets)
                    if (one.partition == change.partition)
                        one.leaderEpoch = change.leaderEpoch;
            }
            return outcomes;
        });
}

kafka::Answer<std::vector<kafka::OffsetOutcome>>
FakeCluster::deleteGroupOffsets(std::string group, std::vector<TopicPartition> partitions) {
    std::vector<std::string> asked{group};
    for (const TopicPartition& partition : partitions)
        asked.push_back(partition.topic + ":" + std::to_string(partition.partition.value));
    return answer<std::vector<kafka::OffsetOutcome>>(
        Question::DeleteGroupOffsets, asked,
        [this, group,
         partitions = std::move(partitions)]() -> base::Result<std::vector<kafka::OffsetOutcome>> {
            if (const auto twice = namedTwice(partitions, [](const auto& one) { return one; }))
                return base::fail(*twice);
            std::vector<kafka::OffsetOutcome> outcomes;
            for (const TopicPartition& partition : partitions) {
                kafka::OffsetOutcome& row = outcomes.emplace_back(kafka::OffsetOutcome{partition, {}});
                const auto described = descriptions.find(group);
                if (described == descriptions.end())
                    row.error = Error{ErrorKind::NotFound, "There is no such group", "group " + group, "",
                                      "GROUP_ID_NOT_FOUND"};
                else if (has(described->second, partition.topic))
                    row.error =
                        Error{ErrorKind::Conflict, "Members of the group are subscribed to the topic",
                              "group " + group, "stop its members first", "GROUP_SUBSCRIBED_TO_TOPIC"};
                else
                    row.error = refusal(partition);
                if (row.error)
                    continue;
                std::erase_if(commits[group].offsets,
                              [&](const kafka::CommittedOffset& one) { return one.partition == partition; });
            }
            return outcomes;
        });
}

kafka::Answer<std::vector<kafka::ItemOutcome>> FakeCluster::deleteGroups(std::vector<std::string> names) {
    return answer<std::vector<kafka::ItemOutcome>>(
        Question::DeleteGroups, names, [this, names]() -> base::Result<std::vector<kafka::ItemOutcome>> {
            if (const auto twice = namedTwice(names, [](const auto& one) { return one; }))
                return base::fail(*twice);
            std::vector<kafka::ItemOutcome> outcomes;
            for (const std::string& name : names) {
                kafka::ItemOutcome& row = outcomes.emplace_back(kafka::ItemOutcome{name, {}});
                if (const auto it = groupErrors.find(name); it != groupErrors.end())
                    row.error = it->second;
                else if (!descriptions.contains(name))
                    row.error = Error{ErrorKind::NotFound, "There is no such group", "group " + name, "",
                                      "GROUP_ID_NOT_FOUND"};
                else if (isActive(name))
                    row.error = Error{ErrorKind::Conflict, "The group has members", "group " + name,
                                      "stop its members first", "NON_EMPTY_GROUP"};
                if (row.error)
                    continue;
                std::erase_if(groups.groups, [&](const kafka::GroupListing& one) { return one.id == name; });
                descriptions.erase(name);
                commits.erase(name);
            }
            return outcomes;
        });
}

kafka::PeekedRecord FakeCluster::peeked(const kafka::RecordPlace& place,
                                        const kafka::PeekOptions& options) const {
    kafka::PeekedRecord row;
    row.partition = place.partition;
    row.asked = place.offset;
    const auto limit = [&](kafka::OffsetQuery::At at, kafka::Isolation isolation) {
        return offsetOf(place.partition, {at, {}}, isolation).offset.value_or(base::Offset{0});
    };
    const base::Offset start = limit(kafka::OffsetQuery::At::Earliest, options.isolation);
    const base::Offset end = limit(kafka::OffsetQuery::At::Latest, kafka::Isolation::ReadUncommitted);
    const base::Offset readable = limit(kafka::OffsetQuery::At::Latest, options.isolation);
    if (const auto it = peekErrors.find(place.partition); it != peekErrors.end())
        row.error = it->second;
    else if (!knows(place.partition))
        row.error = Error{ErrorKind::NotFound, "The topic or partition does not exist", place.partition.topic,
                          "", "UNKNOWN_TOPIC_OR_PART"};
    else if (place.offset < start || place.offset > end)
        row.error = Error{ErrorKind::NotFound,
                          "The offset is not in the log, which starts at " + std::to_string(start.value),
                          place.partition.topic, "", "OFFSET_OUT_OF_RANGE"};
    const auto log = records.find(place.partition);
    if (row.error || log == records.end())
        return row;
    const bool committedOnly = options.isolation == kafka::Isolation::ReadCommitted;
    for (auto it = log->second.lower_bound(place.offset.value);
         it != log->second.end() && it->first < readable.value; ++it) {
        if (committedOnly && it->second.aborted)
            continue;
        row.offset = base::Offset{it->first};
        row.timestamp = it->second.timestamp;
        row.logAppendTime = it->second.logAppendTime;
        const auto part = [&](const std::optional<std::string>& whole, std::int64_t& size) {
            if (!whole)
                return whole;
            size = static_cast<std::int64_t>(whole->size());
            return std::optional(whole->substr(0, options.bytes));
        };
        row.key = part(it->second.key, row.keySize);
        row.value = part(it->second.value, row.valueSize);
        break;
    }
    return row;
}

kafka::Answer<std::vector<kafka::PeekedRecord>> FakeCluster::peek(std::vector<kafka::RecordPlace> places,
                                                                  kafka::PeekOptions options) {
    std::vector<std::string> asked;
    for (const kafka::RecordPlace& place : places)
        asked.push_back(place.partition.topic + ":" + std::to_string(place.partition.partition.value) + "@" +
                        std::to_string(place.offset.value));
    return answer<std::vector<kafka::PeekedRecord>>(Question::Peek, asked,
                                                    [this, places = std::move(places), options] {
                                                        std::vector<kafka::PeekedRecord> rows;
                                                        for (const kafka::RecordPlace& place : places)
                                                            rows.push_back(peeked(place, options));
                                                        return rows;
                                                    });
}

} // namespace streamscape::test
