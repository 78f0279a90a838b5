// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"
#include "models/lag/series.h"

namespace streamscape::lag {

/// A partition whose commit stands still while records wait.
struct StuckPartition {
    base::TopicPartition partition;
    base::Duration since{}; ///< how long the commit has not moved, at least
    bool assigned = false;  ///< to a member
    bool operator==(const StuckPartition&) const = default;
};

/// What is known of a group over the window a verdict looks at.
struct Evidence {
    std::optional<base::Error> error; ///< why the group could not be read
    bool committed = false;           ///< there is a commit at all
    std::optional<int> members;
    std::optional<std::int64_t> lag;    ///< now
    std::optional<std::int64_t> lagWas; ///< at the window's first look
    int looks = 0;                      ///< in the window, this one included
    base::Duration watched{};           ///< from the window's first look to this one
    base::Duration unreadFor{};         ///< since lag was last seen at zero, or watched
    std::int64_t consumed = 0;          ///< how far commits moved on in the window
    std::int64_t produced = 0;          ///< how far log ends moved on in the window
    std::int64_t rewound = 0;           ///< how far commits went back and did not regain
    base::Duration stillFor{};          ///< since any commit was last seen to move, over the whole history
    bool everMoved = false;             ///< a commit was seen to move; else stillFor is since the first look
    bool lagGrows = false;              ///< see grows()
    std::optional<StuckPartition> stuck;
};

struct Judgement {
    Verdict verdict = Verdict::Unknown;
    std::string why;
    bool operator==(const Judgement&) const = default;
};

/// How far back a verdict looks: several commit intervals (5 s by default).
inline constexpr base::Duration window = std::chrono::seconds{60};
/// Below this, a commit that does not move proves nothing: three commit intervals.
inline constexpr base::Duration patience = std::chrono::seconds{15};
/// A single partition must stand still this long while the group's others go on.
inline constexpr base::Duration stuckAfter = std::chrono::seconds{60};

/// The verdict, from the evidence alone.
Judgement judge(const Evidence& evidence);

/// True where lag rises beyond the saw-tooth that commits every few seconds make: the lowest of the last
/// third lies above the highest of the first third.
bool grows(std::span<const Point> lag);

} // namespace streamscape::lag
