// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/query.h"

namespace streamscape::audit {

/// The bars from the range's first to its last, those with nothing in them too; at most mostBuckets + 1.
std::vector<Bucket> timeline(const Answer& answer);

} // namespace streamscape::audit
