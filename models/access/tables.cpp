// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/tables.h"

#include <algorithm>

namespace streamscape::access {

Rows rowsOf(const Snapshot& snapshot) {
    Rows rows{roleRows(snapshot), aclRows(snapshot), principalRows(snapshot)};
    const auto byKey = [](const auto& a, const auto& b) { return a.key() < b.key(); };
    std::sort(rows.roles.begin(), rows.roles.end(), byKey);
    std::sort(rows.acls.begin(), rows.acls.end(), byKey);
    return rows;
}

} // namespace streamscape::access
