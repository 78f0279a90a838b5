// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/projection.h"
#include "models/store/sql.h"

namespace streamscape::inventory {

/// A partition of the projection as the store knows it.
struct PartitionStand {
    TopicPartition partition;
    std::string topicId; ///< empty: the broker did not tell
    Offset first;        ///< where reading began; above 0, older records were gone by then
    Offset next;         ///< where the next fetch begins
    bool operator==(const PartitionStand&) const = default;
};

/// The projection's row, as of its last commit.
struct ProjectionRow {
    std::int64_t key = 0;
    std::int64_t revision = 0; ///< goes up with every commit
    Counts counts;
    std::optional<base::Time> newestOccurred;
    std::optional<base::Time> newestRecorded;
    std::optional<base::Time> committedAt;
    std::vector<PartitionStand> partitions; ///< by (topic, partition)
    bool operator==(const ProjectionRow&) const = default;
};

// What follows runs inside store jobs, on the store's own threads. Failures stick to the Sql.

/// nullopt where nothing was ever projected.
std::optional<ProjectionRow> findProjection(store::Sql& sql, const std::string& clusterId,
                                            const std::string& name);
/// The same for writing: makes the row where there is none.
ProjectionRow openProjection(store::Sql& sql, const std::string& clusterId, const std::string& name,
                             base::Time now);
/// Partitions to be read from now on; ones known already stay as they are.
void addPartitions(store::Sql& sql, std::int64_t projection, const std::vector<PartitionStand>& partitions);
/// Forgets everything projected, to begin again at the log's start.
void wipeProjection(store::Sql& sql, std::int64_t projection);

/// The line of commits of one writer. Every commit must follow the one before it: where one did not come
/// through (full disk), those behind it are refused instead of leaving a hole.
struct CommitLine {
    std::int64_t projection = 0;
    std::int64_t revision = 0; ///< that the store must stand at when the next batch comes
    Decoder decoder;
};

/// What became of a batch.
struct Commit {
    Counts counts;
    bool wrote = false; ///< false: the store had all of it before
};
/// Projects one batch and writes all it changes; the caller's transaction makes it one step. Conflict where
/// the store does not stand where the line left it.
base::Result<Commit> applyBatch(store::Sql& sql, CommitLine& line, const ProjectionSpec& spec,
                                const std::map<std::string, int>& partitionCounts,
                                const kafka::RecordBatch& batch, base::Time now);

} // namespace streamscape::inventory
