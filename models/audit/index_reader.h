// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/query.h"
#include "models/store/sql.h"

namespace streamscape::audit {

/// Answers a query from the index, in a store's read job.
base::Result<Answer> ask(store::Sql& sql, const Query& query);
/// Of one cluster by its key, or with nullopt of all lines there are. In a read job.
base::Result<Summary> summary(store::Sql& sql, std::optional<std::int64_t> cluster);
/// Who lines are held of: clusters' names, and an empty one where some are of no named cluster.
std::vector<std::string> heldOf(store::Sql& sql);

} // namespace streamscape::audit
