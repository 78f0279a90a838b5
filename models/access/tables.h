// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/acl_table.h"
#include "models/access/principal_table.h"
#include "models/access/role_table.h"

namespace streamscape::access {

/// All tables of one snapshot: made beside it, off the GUI thread.
struct Rows {
    std::vector<RoleRow> roles;
    std::vector<AclRow> acls;
    std::vector<PrincipalRow> principals;
};
Rows rowsOf(const Snapshot& snapshot);

} // namespace streamscape::access
