// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/standing.h"
#include "models/base/rowmodel.h"

namespace streamscape::access {

/// A role somebody has, or an ACL that is no role.
struct RoleRow {
    std::string principal;
    std::string role;                 ///< empty: a custom ACL
    std::optional<kafka::Acl> custom; ///< then this one
    kafka::ResourceType type = kafka::ResourceType::Topic;
    std::string name;
    kafka::PatternType pattern = kafka::PatternType::Literal;
    std::vector<kafka::Acl> acls;
    std::optional<int> reaches; ///< topics or groups
    Standing standing = Standing::InForce;
    QString why; ///< of the standing

    auto key() const { return std::tie(principal, type, name, pattern, role, custom); }
    QString keyText() const;
    bool operator==(const RoleRow&) const = default;
};
std::vector<RoleRow> roleRows(const Snapshot& snapshot);

std::span<const base::Column<RoleRow>> roleColumns();
using RoleModel = base::RowModel<RoleRow>;

} // namespace streamscape::access
