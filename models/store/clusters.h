// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/store/sql.h"

#include <vector>

namespace streamscape::store {

/// A cluster the store remembers something about.
struct KnownCluster {
    std::int64_t key = 0; ///< what other tables call it
    std::string id;       ///< as it calls itself
    std::string name;     ///< as people call it, newest; or the id. Several may have one name
    bool operator==(const KnownCluster&) const = default;
};

/// The key other tables use for this cluster; remembered at its first sight, renamed where the name changed.
/// An empty name keeps what is there, or the id. Only in a write job.
std::int64_t clusterKey(Sql& sql, const std::string& id, const std::string& name, base::Time now);
/// The same for a read job: nullopt where the cluster was never seen.
std::optional<std::int64_t> findCluster(Sql& sql, const std::string& id);
/// The one of this id, or else the newest of this name.
std::optional<KnownCluster> clusterNamed(Sql& sql, const std::string& nameOrId);
/// All, in the order they were first seen.
std::vector<KnownCluster> knownClusters(Sql& sql);

} // namespace streamscape::store
