// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/marks.h"
#include "models/store/sql.h"

namespace streamscape::lag {

// What follows runs inside store jobs, on the store's own threads. Failures stick to the Sql. A cluster is
// its key: store::clusterKey(), store::findCluster().

/// Marks older than this go.
inline constexpr base::Duration marksKept = std::chrono::hours{24 * 90};

/// Also drops some that are too old.
void insertMarks(store::Sql& sql, std::int64_t cluster, const std::vector<Mark>& marks, base::Time now);
/// Of [from, to], of some groups or of all where none is named, ascending in time; the newest where there are
/// more.
std::vector<Mark> marksBetween(store::Sql& sql, std::int64_t cluster, base::Time from, base::Time to,
                               const std::vector<std::string>& groups, int most = 500);

} // namespace streamscape::lag
