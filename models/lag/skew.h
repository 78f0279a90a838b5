// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"

namespace streamscape::lag {

/// What of a group's work is uneven, in one sentence: a partition that holds most of the lag, members that
/// have nothing to do. Empty where it does not matter: lag that is seconds old, a group between two
/// assignments, and a topic on which nothing is written. The group's rows have their rates and time lag.
std::string skewOf(const Group& group);

} // namespace streamscape::lag
