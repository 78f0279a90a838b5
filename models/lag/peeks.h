// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/record_values.h"
#include "models/lag/lag.h"

#include <unordered_map>

namespace streamscape::lag {

/// What was found at a place in a log: the first record that can be read at or after it.
struct Peek {
    base::Offset asked;
    std::optional<base::Offset> found; ///< nullopt: none, or error
    std::optional<base::Time> timestamp;
    bool logAppendTime = false; ///< stamped by the broker, not by the producer
    base::Offset logEnd;        ///< at the time: where none was found, nothing is to be read below it
    std::optional<base::Error> error;
    base::Time at{}; ///< when it was asked

    bool operator==(const Peek&) const = default;
    /// True where this is also what would be found at another place.
    bool tells(base::Offset place) const;
};

/// What was peeked at, so that no record is fetched twice.
class Peeks final {
public:
    /// logEnd: the partition's log end as it was known when the question was sent.
    void take(const kafka::PeekedRecord& record, base::Offset logEnd, base::Time now);
    /// Null where nothing is known of that place.
    const Peek* find(const base::TopicPartition& partition, base::Offset place) const;
    /// Drops what no group's commit stands at any more.
    void forget(const Snapshot& snapshot);
    void clear() { m_peeks.clear(); }
    std::size_t size() const;

private:
    std::unordered_map<base::TopicPartition, std::vector<Peek>> m_peeks;
};

/// Where the next record that the group has not read is, or would be: its commit, or the log start where that
/// lies above. Nothing where there is no commit, or nothing unread, or the log end is not known.
std::optional<base::Offset> firstUnread(const PartitionRow& row);

/// Marks a row behind whose commit are only transaction markers or what compaction left empty.
void noteMarkers(PartitionRow& row, const Peek& peek);

/// The places worth a fetch, at most so many: the unread records of the group in front of somebody first, the
/// most lag first; then of the others those whose time lag is known least, or is longest. Known places and
/// places just refused are left out, so are lags of a few seconds, which the history tells well enough. The
/// snapshot is an assessed one.
std::vector<kafka::RecordPlace> worthPeeking(const Snapshot& snapshot, const Peeks& peeks,
                                             const std::string& group, std::size_t limit);

} // namespace streamscape::lag
