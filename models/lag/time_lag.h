// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/peeks.h"
#include "models/lag/series.h"

namespace streamscape::lag {

/// How long the first unread record of a partition has been waiting.
///
/// - Nothing unread, or nothing but transaction markers: zero, exactly, however old the topic.
/// - The record was peeked at: its own time, exactly, unless our history contradicts it. A time from the
///   future, or one long before or after the record was seen to be written, is not believed; why says so.
/// - Else the log end over time: the record at offset c was written when the end passed c, interpolated
/// between
///   two looks.
/// - Written before the first look, or while nobody looked: a bound.
///
/// Never negative. ends and peek may be null.
TimeLag timeLag(const PartitionRow& row, const Series* ends, const Peek* peek, base::Time now);

/// When a record was written, as far as looks at the log end tell: after one look and not after another.
struct Written {
    std::optional<base::Time> after;
    std::optional<base::Time> by;
};
Written written(base::Offset offset, const Series& ends);

/// The worst of a group's partitions. Where the time of some lagging partition is not known, or only bounded,
/// the whole is a bound.
TimeLag worstOf(const std::vector<PartitionRow>& partitions);

} // namespace streamscape::lag
