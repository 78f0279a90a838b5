// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/bench_lag_cluster.h"

#include "models/kafkard/connect.h"

#include <algorithm>
#include <deque>
#include <iostream>
#include <set>
#include <thread>

namespace streamscape::bench {

using base::Done;
using base::fail;
using base::Result;
using namespace kafka;
using namespace std::chrono_literals;

namespace {

constexpr int allPartitions = 10'000;
constexpr std::size_t allGroups = 1'000;
constexpr int topicSizes[] = {10, 20, 15};
constexpr std::size_t topicsAtOnce = 20;
constexpr std::size_t groupsAtOnce = 64;
constexpr std::int64_t fewestRecords = 5; ///< in a partition; it has up to four more
constexpr std::size_t movedARound = 10;

std::int64_t recordsOf(const TopicPartition& partition) {
    return fewestRecords + partition.partition.value % 5;
}

// Every third group has read everything.
std::int64_t lagOf(std::size_t group, const TopicPartition& partition) {
    return group % 3 == 0 ? 0 : 1 + (static_cast<std::int64_t>(group) + partition.partition.value) % 4;
}

Result<Done> makeTopics(const LargeCluster& wanted, Cluster& cluster) {
    std::vector<std::string> names;
    for (const NewTopic& topic : wanted.topics)
        names.push_back(topic.name);
    const auto known = cluster.describeTopics(names).result();
    if (!known)
        return fail(known.error());
    std::set<std::string> there;
    for (const Topic& topic : *known)
        if (!topic.error)
            there.insert(topic.name);
    std::vector<NewTopic> missing;
    std::copy_if(wanted.topics.begin(), wanted.topics.end(), std::back_inserter(missing),
                 [&](const NewTopic& topic) { return !there.contains(topic.name); });
    for (std::size_t from = 0; from < missing.size(); from += topicsAtOnce) {
        const auto to = std::min(missing.size(), from + topicsAtOnce);
        const auto made = cluster
                              .createTopics({missing.begin() + static_cast<std::ptrdiff_t>(from),
                                             missing.begin() + static_cast<std::ptrdiff_t>(to)})
                              .result();
        if (!made)
            return fail(made.error());
        for (const ItemOutcome& one : *made)
            if (one.error && one.error->native != "TOPIC_ALREADY_EXISTS")
                return fail(*one.error);
        std::cout << "topics made: " << to << " of " << missing.size() << std::endl;
    }
    return Done{};
}

// The ends of all partitions, once each of them has a leader.
Result<std::vector<PartitionOffset>> endsOf(const LargeCluster& wanted, Cluster& cluster) {
    for (int attempt = 0;; ++attempt) {
        auto ends =
            cluster.listOffsets(wanted.partitions, {OffsetQuery::At::Latest, {}}, Isolation::ReadUncommitted)
                .result();
        if (!ends)
            return ends;
        const auto failed = std::find_if(ends->begin(), ends->end(),
                                         [](const PartitionOffset& one) { return one.error.has_value(); });
        if (failed == ends->end())
            return ends;
        if (attempt == 240)
            return fail(*failed->error);
        std::this_thread::sleep_for(500ms);
    }
}

Result<Done> makeRecords(const LargeCluster& wanted, Cluster& cluster, const ConnectionSpec& spec) {
    const auto ends = endsOf(wanted, cluster);
    if (!ends)
        return fail(ends.error());
    auto producer = kafkard::openProducer(spec);
    if (!producer)
        return fail(producer.error());
    std::int64_t written = 0;
    for (const PartitionOffset& one : *ends)
        for (std::int64_t i = one.offset ? one.offset->value : 0; i < recordsOf(one.partition); ++i) {
            const auto sent = (*producer)->send(
                {one.partition.topic, one.partition.partition, {}, "record " + std::to_string(i), {}, {}});
            if (!sent)
                return sent;
            ++written;
        }
    const auto flushed = (*producer)->flush();
    if (flushed && written > 0)
        std::cout << "records written: " << written << std::endl;
    return flushed;
}

Result<Done> taken(QFuture<Result<std::vector<OffsetOutcome>>> answer) {
    const auto outcomes = answer.result();
    if (!outcomes)
        return fail(outcomes.error());
    for (const OffsetOutcome& one : *outcomes)
        if (one.error)
            return fail(*one.error);
    return Done{};
}

Result<Done> makeGroups(const LargeCluster& wanted, Cluster& cluster) {
    const auto list = cluster.listGroups().result();
    if (!list)
        return fail(list.error());
    std::set<std::string> there;
    for (const GroupListing& one : list->groups)
        there.insert(one.id);
    std::deque<QFuture<Result<std::vector<OffsetOutcome>>>> underway;
    std::size_t made = 0;
    for (std::size_t i = 0; i < wanted.groups.size(); ++i) {
        const LargeCluster::Group& group = wanted.groups[i];
        if (there.contains(group.id))
            continue;
        std::vector<OffsetChange> changes;
        for (const TopicPartition& partition : group.partitions)
            changes.push_back({partition, Offset{recordsOf(partition) - lagOf(i, partition)}});
        underway.push_back(cluster.alterGroupOffsets(group.id, std::move(changes)));
        ++made;
        if (underway.size() < groupsAtOnce)
            continue;
        if (const auto done = taken(underway.front()); !done)
            return done;
        underway.pop_front();
    }
    for (auto& answer : underway)
        if (const auto done = taken(answer); !done)
            return done;
    if (made > 0)
        std::cout << "groups made: " << made << std::endl;
    return Done{};
}

} // namespace

LargeCluster largeCluster() {
    LargeCluster large;
    for (int left = allPartitions; left > 0;) {
        const std::size_t number = large.topics.size();
        const int size = std::min(left, topicSizes[number % std::size(topicSizes)]);
        // Ten thousand index files of ten megabytes each would be more than a small machine maps.
        large.topics.push_back(
            {"bench.topic-" + std::to_string(number), size, 1, {{"segment.index.bytes", "4096"}}});
        for (int i = 0; i < size; ++i)
            large.partitions.push_back({large.topics.back().name, PartitionId{i}});
        left -= size;
    }
    for (std::size_t i = 0; i < allGroups; ++i) {
        const NewTopic& topic = large.topics[i % large.topics.size()];
        LargeCluster::Group group{"bench.group-" + std::to_string(i), {}};
        for (int partition = 0; partition < topic.partitions; ++partition)
            group.partitions.push_back({topic.name, PartitionId{partition}});
        large.groups.push_back(std::move(group));
    }
    return large;
}

Result<Done> make(const LargeCluster& wanted, Cluster& cluster, const ConnectionSpec& spec) {
    if (const auto topics = makeTopics(wanted, cluster); !topics)
        return topics;
    if (const auto records = makeRecords(wanted, cluster, spec); !records)
        return records;
    return makeGroups(wanted, cluster);
}

Result<Done> moveCommits(const LargeCluster& large, Cluster& cluster, std::size_t round) {
    for (std::size_t i = 0; i < movedARound; ++i) {
        const std::size_t number = (round * movedARound + i) * 7 % large.groups.size();
        const LargeCluster::Group& group = large.groups[number];
        const TopicPartition& partition = group.partitions[round % group.partitions.size()];
        const std::int64_t lag = lagOf(number, partition) + static_cast<std::int64_t>(round % 2);
        const Offset offset{recordsOf(partition) - lag};
        if (const auto done = taken(cluster.alterGroupOffsets(group.id, {{partition, offset}})); !done)
            return done;
    }
    return Done{};
}

} // namespace streamscape::bench
