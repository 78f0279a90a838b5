// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string> // first: moc of Qt 6.4 stumbles over <compare> otherwise

#include <compare>
#include <cstdint>
#include <functional>

namespace streamscape::base {

/// An integer that cannot be mistaken for another integer. Tag names what it counts.
template<class Tag, class Int>
struct Strong {
    Int value{};

    constexpr auto operator<=>(const Strong&) const = default;
};

using Offset = Strong<struct OffsetTag, std::int64_t>;         ///< a position in a partition's log
using PartitionId = Strong<struct PartitionTag, std::int32_t>; ///< a partition's number in its topic
using BrokerId = Strong<struct BrokerTag, std::int32_t>;       ///< a node's number in the cluster
using Lag = Strong<struct LagTag, std::int64_t>; ///< records between a commit and the log end, never negative

/// A partition of a topic; the name is UTF-8 and taken as it is, never trimmed or folded.
struct TopicPartition {
    std::string topic;
    PartitionId partition;

    auto operator<=>(const TopicPartition&) const = default;
};

} // namespace streamscape::base

template<class Tag, class Int>
struct std::hash<streamscape::base::Strong<Tag, Int>> {
    std::size_t operator()(const streamscape::base::Strong<Tag, Int>& id) const noexcept {
        return std::hash<Int>{}(id.value);
    }
};

template<>
struct std::hash<streamscape::base::TopicPartition> {
    std::size_t operator()(const streamscape::base::TopicPartition& tp) const noexcept {
        return std::hash<std::string>{}(tp.topic) * 31U + std::hash<std::int32_t>{}(tp.partition.value);
    }
};
