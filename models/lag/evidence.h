// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/trend.h"

namespace streamscape::lag {

/// A partition with unread records whose commit stands still for longer than its group is wont to.
struct StuckPartition {
    base::TopicPartition partition;
    base::Duration stood{}; ///< how long the commit has not moved, at least
    bool assigned = false;  ///< to a member
    std::string note;       ///< what is special about it, as its row says
    bool operator==(const StuckPartition&) const = default;
};

/// Commits that were set back and have not regained their old places, summed over partitions.
struct Rewound {
    base::Time at{};       ///< the newest
    std::int64_t by = 0;   ///< records to be read again
    std::int64_t left = 0; ///< of them still
    int partitions = 0;
    bool operator==(const Rewound&) const = default;
};

/// What is known of a group now and over its past: all that a verdict is made of.
struct Evidence {
    base::Time now{};
    std::optional<base::Error> error; ///< why the group could not be read
    bool committed = false;           ///< there is a commit at all
    base::Duration watched{};         ///< since its first commit was seen; zero at the first look

    // What is to be read. Transaction markers, and what is gone from the log, are not.
    std::optional<std::int64_t> unread;   ///< records; nullopt: no log end is known
    std::optional<base::Duration> behind; ///< how long the oldest of them has waited, as far as is known
    bool behindIsWhole = false;           ///< none has waited longer
    std::string exceptions;               ///< partitions that say less or other than they should, in words

    // Who reads.
    std::optional<int> members;
    bool rebalancing = false;
    std::optional<base::Duration> memberless; ///< how long it has had none; nullopt: has some, or not known
    bool hadMembers = false;                  ///< seen with some
    bool sawLeaving = false;                  ///< the last left before our eyes, not while nobody looked
    bool readsWithoutMembers = false;         ///< its commits move although it has none, as Flink's do
    base::Duration joined{};                  ///< since the number of members last rose
    int comebacks = 0;                        ///< how often it rose since a commit last moved

    // How commits move.
    Cadence cadence;
    base::Duration patience{}; ///< what a commit's standing still proves nothing for, now
    bool moves = false;        ///< some commit moved within patience
    bool everMoved = false;    ///< some commit was seen to move; else stoodFor is since the first look
    base::Duration stoodFor{}; ///< since any commit moved
    int stuckPartitions = 0;
    std::optional<StuckPartition> stuck;    ///< the one that has stood longest
    std::optional<StuckPartition> heldBack; ///< read to where an open transaction holds back the rest
    std::optional<Rewound> rewound;
    std::optional<double> consumeRate;
    std::optional<double> produceRate;

    // Where lag goes: of the group, or of the partition that is furthest behind where that one alone grows.
    Trend trend;
    std::optional<std::int64_t>
        rose; ///< how far lag rose, or fell, in the minute before, or since the first look
    std::optional<base::TopicPartition> growing;
    int peaks = 0;         ///< earlier peaks of lag as high and as long as this one, each read in the end
    bool lowsRise = false; ///< lag comes and goes, but less and less goes
};

/// What a history says of one group as it is now. The group's rows have their time lag, rates and conditions.
Evidence evidenceOf(const Group& group, const Cadence& cadence, const History& history, base::Time now);

} // namespace streamscape::lag
