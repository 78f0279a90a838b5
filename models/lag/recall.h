// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/history.h"
#include "models/samples/reader.h"

namespace streamscape::lag {

/// How far back verdicts, rates and small pictures look: what a console reads of the store when it starts.
inline constexpr base::Duration recalled = std::chrono::minutes{30};

/// What a store's samples know of a cluster in [from, to], as if it had been looked at then. Inside a store's
/// read job; failures stick to the Sql.
History recallHistory(store::Sql& sql, const std::string& clusterId, base::Time from, base::Time to);

} // namespace streamscape::lag
