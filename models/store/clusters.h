// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/store/sql.h"

namespace streamscape::store {

/// The key other tables use for this cluster; remembered at its first sight, renamed where the name changed.
/// An empty name keeps what is there, or the id. Only in a write job.
std::int64_t clusterKey(Sql& sql, const std::string& id, const std::string& name, base::Time now);
/// The same for a read job: nullopt where the cluster was never seen.
std::optional<std::int64_t> findCluster(Sql& sql, const std::string& id);

} // namespace streamscape::store
