// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"

namespace streamscape::test {

/// The answers of a cluster, built in a sentence each.
struct LagAnswers {
    lag::Answers answers;

    LagAnswers& group(const std::string& id, kafka::GroupType type = kafka::GroupType::Classic,
                      kafka::GroupState state = kafka::GroupState::Stable) {
        answers.groups.groups.push_back({id, type, state, "consumer"});
        kafka::GroupDescription description;
        description.id = id;
        description.type = type;
        description.state = state;
        description.assignor = "range";
        description.coordinator = base::BrokerId{1};
        answers.descriptions.push_back(description);
        answers.commits.push_back({id, {}, {}});
        return *this;
    }
    /// Of the group added last.
    LagAnswers& member(const std::string& client, std::vector<base::TopicPartition> assignment) {
        answers.descriptions.back().members.push_back(
            {client + "-1", client, "10.0.0.7", std::nullopt, std::move(assignment)});
        return *this;
    }
    LagAnswers& commit(const std::string& topic, std::int32_t partition, std::int64_t offset) {
        answers.commits.back().offsets.push_back(
            {{topic, base::PartitionId{partition}}, base::Offset{offset}, std::nullopt});
        return *this;
    }
    LagAnswers& log(const std::string& topic, std::int32_t partition, std::int64_t start, std::int64_t end) {
        const base::TopicPartition key{topic, base::PartitionId{partition}};
        answers.starts.push_back({key, base::Offset{start}, {}, {}});
        answers.ends.push_back({key, base::Offset{end}, {}, {}});
        return *this;
    }
    LagAnswers& brokenLog(const std::string& topic, std::int32_t partition, base::Error error) {
        const base::TopicPartition key{topic, base::PartitionId{partition}};
        answers.starts.push_back({key, {}, {}, error});
        answers.ends.push_back({key, {}, {}, std::move(error)});
        return *this;
    }
    lag::Snapshot at(base::Time now) const { return lag::compute(answers, now); }
};

inline base::Time second(std::int64_t s) { return base::fromMilliseconds(1'795'312'800'000 + s * 1000); }

} // namespace streamscape::test
