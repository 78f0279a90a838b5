// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/offsets/plan.h"

namespace streamscape::offsets {

// The two halves of a plan: which partitions it is about, and where each of them goes.

struct Wanted {
    base::TopicPartition partition;
    std::optional<Position> from;  ///< the group's commit now
    std::optional<Position> given; ///< what the file, the other group or the journal says
};
struct Targets {
    std::vector<Wanted> wanted; ///< each partition once
    std::vector<Refusal> refused;
};

/// The partitions of the scope, and what of it is not there.
Targets targetsOf(const Spec& spec, const Scope& scope, const std::string& group, const Facts& facts);

/// Where one partition goes; nullopt: its commit is deleted. Why not, otherwise.
base::Result<std::optional<Position>> placeOf(const Spec& spec, const Wanted& wanted, const Facts& facts);

} // namespace streamscape::offsets
