// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/expiry.h"
#include "models/lag/verdict.h"

namespace streamscape::lag {

/// Whose rules give the verdicts: see verdict.h and burrow.h.
enum class Rules { Ours, Burrow };

/// What is known beside the snapshots; either may be null.
struct Known {
    const Peeks* peeks = nullptr;
    const Retentions* retentions = nullptr;
    Rules rules = Rules::Ours;
};

/// Only these topics' rows, and what they come to; groups left without any are dropped. The snapshot is an
/// assessed one; verdicts stay those of the whole groups.
Snapshot onlyTopicsOf(Snapshot assessed, const std::vector<std::string>& topics);

/// Fills in what takes a past: conditions that only time shows, rates, drain times, time lag, expiry, skew,
/// verdicts, sparks. The history has this snapshot's look recorded already.
void assess(Snapshot& snapshot, const History& history, const Known& known = {});

} // namespace streamscape::lag
