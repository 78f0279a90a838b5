// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/roster.h"

#include <algorithm>
#include <set>
#include <unordered_set>

namespace streamscape::lag {

void Roster::takeListing(kafka::GroupList list, base::Time now) {
    std::map<std::string, Group> listed;
    for (kafka::GroupListing& one : list.groups) {
        auto known = groups.extract(one.id);
        if (known.empty()) {
            Group added;
            added.listing = std::move(one);
            listed.emplace(added.listing.id, std::move(added));
            continue;
        }
        Group& group = known.mapped();
        // What the group does has changed: its members are not what they were.
        if (group.listing.state != one.state || group.listing.type != one.type)
            group.description.outdated = true;
        group.listing = std::move(one);
        listed.insert(std::move(known));
    }
    // A broker that did not answer the list takes none of its groups away.
    if (!list.errors.empty())
        listed.merge(groups);
    groups = std::move(listed);
    list.groups.clear();
    listing.take(std::move(list), now);
}

void Roster::takeCommits(Group& group, std::vector<kafka::CommittedOffset> commits, base::Time now) {
    const auto before = [](const kafka::CommittedOffset& a, const kafka::CommittedOffset& b) {
        return a.partition < b.partition;
    };
    const auto isRefused = [this](const base::TopicPartition& partition) {
        const auto log = logs.find(partition);
        return log != logs.end() && log->second.end.error &&
               log->second.end.error->kind == base::ErrorKind::Denied;
    };
    std::map<base::TopicPartition, base::Time> leftOut;
    std::vector<kafka::CommittedOffset> kept;
    if (group.commits.value)
        for (kafka::CommittedOffset& old : *group.commits.value) {
            if (!old.offset || std::binary_search(commits.begin(), commits.end(), old, before))
                continue;
            const auto known = group.leftOut.find(old.partition);
            if (known != group.leftOut.end() && !isRefused(old.partition))
                continue;
            leftOut.emplace(old.partition, known != group.leftOut.end() ? known->second : group.commits.at);
            kept.push_back(std::move(old));
        }
    const auto middle = commits.insert(commits.end(), std::make_move_iterator(kept.begin()),
                                       std::make_move_iterator(kept.end()));
    std::inplace_merge(commits.begin(), middle, commits.end(), before);
    group.leftOut = std::move(leftOut);
    group.commits.take(std::move(commits), now);
}

void Roster::want() {
    const auto wanted = [this](const base::TopicPartition& partition) { logs[partition].wantedBy = looks; };
    for (const auto& [id, group] : groups) {
        if (group.commits.value)
            for (const kafka::CommittedOffset& commit : *group.commits.value)
                if (commit.offset || commit.error)
                    wanted(commit.partition);
        if (group.description.value)
            for (const kafka::GroupMember& member : group.description.value->members)
                for (const base::TopicPartition& partition : member.assignment)
                    wanted(partition);
    }
    std::erase_if(logs, [this](const auto& log) { return log.second.wantedBy != looks; });
    std::unordered_set<std::string> wantedTopics;
    for (const auto& [partition, log] : logs)
        wantedTopics.insert(partition.topic);
    const auto isUnwanted = [&](const auto& topic) { return !wantedTopics.contains(topic.first); };
    std::erase_if(topics, isUnwanted);
    std::erase_if(retentions, isUnwanted);
}

std::optional<base::BrokerId> coordinatorOf(const Roster::Group& group) {
    return group.description.value ? group.description.value->coordinator : std::nullopt;
}

std::optional<base::BrokerId> leaderOf(const Roster& roster, const base::TopicPartition& partition) {
    const auto topic = roster.topics.find(partition.topic);
    const auto number = static_cast<std::size_t>(partition.partition.value);
    if (topic == roster.topics.end() || number >= topic->second.leaders.size())
        return std::nullopt;
    return topic->second.leaders[number];
}

std::optional<base::Duration> usualPace(const Roster& roster) {
    if (roster.paces.empty())
        return std::nullopt;
    std::vector<base::Duration> paces;
    for (const auto& [broker, pace] : roster.paces)
        paces.push_back(pace);
    // Of two the faster: the slower holds it up no more than a third one would.
    const auto middle = paces.begin() + static_cast<std::ptrdiff_t>((paces.size() - 1) / 2);
    std::nth_element(paces.begin(), middle, paces.end());
    return *middle;
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

Retentions retentionsOf(const Roster& roster) {
    Retentions retentions;
    retentions.reserve(roster.retentions.size());
    for (const auto& [topic, retention] : roster.retentions)
        if (retention.value)
            retentions.emplace(topic, *retention.value);
    return retentions;
}

std::vector<base::Offset> endsOf(const Roster& roster, const std::vector<kafka::RecordPlace>& places) {
    std::vector<base::Offset> ends;
    ends.reserve(places.size());
    for (const kafka::RecordPlace& place : places) {
        const auto log = roster.logs.find(place.partition);
        ends.push_back(log != roster.logs.end() ? log->second.end.value.value_or(place.offset)
                                                : place.offset);
    }
    return ends;
}

} // namespace streamscape::lag
