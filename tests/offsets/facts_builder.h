// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/offsets/plan.h"

#include <algorithm>

namespace streamscape::test {

inline base::TopicPartition at(const char* topic, std::int32_t partition) {
    return {topic, base::PartitionId{partition}};
}

/// What a cluster answered about one inactive group, in short words.
struct FactsBuilder {
    offsets::Facts facts;

    FactsBuilder() {
        facts.cluster = "cluster-1";
        facts.asOf = base::fromMilliseconds(1'795'312'800'000); // 2026-11-22T02:00:00Z
        facts.listing =
            kafka::GroupListing{"g", kafka::GroupType::Classic, kafka::GroupState::Empty, "consumer"};
        facts.description.id = "g";
        facts.description.type = kafka::GroupType::Classic;
        facts.description.state = kafka::GroupState::Empty;
        facts.committed.group = "g";
    }
    /// Partitions from 0, each with this log.
    FactsBuilder& topic(const char* name, int partitions, std::int64_t start, std::int64_t end) {
        kafka::Topic topic;
        topic.name = name;
        for (std::int32_t p = 0; p < partitions; ++p) {
            topic.partitions.push_back({base::PartitionId{p}, base::BrokerId{1}, {}, {}});
            log(name, p, start, end);
        }
        facts.topics.push_back(std::move(topic));
        return *this;
    }
    FactsBuilder& log(const char* topic, std::int32_t partition, std::int64_t start, std::int64_t end,
                      std::optional<std::int64_t> atTime = {}) {
        offsets::LogFacts& log = facts.logs[at(topic, partition)];
        log.start = base::Offset{start};
        log.end = base::Offset{end};
        if (atTime)
            log.atTime = base::Offset{*atTime};
        return *this;
    }
    FactsBuilder& commit(const char* topic, std::int32_t partition, std::int64_t offset,
                         std::string metadata = {}) {
        return commitIn(facts.committed, topic, partition, offset, std::move(metadata));
    }
    /// Of the other group, for copies.
    FactsBuilder& source(const char* topic, std::int32_t partition, std::int64_t offset,
                         std::string metadata = {}) {
        if (!facts.source)
            facts.source = kafka::GroupOffsets{"other", {}, {}};
        return commitIn(*facts.source, topic, partition, offset, std::move(metadata));
    }
    FactsBuilder& active(int members, std::vector<base::TopicPartition> assignment = {}) {
        facts.description.state = kafka::GroupState::Stable;
        for (int i = 0; i < members; ++i)
            facts.description.members.push_back({"m" + std::to_string(i), "c", "h", {}, assignment});
        return *this;
    }

private:
    FactsBuilder& commitIn(kafka::GroupOffsets& offsets, const char* topic, std::int32_t partition,
                           std::int64_t offset, std::string metadata) {
        kafka::CommittedOffset row;
        row.partition = at(topic, partition);
        row.offset = base::Offset{offset};
        row.metadata = std::move(metadata);
        offsets.offsets.push_back(std::move(row));
        return *this;
    }
};

} // namespace streamscape::test
