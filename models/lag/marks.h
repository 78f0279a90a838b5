// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"

#include <map>

namespace streamscape::lag {

/// Something that happened at a moment, to be drawn into the pictures over time.
struct Mark {
    enum class Kind {
        Rebalance,      ///< partitions changed hands between the same members
        Deploy,         ///< members joined, left or came again
        Reset,          ///< commits moved back, or forward past what was read
        TopicRecreated, ///< the topic is another one than before
        GroupAppeared,
        GroupGone,
        RecordsLost, ///< records are gone unread, or were cut off a log's end
    };
    base::Time at{};
    Kind kind = Kind::Rebalance;
    std::string group; ///< empty where a topic's event concerns all its groups
    std::string topic; ///< of a topic's event; else empty
    std::string text;  ///< one sentence
    bool operator==(const Mark&) const = default;
};
const char* name(Mark::Kind kind); ///< "topic_recreated"

/// What must be remembered from look to look: changes that are still going on, and who is there.
struct MarkState {
    struct Change {
        base::Time began{};
        base::Time last{};           ///< the newest look that still saw something change
        std::vector<Member> members; ///< before it began
        int rebalances = 0;
    };
    std::map<std::string, Change> changes;             ///< by group
    std::map<std::string, base::Time> memberlessSince; ///< groups that had members and have none
    std::optional<std::vector<std::string>> groups;    ///< by name; nullopt before the first look
};

/// A rolling deploy is one mark: members must have been the same for this long.
inline constexpr base::Duration settlesIn = std::chrono::seconds{30};

/// What happened between two successive snapshots. Deploys and rebalances come when they are over, with the
/// moment they began. Rows and groups that were not read in both looks say nothing.
std::vector<Mark> marksBetween(const Snapshot& before, const Snapshot& now, MarkState& state);

} // namespace streamscape::lag
