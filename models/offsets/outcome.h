// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/offsets/plan.h"

namespace streamscape::offsets {

/// What became of one step.
struct ItemOutcome {
    base::TopicPartition partition;
    std::optional<base::Offset> to;       ///< as planned; nullopt: no commit
    bool isRead = false;                  ///< whether the commit was read again
    std::optional<base::Offset> readBack; ///< what was read; nullopt: no commit
    std::optional<base::Error> error;     ///< why it is not, or may not be, as planned
    bool operator==(const ItemOutcome&) const = default;
};

/// What became of a plan.
struct Outcome {
    bool applied = false;             ///< something that was to change was read again and is as planned
    std::vector<ItemOutcome> items;   ///< in the plan's order
    bool readBackEqual = false;       ///< every commit was read again and is as planned
    std::optional<base::Error> error; ///< of the whole: not read back, or not written to the journal
    bool operator==(const Outcome&) const = default;
    /// Something was applied, or not read again, so that nobody knows.
    bool mayBeApplied() const;
};

/// Nullopt where the cluster still is as the plan says: the group may be changed, and every commit is where
/// the plan found it. Otherwise Conflict, naming what moved.
std::optional<base::Error> staleness(const Plan& plan, const kafka::GroupDescription& description,
                                     const kafka::GroupOffsets& committed);

/// Puts together what the cluster answered to the change (an error of each partition, or none) and what was
/// read afterwards (nullopt: it could not be read). What counts is what was read: an answer that did not come
/// in time says nothing, and a commit that is not as planned is an error whatever was answered.
Outcome outcomeOf(const Plan& plan, const std::map<base::TopicPartition, base::Error>& answered,
                  const std::optional<kafka::GroupOffsets>& read);

/// "orders:0, orders:1 and 3 more"
std::string listed(const std::vector<base::TopicPartition>& partitions, std::size_t most = 20);

} // namespace streamscape::offsets
