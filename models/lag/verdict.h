// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/evidence.h"

namespace streamscape::lag {

struct Judgement {
    Verdict verdict = Verdict::Unknown;
    std::string why;
    bool operator==(const Judgement&) const = default;
};

/// Three of Kafka's default commit intervals: what was watched for less may be of a moment, and what a group
/// without members has not read for less may be on its way.
inline constexpr base::Duration patience = std::chrono::seconds{15};
/// A group without members is stopped after this long: a restart takes less.
inline constexpr base::Duration restartTakes = std::chrono::seconds{60};
/// Who set a stopped group's offsets back meant to; after this long it is the stopping that counts again.
inline constexpr base::Duration rewindCounts = std::chrono::minutes{10};

/// The verdict, from the evidence alone. The rules, the first that holds:
///
/// 1. unknown: the group, or every log end, could not be read, or it was seen only once; empty: no commit.
/// 2. rewound: commits were set back and have not regained their places, by more than they regain at once.
/// 3. idle, keeping_up: nothing is unread, but for what an open transaction holds back (stalled).
/// 4. stopped: unread records and no members for longer than a restart takes. Readers that are known to
/// commit
///    without being members have their own patience.
/// 5. keeping_up: the oldest unread record has waited no longer than the group's patience.
/// 6. stalled: unread records have waited, and their commits stood still, for longer than that; all, or some.
/// 7. falling_behind: lag grows by a slope that stands out of the noise, and not as it has before and was
/// read.
/// 8. keeping_up: catching up, or behind by about as much as before; unknown where that cannot be told yet.
Judgement judge(const Evidence& evidence);

} // namespace streamscape::lag
