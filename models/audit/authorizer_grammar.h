// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/event.h"

namespace streamscape::audit {

enum class Level { Info, Debug, Trace };

/// What an authorizer's message says, from "Principal = " to the end of the rule, without the logger's name.
/// nullopt where no reading, or more than one, is what a broker could have written.
std::optional<Facts> readMessage(Level level, std::string_view message);

} // namespace streamscape::audit
