// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samples/frame.h"
#include "models/samples/tier.h"
#include "models/store/sql.h"

#include <functional>

namespace streamscape::samples {

/// A question for lines. step: how far apart two moments may be at the finest that is wanted, as a chart's
/// width says; the coarsest tier that satisfies it is read.
struct LineQuery {
    std::int64_t cluster = 0; ///< store::findCluster()
    std::vector<SeriesId> series;
    base::Time from{}; ///< both included
    base::Time to{};
    base::Duration step{};
};

/// Values over time of several series, which share their moments. Between two moments that are further apart
/// than they were meant to be (nothing was recorded) there is one more, at which all are absent, so that no
/// line leads over it.
struct Lines {
    std::vector<base::Time> times; ///< ascending
    std::vector<Column> values;    ///< in the order asked; each as long as times
    int damaged = 0;               ///< pieces of the store that could not be read: gaps of the disk's
};

/// What was known at one moment.
struct MomentValues {
    base::Time time{};               ///< of the sample, at or before what was asked
    std::vector<SeriesValue> values; ///< ascending by series; what is not here was absent
};

// What follows runs inside a store's read job; failures stick to the Sql. Moments that a tier does not have
// (any more, or yet) are answered from the coarser or finer one that has them, frames just written included;
// finer ones come as they are. Nothing is interpolated.

Lines readLines(store::Sql& sql, const LineQuery& query);

/// The last sample at or before a moment, but not longer before it than this; nullopt where there is none.
std::optional<MomentValues> readMoment(store::Sql& sql, std::int64_t cluster, base::Time time,
                                       base::Duration tolerance);

/// Since when anything is there; nullopt: nothing is.
std::optional<base::Time> firstMoment(store::Sql& sql, std::int64_t cluster);

/// A value of a series at a moment.
struct Point {
    base::Time time{};
    Value value;
    bool operator==(const Point&) const = default;
};
/// What was replayed.
struct Replayed {
    int moments = 0;
    std::optional<base::Time> first;
    std::optional<base::Time> last;
};
/// All there is of [from, to] in the finest detail that is kept, to fill a memory of one's own: hands over
/// each series' points, ascending, and how far apart they were meant to be; a series comes again with later
/// points for every stretch that has some.
Replayed replay(store::Sql& sql, std::int64_t cluster, base::Time from, base::Time to,
                const std::function<void(SeriesId, std::span<const Point>, base::Duration)>& take);

} // namespace streamscape::samples
