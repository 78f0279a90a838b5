// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/picture.h"
#include "models/store/sql.h"

namespace streamscape::lag {

// What follows runs inside a store's read job; failures stick to the Sql.

/// The lines of a stretch as a store's samples have them, each group's in the order named; with what was
/// earlier, moved to where it is compared with. A group that was never recorded has none.
std::vector<Line> storedLines(store::Sql& sql, const std::string& clusterId, const PictureQuery& query);

/// A picture's marks, alerts, and since when anything is known.
void addStoredEvents(store::Sql& sql, const std::string& clusterId, const PictureQuery& query,
                     Picture& picture);

} // namespace streamscape::lag
