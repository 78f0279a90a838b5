// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/newlimits/written_log.h"
#include "models/kafkard/connect.h"

#include <condition_variable>
#include <mutex>
#include <set>

namespace streamscape::newlimits {

using base::fail;
using base::Result;
using namespace kafka;

Result<std::vector<Written>> writtenMovements(const ConnectionSpec& spec) {
    std::vector<TailStart> starts;
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
        const auto first =
            (*cluster)
                ->listOffsets(partitions, {OffsetQuery::At::Earliest, {}}, Isolation::ReadCommitted)
                .result();
        if (!first)
            return fail(first.error());
        for (const PartitionOffset& one : *first)
            starts.push_back({one.partition, one.offset.value_or(Offset{0})});
    }
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Written> written;
    std::set<TopicPartition> atEnd;
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
            for (const Position& position : batch->positions)
                if (position.atEnd)
                    atEnd.insert(position.partition);
            if (!batch->failures.empty())
                failure = batch->failures.front().error;
            stream->taken();
            changed.notify_all();
        },
        Qt::DirectConnection);
    {
        std::unique_lock lock(mutex);
        changed.wait_for(lock, spec.timeout, [&] { return failure || atEnd.size() == starts.size(); });
    }
    tail->reset();
    if (failure)
        return fail(*failure);
    if (atEnd.size() != starts.size())
        return fail(base::ErrorKind::Timeout, "inventory.movements could not be read to its end in time",
                    spec.describe());
    return written;
}

} // namespace streamscape::newlimits
