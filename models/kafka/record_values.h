// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster_values.h"

namespace streamscape::kafka {

/// A place in a partition's log, with or without a record.
struct RecordPlace {
    TopicPartition partition;
    Offset offset;
    auto operator<=>(const RecordPlace&) const = default;
};

/// The first record that can be read at or after a place. Transaction markers and the gaps that compaction
/// leaves are skipped, aborted records where only committed ones are asked for.
struct PeekedRecord {
    TopicPartition partition;
    Offset asked;
    std::optional<Offset> offset; ///< never below asked; nullopt: nothing there yet, or error
    std::optional<base::Time> timestamp;
    bool logAppendTime = false;       ///< the broker's clock, not the producer's
    std::optional<std::string> key;   ///< the first PeekOptions::bytes of it; nullopt: null
    std::optional<std::string> value; ///< the same; null is a tombstone in a compacted topic
    std::int64_t keySize = -1;        ///< of the whole key in bytes; -1: null
    std::int64_t valueSize = -1;
    /// Denied: READ on the topic is missing. NotFound: the offset is out of the log (what says where the log
    /// starts), or the topic is gone. Timeout: it did not come in time.
    std::optional<base::Error> error;
    bool operator==(const PeekedRecord&) const = default;
};

struct PeekOptions {
    std::size_t bytes = 256; ///< kept of each key and value
    Isolation isolation = Isolation::ReadUncommitted;
};

} // namespace streamscape::kafka
