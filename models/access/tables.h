// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/whocan.h"
#include "models/base/rowmodel.h"

namespace streamscape::access {

/// How a binding stands.
enum class Standing {
    InForce,
    NotEvaluated, ///< the authorizer decides by more than ACLs
    Everyone,     ///< given to User:*
    Refuses,      ///< a DENY
    Overruled,    ///< a DENY takes all of it away
    PartlyOver,   ///< a DENY takes some of it away
    ReachesNone,  ///< no topic or group this connection sees
    Dangerous,    ///< a principal without a colon: it breaks requests of others
};

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

/// One answer to "who can …?".
struct WhoCanRow {
    Answer answer;
    kafka::ResourceType type = kafka::ResourceType::Topic;
    auto key() const { return answer.key(); }
    QString keyText() const;
    bool operator==(const WhoCanRow&) const = default;
};
std::vector<WhoCanRow> whoCanRows(const WhoCan& whoCan);

/// Somebody.
struct PrincipalRow {
    Principal principal;
    auto key() const { return principal.key(); }
    QString keyText() const;
    bool operator==(const PrincipalRow&) const = default;
};
std::vector<PrincipalRow> principalRows(const Snapshot& snapshot);

/// All tables of one snapshot: made beside it, off the GUI thread.
struct Rows {
    std::vector<RoleRow> roles;
    std::vector<AclRow> acls;
    std::vector<PrincipalRow> principals;
};
Rows rowsOf(const Snapshot& snapshot);

std::span<const base::Column<RoleRow>> roleColumns();
std::span<const base::Column<AclRow>> aclColumns();
std::span<const base::Column<AclRow>> briefAclColumns(); ///< where the principal is known
std::span<const base::Column<WhoCanRow>> whoCanColumns();
std::span<const base::Column<PrincipalRow>> principalColumns();

using RoleModel = base::RowModel<RoleRow>;
using AclModel = base::RowModel<AclRow>;
using WhoCanModel = base::RowModel<WhoCanRow>;
using PrincipalModel = base::RowModel<PrincipalRow>;

/// "4 topics", "1 group"; "—" where it is not known.
QString reachText(kafka::ResourceType type, std::optional<int> count);

/// streamscape://access?principal=User%3Aada and the like.
QString principalUrl(const std::string& principal);
QString resourceUrl(const Resource& resource);

} // namespace streamscape::access
