// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"
#include "models/store/sql.h"

namespace streamscape::lag {

/// How long before a moment a sample may lie to speak for it: what the coarsest tier keeps is ten minutes
/// apart.
inline constexpr base::Duration speaksFor = std::chrono::minutes{15};

/// A cluster's lag at a moment, as samples have it: offsets, lag and how many members; judged by what had
/// been seen in the half hour before. Types, states, assignments and hosts are not kept. NotFound where
/// nothing was recorded near the moment. Inside a store's read job.
base::Result<SnapshotPtr> snapshotAt(store::Sql& sql, const std::string& clusterId, base::Time moment);

} // namespace streamscape::lag
