// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/snapshot.h"
#include "models/base/rowmodel.h"

namespace streamscape::access {

/// One ACL as it is.
struct AclRow {
    kafka::Acl acl;
    std::string role; ///< the role it belongs to, or empty
    auto key() const {
        return std::tie(acl.principal, acl.type, acl.name, acl.pattern, acl.operation, acl.host,
                        acl.permission);
    }
    QString keyText() const;
    bool operator==(const AclRow&) const = default;
};
std::vector<AclRow> aclRows(const Snapshot& snapshot);

std::span<const base::Column<AclRow>> aclColumns();
std::span<const base::Column<AclRow>> briefAclColumns(); ///< where the principal is known
using AclModel = base::RowModel<AclRow>;

} // namespace streamscape::access
