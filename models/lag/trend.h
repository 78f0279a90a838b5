// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/cadence.h"

#include <functional>

namespace streamscape::lag {

enum class Course {
    Unknown, ///< not watched for long enough
    Steady,  ///< no slope that stands out of the noise
    Growing,
    Shrinking,
};

/// Where lag goes: a robust slope over the shortest time in which one stands out.
struct Trend {
    Course course = Course::Unknown;
    base::Duration over{}; ///< the time looked at
    double change = 0;     ///< records over that time, along the slope
    bool operator==(const Trend&) const = default;
};

/// The slope of evenly spaced values: the median of the slopes between all pairs (Theil, Sen). It stands out
/// where four fifths of the pairs agree in direction, the change is beyond three times the scatter around the
/// line (the median absolute deviation, scaled to a standard one), and it goes on: the last value is about
/// the furthest. NaN is not known and left out.
Trend trendOf(std::span<const double> values, base::Duration apart);

/// One partition as a reader goes through it.
struct Track {
    const Series* commits = nullptr;
    const Series* ends = nullptr;
};

/// The trend of the sum of lags. Commits come in steps and lag is a saw-tooth between them: so what counts of
/// a stretch of time, a few waits long, is the lag that the commits in it left. Tries two minutes first and
/// then longer and longer times, so that a quick rise shows soon and a slow leak shows at all. A change of
/// less than worth, in records, is none; nor is a growth that counts denies.
Trend trendOf(std::span<const Track> tracks, const Cadence& cadence, double worth, base::Time now,
              const std::function<bool(const Trend&)>& counts);

/// How often lag was as high as it is now before, and for no shorter, and came down again: of a feed in
/// batches every peak looks like the beginning of the end.
int peaksLikeThis(const Series& lag, base::Time now);
/// Since when, of a lag that comes and goes, less and less goes: the earliest of its last three lows where
/// they rise, together by worth and more.
std::optional<base::Time> lowsRiseSince(const Series& lag, double worth);

/// How long the first record that commits in (from, to] left unread had waited then, the least of them;
/// nothing where that was not seen.
std::optional<base::Duration> leastWait(const Track& track, base::Time from, base::Time to);
/// The lag that commits left since a moment.
std::vector<Point> lagOf(const Track& track, base::Time from);

} // namespace streamscape::lag
