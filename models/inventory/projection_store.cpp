// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/projection_store.h"

#include "models/inventory/projection_tables.h"
#include "models/store/clusters.h"

namespace streamscape::inventory {

namespace {

std::vector<PartitionStand> partitionsOf(store::Sql& sql, std::int64_t projection) {
    std::vector<PartitionStand> stands;
    store::Statement rows = sql.query("SELECT topic, partition, topic_id, first_offset, next_offset "
                                      "FROM stock_partitions WHERE projection = ? ORDER BY topic, partition",
                                      projection);
    while (rows.next())
        stands.push_back({{rows.text(0), {static_cast<std::int32_t>(rows.integer(1))}},
                          rows.text(2),
                          {rows.integer(3)},
                          {rows.integer(4)}});
    return stands;
}

std::optional<base::Time> maybeTime(const store::Statement& rows, int column) {
    return rows.isNull(column) ? std::nullopt : std::optional(rows.time(column));
}

} // namespace

std::optional<ProjectionRow> findProjection(store::Sql& sql, const std::string& clusterId,
                                            const std::string& name) {
    const std::optional<std::int64_t> cluster = store::findCluster(sql, clusterId);
    if (!cluster)
        return std::nullopt;
    ProjectionRow row;
    {
        store::Statement rows = sql.query("SELECT key, revision, records, applied, duplicates, bad, "
                                          "newest_occurred, newest_recorded, committed_at "
                                          "FROM stock_projections WHERE cluster = ? AND name = ?",
                                          *cluster, name);
        if (!rows.next())
            return std::nullopt;
        row = {rows.integer(0),
               rows.integer(1),
               {rows.integer(2), rows.integer(3), rows.integer(4), rows.integer(5)},
               maybeTime(rows, 6),
               maybeTime(rows, 7),
               maybeTime(rows, 8),
               {}};
    }
    row.partitions = partitionsOf(sql, row.key);
    return row;
}

ProjectionRow openProjection(store::Sql& sql, const std::string& clusterId, const std::string& name,
                             base::Time now) {
    const std::int64_t cluster = store::clusterKey(sql, clusterId, {}, now);
    sql.run("INSERT INTO stock_projections (cluster, name) VALUES (?, ?) ON CONFLICT DO NOTHING", cluster,
            name);
    return findProjection(sql, clusterId, name).value_or(ProjectionRow{});
}

void addPartitions(store::Sql& sql, std::int64_t projection, const std::vector<PartitionStand>& partitions) {
    for (const PartitionStand& stand : partitions)
        sql.run("INSERT INTO stock_partitions (projection, topic, partition, topic_id, first_offset, "
                "next_offset) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                projection, stand.partition.topic, stand.partition.partition, stand.topicId, stand.first,
                stand.next);
}

void wipeProjection(store::Sql& sql, std::int64_t projection) {
    sql.run("DELETE FROM stock_movements WHERE level IN (SELECT key FROM stock_levels WHERE projection = ?)",
            projection);
    sql.run(
        "DELETE FROM stock_bad WHERE partition IN (SELECT key FROM stock_partitions WHERE projection = ?)",
        projection);
    for (const char* const table : {"stock_levels", "stock_partitions", "stock_seen", "stock_transfers",
                                    "stock_flow", "stock_products", "stock_warehouses", "stock_notes"})
        sql.run(std::string("DELETE FROM ") + table + " WHERE projection = ?", projection);
    sql.run("UPDATE stock_projections SET revision = revision + 1, records = 0, applied = 0, duplicates = 0, "
            "bad = 0, newest_occurred = NULL, newest_recorded = NULL, seen = 0, forgotten_before = NULL, "
            "committed_at = NULL WHERE key = ?",
            projection);
}

base::Result<Commit> applyBatch(store::Sql& sql, CommitLine& line, const ProjectionSpec& spec,
                                const std::map<std::string, int>& partitionCounts,
                                const kafka::RecordBatch& batch, base::Time now) {
    const std::vector<Entry> entries = decode(line.decoder, spec, batch);
    ProjectionTables tables(sql, line.projection);
    if (tables.revision() != line.revision)
        return base::fail(base::ErrorKind::Conflict,
                          "The stock was not committed as expected, so this batch was left out",
                          "projection " + spec.name, "Reading resumes from what the store has", "revision");
    Past past = tables.past(entries);
    past.partitionCounts = partitionCounts;
    const Changes changes = project(std::move(past), spec, entries, batch.positions);
    if (changes.next.empty())
        return Commit{};
    tables.write(changes, now);
    ++line.revision;
    return Commit{changes.counts, true};
}

} // namespace streamscape::inventory
