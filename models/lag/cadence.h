// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/history.h"

#include <span>

namespace streamscape::lag {

/// How soon a group's commits follow what is written, as its newest ones showed. Not the time between
/// commits: on a quiet topic that is long however quick the reader.
struct Cadence {
    base::Duration usual{}; ///< from a record's being there to a commit that moved past: the median
    base::Duration slow{};  ///< the ninth decile
    int seen = 0;           ///< commits it is known from
    bool operator==(const Cadence&) const = default;

    bool isKnown() const { return seen >= 2; }
    /// A commit that stands still for less than this proves nothing: three usual waits, or one and a half
    /// slow ones, and never below leastPatience.
    base::Duration patience() const;
};

/// The least that rules wait: rebalances, restarts and pauses of a garbage collector take as long.
inline constexpr base::Duration leastPatience = std::chrono::seconds{30};
/// A reader that has never been seen to commit may be one that commits every five minutes.
inline constexpr base::Duration unknownPatience = std::chrono::minutes{6};

/// The waits that one partition's newest commits ended, at most twelve.
std::vector<base::Duration> waitsOf(const Series& commits, const Series& ends);
Cadence cadenceOf(std::vector<base::Duration> waits);
/// Of all the group's partitions together: one consumer commits all it has at once.
Cadence cadenceOf(const std::string& group, const History& history);

/// How far a commit went a second since a moment, between two moves where there are enough of them: so a rate
/// does not rise and fall with the moment it is asked at. Negative where the commit was set back.
std::optional<double> commitRate(const Series& commits, base::Time from, base::Time now);

} // namespace streamscape::lag
