// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/query.h"
#include "models/store/sql.h"

namespace streamscape::audit {

/// Answers a query from the index, in a store's read job.
base::Result<Answer> ask(store::Sql& sql, const Query& query);
base::Result<Summary> summary(store::Sql& sql);
} // namespace streamscape::audit
