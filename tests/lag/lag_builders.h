// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/compute.h"

#include <algorithm>

namespace streamscape::test {

/// What a look heard of a cluster, built in a sentence each.
struct LagAnswers {
    lag::Roster roster;
    std::string last; ///< the group added last

    LagAnswers() { roster.listing.take({}, {}); }

    LagAnswers& group(const std::string& id, kafka::GroupType type = kafka::GroupType::Classic,
                      kafka::GroupState state = kafka::GroupState::Stable,
                      const std::string& protocolType = "consumer") {
        last = id;
        lag::Roster::Group& added = roster.groups[id];
        added.listing = {id, type, state, protocolType};
        kafka::GroupDescription description;
        description.id = id;
        description.type = type;
        description.state = state;
        description.assignor = "range";
        description.coordinator = base::BrokerId{1};
        added.description.take(std::move(description), {});
        added.commits.take({}, {});
        return *this;
    }
    LagAnswers& member(const std::string& client, std::vector<base::TopicPartition> assignment) {
        roster.groups[last].description.value->members.push_back(
            {client + "-1", client, "10.0.0.7", std::nullopt, std::move(assignment)});
        return *this;
    }
    LagAnswers& commit(const std::string& topic, std::int32_t partition, std::int64_t offset) {
        kafka::CommittedOffset commit;
        commit.partition = {topic, base::PartitionId{partition}};
        commit.offset = base::Offset{offset};
        std::vector<kafka::CommittedOffset>& commits = *roster.groups[last].commits.value;
        const auto place =
            std::lower_bound(commits.begin(), commits.end(), commit,
                             [](const auto& a, const auto& b) { return a.partition < b.partition; });
        commits.insert(place, std::move(commit));
        return *this;
    }
    LagAnswers& log(const std::string& topic, std::int32_t partition, std::int64_t start, std::int64_t end) {
        lag::Roster::Log& log = roster.logs[{topic, base::PartitionId{partition}}];
        log.start.take(base::Offset{start}, {});
        log.end.take(base::Offset{end}, {});
        return *this;
    }
    LagAnswers& brokenLog(const std::string& topic, std::int32_t partition, const base::Error& error) {
        lag::Roster::Log& log = roster.logs[{topic, base::PartitionId{partition}}];
        log.start.fail(error);
        log.end.fail(error);
        return *this;
    }
    lag::Snapshot at(base::Time now) const {
        lag::Looked looked;
        looked.began = looked.asOf = now;
        return lag::compute(roster, looked);
    }
};

inline base::Time second(std::int64_t s) { return base::fromMilliseconds(1'795'312'800'000 + s * 1000); }

} // namespace streamscape::test
