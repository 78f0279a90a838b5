// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/clusters.h"

namespace streamscape::store {

std::int64_t clusterKey(Sql& sql, const std::string& id, const std::string& name, base::Time now) {
    sql.run("INSERT INTO clusters (id, name, first_seen) VALUES (?1, iif(?2 = '', ?1, ?2), ?3)"
            " ON CONFLICT (id) DO UPDATE SET name = ?2 WHERE ?2 <> '' AND name <> ?2",
            id, name, now);
    return findCluster(sql, id).value_or(0);
}

std::optional<std::int64_t> findCluster(Sql& sql, const std::string& id) {
    Statement row = sql.query("SELECT key FROM clusters WHERE id = ?", id);
    return row.next() ? row.maybeInteger(0) : std::nullopt;
}

namespace {

KnownCluster clusterIn(const Statement& row) { return {row.integer(0), row.text(1), row.text(2)}; }

} // namespace

std::optional<KnownCluster> clusterNamed(Sql& sql, const std::string& nameOrId) {
    Statement row = sql.query("SELECT key, id, name FROM clusters WHERE id = ?1 OR name = ?1 "
                              "ORDER BY id = ?1 DESC, key DESC LIMIT 1",
                              nameOrId);
    return row.next() ? std::optional(clusterIn(row)) : std::nullopt;
}

std::vector<KnownCluster> knownClusters(Sql& sql) {
    std::vector<KnownCluster> clusters;
    Statement rows = sql.query("SELECT key, id, name FROM clusters ORDER BY key");
    while (rows.next())
        clusters.push_back(clusterIn(rows));
    return clusters;
}

} // namespace streamscape::store
