// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samples/series.h"

namespace streamscape::test {

/// Frames whose values follow from their numbers, for processes that cannot talk to each other: of the first
/// the moment, and of each series its value in any.
inline constexpr base::Time firstKnown{std::chrono::hours{12} * 41'000};
inline constexpr int knownSeries = 600;

constexpr base::Time knownTime(std::int64_t frame) { return firstKnown + std::chrono::seconds{10} * frame; }
constexpr std::int64_t knownFrame(base::Time time) { return (time - firstKnown) / std::chrono::seconds{10}; }

inline samples::SeriesName knownName(int series) { return {"test", "known", {"", "", ""}, series}; }
constexpr samples::Rollup knownRollup(int series) {
    return series % 2 == 0 ? samples::Rollup::Last : samples::Rollup::Max;
}

/// Idle ones, counters, and levels that go up and down; some are absent now and then.
constexpr samples::Value knownValue(int series, std::int64_t frame) {
    if (series % 7 == 3 && frame % 50 < 20)
        return std::nullopt;
    switch (series % 3) {
    case 0:
        return series;
    case 1:
        return frame * series;
    default:
        return frame * 7919 % 1000;
    }
}

} // namespace streamscape::test
