// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/group_values.h"
#include "models/offsets/csv.h"

#include <set>

namespace streamscape::offsets {

/// A commit as it was or shall be; a commit taken over from elsewhere keeps its metadata and epoch.
struct Position {
    base::Offset offset;
    std::string metadata{};
    std::optional<std::int32_t> leaderEpoch{};
    bool operator==(const Position&) const = default;
};
/// A partition's position; nullopt: no commit.
struct Placed {
    base::TopicPartition partition;
    std::optional<Position> position;
    bool operator==(const Placed&) const = default;
};

/// Where a group's offsets shall go. The first eight are those of Kafka's own tool.
enum class Target {
    Earliest,
    Latest, ///< the high watermark, open transaction or not
    Offset,
    Datetime,
    Duration, ///< so long before now
    Shift,
    Current, ///< where it is; the log's end where there is no commit
    File,
    CopyFrom,      ///< another group's commits
    DeleteOffsets, ///< no commit
    DeleteGroup,
    Restore, ///< as a journal entry says it was
};
/// "to_earliest", "shift_by", "copy_from", …
const char* name(Target target);

struct Spec {
    Target target = Target::Latest;
    std::int64_t number = 0;      ///< Offset: the offset; Shift: by how many
    base::Time time{};            ///< Datetime
    base::Duration duration{};    ///< Duration
    std::vector<CsvRow> rows{};   ///< File: all of it; rows of other groups are left alone
    std::string from{};           ///< CopyFrom: the other group
    std::vector<Placed> placed{}; ///< Restore: how it shall be
    std::vector<Placed> left{};   ///< Restore: how the plan that is taken back left it
    std::string undoes{};         ///< Restore: the plan it takes back
    std::string cluster{};        ///< Restore: the cluster it was applied to
    bool operator==(const Spec&) const = default;
};

/// A topic of the scope, whole or some of its partitions.
struct TopicScope {
    std::string topic;
    std::vector<base::PartitionId> partitions{}; ///< empty: all there are
    bool operator==(const TopicScope&) const = default;
};
/// Which partitions a change is about. File and Restore bring their own.
struct Scope {
    bool allTopics = false; ///< every partition the group has a commit for (CopyFrom: the other group)
    std::vector<TopicScope> topics{};
    std::set<base::TopicPartition> without{}; ///< left out of either
    bool operator==(const Scope&) const = default;
};

/// "orders" or "orders:0,3": as Kafka's tool takes them. Invalid with the reason.
base::Result<TopicScope> parseTopicScope(std::string_view text);

} // namespace streamscape::offsets
