// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/history.h"
#include "models/lag/verdict.h"

namespace streamscape::lag {

/// What a history says of one group as it is now.
Evidence evidenceOf(const Group& group, const History& history, base::Time now);

/// Fills in what takes a past: rates, drain times, time lag, verdicts, sparks. The history has this
/// snapshot's look recorded already.
void assess(Snapshot& snapshot, const History& history);

} // namespace streamscape::lag
