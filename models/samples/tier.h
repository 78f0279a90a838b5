// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <array>
#include <cstdint>
#include <optional>

namespace streamscape::samples {

/// How several values of a series become one in a coarser tier. The numbers are stored.
enum class Rollup : std::uint8_t {
    Last = 0, ///< the newest that was known: offsets, counters
    Max = 1,  ///< the greatest: lag, ages; a peak is never lost
};

/// How finely the past is kept. The numbers are stored.
enum class Tier : std::uint8_t {
    Frames = 0,     ///< as recorded, moment by moment, not yet put in order by series
    Raw = 1,        ///< the same moments by series
    Minute = 2,     ///< one value a minute
    TenMinutes = 3, ///< one value in ten minutes
};
inline constexpr std::array allTiers{Tier::Frames, Tier::Raw, Tier::Minute, Tier::TenMinutes};

/// One value in this time; of the first two tiers, as often as the recorder looked (this is the usual).
constexpr base::Duration stepOf(Tier tier) {
    using namespace std::chrono_literals;
    constexpr std::array<base::Duration, 4> steps{10s, 10s, 1min, 10min};
    return steps[static_cast<std::size_t>(tier)];
}
/// The time that one stretch of a tier covers; stretches begin at multiples of it since 1970 UTC. Each span
/// is a multiple of the one before, so that the stretches of a tier nest in those of the next.
constexpr base::Duration spanOf(Tier tier) {
    using namespace std::chrono_literals;
    constexpr std::array<base::Duration, 4> spans{30min, 30min, 3h, 24h};
    return spans[static_cast<std::size_t>(tier)];
}
constexpr std::optional<Tier> coarser(Tier tier) {
    return tier == Tier::TenMinutes ? std::nullopt
                                    : std::optional(static_cast<Tier>(static_cast<std::uint8_t>(tier) + 1));
}

/// The beginning of the piece of this length that a moment falls into; pieces are counted from 1970 UTC.
constexpr base::Time pieceOf(base::Time time, base::Duration length) {
    const base::Duration since = time.time_since_epoch();
    base::Duration into = since % length;
    if (into < base::Duration::zero())
        into += length;
    return time - into;
}

/// How long each tier is kept.
struct Retention {
    base::Duration raw = std::chrono::hours{24};
    base::Duration minute = std::chrono::hours{24 * 7};
    base::Duration tenMinutes = std::chrono::hours{24 * 90};

    constexpr base::Duration of(Tier tier) const {
        return tier == Tier::TenMinutes ? tenMinutes : tier == Tier::Minute ? minute : raw;
    }
    bool operator==(const Retention&) const = default;
};

} // namespace streamscape::samples
