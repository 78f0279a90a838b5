// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/history.h"

namespace streamscape::lag {

/// A last stable offset that stands still this long while the log goes on is likely held by a hanging
/// transaction.
inline constexpr base::Duration likelyHanging = std::chrono::minutes{5};
/// The longest a transaction may be open by default (transaction.max.timeout.ms): then the broker aborts it.
inline constexpr base::Duration surelyHanging = std::chrono::minutes{15};

/// Marks a row whose log an open transaction holds back for too long. Rows with a condition of their own keep
/// it.
void noteHanging(PartitionRow& row, const LogHistory* log, base::Time now);

} // namespace streamscape::lag
