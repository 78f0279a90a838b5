// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/history.h"
#include "models/lag/verdict.h"

#include <span>

/// LinkedIn Burrow's rules, exactly, for who is used to them: the second mode of judging groups. Its source:
/// core/internal/evaluator/caching.go and core/internal/storage/inmemory.go.
namespace streamscape::lag::burrow {

/// With Burrow's own numbers.
enum class Status { NotFound = 0, Ok = 1, Warn = 2, Err = 3, Stop = 4, Stall = 5, Rewind = 6 };
const char* name(Status status); ///< "NOTFOUND", "OK", …

struct Settings {
    int intervals = 10;                                   ///< commits and log ends kept of a partition
    base::Duration minDistance = std::chrono::seconds{1}; ///< nearer commits replace the one before
    std::int64_t allowedLag = 0;
    double minimumComplete = 0; ///< below this share of intervals a partition is OK
};
/// How often Burrow asks brokers for log ends (offset-refresh).
inline constexpr base::Duration endsEvery = std::chrono::seconds{10};

struct Commit {
    std::int64_t offset = 0;
    base::Time at{};
    std::optional<std::int64_t> lag; ///< stamped on arrival; nullopt for one that came out of order
    bool operator==(const Commit&) const = default;
};

/// What Burrow keeps of one partition of a group.
struct Partition {
    std::vector<Commit> commits;    ///< oldest first, at most Settings::intervals
    std::vector<std::int64_t> ends; ///< the same, of the broker's log end
};

void addEnd(Partition& partition, std::int64_t end, const Settings& settings);
/// A commit that came later than all known. One before the first log end is dropped, as Burrow does.
void addCommit(Partition& partition, std::int64_t offset, base::Time at, const Settings& settings);

std::int64_t currentLag(const Partition& partition);
double completeness(const Partition& partition, const Settings& settings); ///< 0 to 1
Status statusOf(const Partition& partition, const Settings& settings, base::Time now);

struct GroupStatus {
    Status status = Status::NotFound; ///< the worst of the partitions', Err at most
    double complete = 0;              ///< share of partitions that are complete
    std::int64_t totalLag = 0;
    std::optional<std::size_t>
        worst; ///< index of the first partition with the worst status, where one is not OK
    bool operator==(const GroupStatus&) const = default;
};
/// Without partitions: NotFound.
GroupStatus statusOf(std::span<const Partition> partitions, const Settings& settings, base::Time now);

/// What Burrow would have kept of a partition, as far as our looks tell. A commit is a value that was new at
/// a look. So this is not exact:
/// - its time is the look's, up to one interval late, and of several commits between two looks the last
/// counts;
/// - a commit of the same offset again is not seen: Burrow calls a reader that goes on committing where it
/// stands
///   STALL, here it is STOP. For the group both are ERR;
/// - the commit that the first look found has no time and is left out, as Burrow begins with those that come;
/// - log ends are taken off our own series every ten seconds back from now.
Partition windowOf(const Series& commits, const Series& ends, const Settings& settings, base::Time now);

/// The group's verdict by these rules: WARN is falling_behind, STOP stopped, STALL stalled, REWIND rewound,
/// OK keeping_up, or idle where nothing is unread; NOTFOUND is empty or unknown. why has Burrow's words.
Judgement judge(const Group& group, const History& history, const Settings& settings, base::Time now);

} // namespace streamscape::lag::burrow
