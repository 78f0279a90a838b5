// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster_values.h"

#include <QObject>

#include <functional>
#include <memory>
#include <string_view>

namespace streamscape::kafka {

/// One record as it was read. Views point into the batch that owns the bytes.
struct Record {
    std::int32_t topicIndex = 0; ///< into RecordBatch::topics
    PartitionId partition;
    Offset offset;
    base::Time timestamp{};
    bool logAppendTime = false;
    std::optional<std::string_view> key;   ///< nullopt: null key
    std::optional<std::string_view> value; ///< nullopt: null value (a tombstone in compacted topics)
};

/// The position a partition has been read to: the next offset to fetch, behind control markers and aborted
/// records.
struct Position {
    TopicPartition partition;
    Offset next;
    bool atEnd =
        false; ///< the tail reached the end of what may be read (last stable offset when read_committed)
    bool operator==(const Position&) const = default;
};

struct PartitionFailure {
    TopicPartition partition;
    base::Error error; ///< NotFound: start offset out of range (expired), or the topic is gone
    bool operator==(const PartitionFailure&) const = default;
};

/// Records in the order they were fetched, and where every partition that moved stands after them. Immutable.
class RecordBatch {
public:
    virtual ~RecordBatch() = default;
    std::vector<std::string> topics;
    std::vector<Record> records;
    std::vector<Position> positions;
    std::vector<PartitionFailure> failures;
};
using BatchPtr = std::shared_ptr<const RecordBatch>;

struct TailStart {
    TopicPartition partition;
    Offset from; ///< the first offset wanted
};

/// A stream of records from explicit offsets: assigned, never subscribed, nothing committed, no group joined.
/// It begins when batch() is first connected, runs on a thread of its own, and stops polling while maxWaiting
/// batches have not been taken.
/// Destroyed, it says nothing more; its thread ends by itself.
class Tail : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// The receiver has finished with a batch; from any thread. Without it the tail pauses after maxWaiting
    /// batches.
    virtual void taken() = 0;

    static constexpr int maxWaiting = 4;

Q_SIGNALS:
    /// Emitted from the tail's thread: connect with a context object to be called on yours.
    void batch(const streamscape::kafka::BatchPtr& batch);
    /// The stream as a whole is broken for now (it recovers by itself) or good again (nullopt).
    void failed(const std::optional<streamscape::base::Error>& error);
};

/// How a tail reads.
struct TailOptions {
    Isolation isolation = Isolation::ReadCommitted;
    int batchRecords = 10'000;    ///< at most this many records a batch
    base::Duration batchWait{50}; ///< a batch is sent at the latest this long after its first record
};

/// How a feature opens a stream without knowing the client library.
using TailFactory =
    std::function<base::Result<std::unique_ptr<Tail>>(std::vector<TailStart> starts, TailOptions options)>;

} // namespace streamscape::kafka
