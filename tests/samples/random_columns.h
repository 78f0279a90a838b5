// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samples/column.h"

#include <limits>
#include <random>

namespace streamscape::test {

using Random = std::mt19937_64;

inline std::int64_t below(Random& random, std::int64_t bound) {
    return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(bound));
}

/// Values as they come, and as they should not: counters, levels, noise, extremes, with absent runs.
inline samples::Column randomColumn(Random& random, std::size_t count) {
    constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
    constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();
    samples::Column column(count);
    const std::int64_t kind = below(random, 6);
    const bool hasHoles = below(random, 2) == 0;
    bool present = below(random, 4) != 0;
    std::int64_t value = below(random, 1'000'000'000);
    for (samples::Value& at : column) {
        switch (kind) {
        case 0:
            break; // constant
        case 1:
            value += below(random, 3);
            break; // trickling
        case 2:
            value += 10'000 + below(random, 500);
            break; // busy
        case 3:
            value = below(random, 20) == 0 ? value * 7 : value;
            break; // rare jumps, some beyond the end
        case 4:
            value = static_cast<std::int64_t>(random());
            break; // anything
        default:
            value = random() % 2 == 0 ? least : most;
            break; // the two ends
        }
        if (kind == 3 && (value > most / 8 || value < 0))
            value = 1;
        if (hasHoles && below(random, 10) == 0)
            present = !present;
        if (present)
            at = value;
    }
    return column;
}

} // namespace streamscape::test
