// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/history.h"
#include "models/lag/peeks.h"
#include "models/lag/retention.h"

namespace streamscape::lag {

/// When a partition's first unread record falls to retention.
///
/// The broker drops whole segments: a record goes when the youngest of its segment is too old, and when the
/// log is looked through, every five minutes by default. So by time it is "not before": the record's own
/// stamp, right or wrong, as that is what the broker counts by, or else when it was seen to be written. By
/// size there is only the pace at which the log start was seen to move, and the largest stride of it. The row
/// has its time lag; what is not known is null.
Expiry expiryOf(const PartitionRow& row, const LogHistory* log, const Peek* peek, const Retention* retention,
                base::Time now);

/// The soonest of a group's partitions; unknown only where none tells.
Expiry soonestOf(const std::vector<PartitionRow>& partitions);

} // namespace streamscape::lag
