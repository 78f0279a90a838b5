// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/alert_board.h"
#include "models/store/sql.h"

namespace streamscape::lag {

// What follows runs inside store jobs, on the store's own threads. Failures stick to the Sql. A cluster is
// its key: store::clusterKey(), store::findCluster().

/// Alerts older than this go.
inline constexpr base::Duration alertsKept = std::chrono::hours{24 * 90};

/// A new row, and its id.
std::int64_t insertAlert(store::Sql& sql, std::int64_t cluster, const Alert& alert);
/// The row of its id as it is now.
void updateAlert(store::Sql& sql, const Alert& alert);

/// For a board to begin with: those that are open, or were cleared less than AlertBoard::sameFor ago.
std::vector<Alert> currentAlerts(store::Sql& sql, std::int64_t cluster, base::Time now);
/// Those that were open at some time in [from, to), the newest first.
std::vector<Alert> alertsBetween(store::Sql& sql, std::int64_t cluster, base::Time from, base::Time to,
                                 int most = 1000);
/// Deletes some that were cleared long ago.
void pruneAlerts(store::Sql& sql, base::Time now);

} // namespace streamscape::lag
