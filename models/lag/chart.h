// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/downsample.h"
#include "models/lag/history.h"

#include <string>
#include <vector>

namespace streamscape::lag {

/// A group's lag over a stretch of time, ready to be drawn.
struct Line {
    std::string group;
    Verdict verdict = Verdict::Unknown;
    std::vector<base::Sample> samples; ///< ascending; nullopt is a gap
};

/// The groups with the highest lag in [from, to] as this session saw it, highest first, each reduced to what
/// so many pixels can show.
std::vector<Line> worstLines(const Snapshot& snapshot, const History& history, base::Time from, base::Time to,
                             std::size_t count, int pixels);

} // namespace streamscape::lag
