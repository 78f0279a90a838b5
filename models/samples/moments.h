// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samples/column.h"
#include "models/samples/tier.h"

namespace streamscape::samples {

/// A moment of one of several sources, and the place of its values among those of all.
struct Moment {
    base::Time time{};
    std::size_t source = 0;
    std::size_t index = 0; ///< in its source
    std::size_t slot = 0;
};

/// Moments of several sources as one line of time.
struct TimeLine {
    std::vector<Moment> moments;   ///< ascending
    std::vector<base::Time> slots; ///< ascending; a slot's time is that of the last moment in it
};

/// Moments at the same time share a slot, or with a step all that fall into the same piece of that length.
TimeLine lineUp(std::vector<Moment> moments, std::optional<base::Duration> step = std::nullopt);

/// The values of one series in the slots of a line. columns: what each source has of it, or nothing. Empty
/// where there is no value at all; a slot is absent where all its moments are.
Column rollUp(const TimeLine& line, std::span<const Column* const> columns, Rollup rollup);

} // namespace streamscape::samples
