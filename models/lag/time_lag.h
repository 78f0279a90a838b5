// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"
#include "models/lag/series.h"

namespace streamscape::lag {

/// How long the first unread record of a partition has been waiting, read off the log end over time: the
/// record at offset c was written when the end passed c. Nothing unread is zero, exactly; older than the
/// first point is a bound.
TimeLag timeLag(std::optional<base::Offset> committed, std::optional<base::Offset> logStart,
                std::optional<base::Offset> logEnd, std::span<const Point> ends, base::Time now);

/// The worst of a group's partitions. Where the time of some lagging partition is not known, or only bounded,
/// the whole is a bound.
TimeLag worstOf(const std::vector<PartitionRow>& partitions);

} // namespace streamscape::lag
