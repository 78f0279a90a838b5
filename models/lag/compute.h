// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"
#include "models/lag/look.h"
#include "models/lag/roster.h"

namespace streamscape::lag {

/// Groups, their partitions and lag, from what a roster holds after a look. What an earlier look read and
/// this one did not carries its age and the reason. Rates, time lag and verdicts take a history: see
/// assess.h.
Snapshot compute(const Roster& roster, const Looked& looked);

} // namespace streamscape::lag
