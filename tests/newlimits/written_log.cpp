// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/newlimits/written_log.h"
#include "models/kafkard/connect.h"

#include <condition_variable>
#include <map>
#include <mutex>

namespace streamscape::newlimits {

using base::fail;
using base::Result;
using namespace kafka;

Result<std::vector<Written>> writtenMovements(const ConnectionSpec& spec) {
    std::vector<TailStart> starts;
    std::map<TopicPartition, Offset> unread; // where each partition not yet read to its end ended when asked
    {
        auto cluster = kafkard::connect(spec);
        if (!cluster)
            return fail(cluster.error());
        const auto topics = (*cluster)->describeTopics({"inventory.movements"}).result();
        if (!topics)
            return fail(topics.error());
        if (topics->front().error)
            return fail(*topics->front().error);
        std::vector<TopicPartition> partitions;
        for (const Partition& partition : topics->front().partitions)
            partitions.push_back({"inventory.movements", partition.id});
        const auto ask = [&](OffsetQuery::At at) {
            return (*cluster)->listOffsets(partitions, {at, {}}, Isolation::ReadCommitted).result();
        };
        const auto first = ask(OffsetQuery::At::Earliest);
        if (!first)
            return fail(first.error());
        const auto last = ask(OffsetQuery::At::Latest);
        if (!last)
            return fail(last.error());
        for (const PartitionOffset& one : *first)
            starts.push_back({one.partition, one.offset.value_or(Offset{0})});
        for (const PartitionOffset& one : *last) {
            if (one.error)
                return fail(*one.error);
            unread[one.partition] = one.offset.value_or(Offset{0});
        }
    }
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Written> written;
    std::optional<base::Error> failure;
    auto tail = kafkard::openTail(spec, starts, TailOptions{});
    if (!tail)
        return fail(tail.error());
    Tail* stream = tail->get();
    QObject::connect(
        stream, &Tail::batch, stream,
        [&, stream](const BatchPtr& batch) {
            const std::scoped_lock lock(mutex);
            for (const Record& record : batch->records)
                written.push_back(
                    Written{std::string(record.key.value_or("")), std::string(record.value.value_or(""))});
            // Not by atEnd: where one partition is written all the time it may never be told.
            for (const Position& position : batch->positions)
                if (const auto it = unread.find(position.partition);
                    it != unread.end() && position.next >= it->second)
                    unread.erase(it);
            if (!batch->failures.empty())
                failure = batch->failures.front().error;
            stream->taken();
            changed.notify_all();
        },
        Qt::DirectConnection);
    {
        std::unique_lock lock(mutex);
        changed.wait_for(lock, spec.timeout, [&] { return failure || unread.empty(); });
    }
    tail->reset();
    if (failure)
        return fail(*failure);
    if (!unread.empty())
        return fail(base::ErrorKind::Timeout, "inventory.movements could not be read to its end in time",
                    spec.describe());
    return written;
}

} // namespace streamscape::newlimits
