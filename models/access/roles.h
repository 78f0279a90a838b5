// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/acl.h"

#include <map>
#include <string>
#include <vector>

namespace streamscape::access {

/// One pattern of a cluster-wide role and what it may do there.
struct Grant {
    kafka::ResourceType type = kafka::ResourceType::Topic;
    std::string name;
    kafka::PatternType pattern = kafka::PatternType::Literal;
    std::vector<Op> operations;
};

/// A role as ACLs say it. Either bound to one resource pattern, or to the cluster as a whole.
struct Role {
    std::string name;
    bool clusterWide = false;
    std::string summary;
    std::string cannot; ///< what ACLs cannot express, or give too much of; may be empty
    std::map<kafka::ResourceType, std::vector<Op>> on; ///< of a resource role
    std::vector<Grant> all;                            ///< of a cluster-wide role
};

struct Catalogue {
    std::vector<Role> roles; ///< in order of preference where two mean the same
    const Role* find(std::string_view name) const;
};

/// Invalid with the line at fault. Unknown operations, types and duplicate names are refused.
base::Result<Catalogue> parseCatalogue(const std::string& yaml, const std::string& where);
/// The one that ships with the program.
const Catalogue& shippedCatalogue();

/// A role given to a principal. A cluster-wide role is on the cluster's one name.
struct RoleBinding {
    std::string role;
    std::string principal;
    kafka::ResourceType type = kafka::ResourceType::Topic;
    std::string name;
    kafka::PatternType pattern = kafka::PatternType::Literal;
    std::vector<kafka::Acl> acls; ///< those it stands for, with the redundant ones it implies; sorted

    bool operator==(const RoleBinding&) const = default;
    auto key() const { return std::tie(principal, role, type, name, pattern); }
};

/// The ACLs of a role on a pattern; empty where the role means nothing there (DeveloperWrite on a group).
std::vector<kafka::Acl> compileRole(const Role& role, const std::string& principal, kafka::ResourceType type,
                                    const std::string& name, kafka::PatternType pattern);

/// What a list of ACLs amounts to: roles, and the rest as it is.
struct Recognised {
    std::vector<RoleBinding> bindings; ///< by key
    std::vector<kafka::Acl> custom;    ///< DENY, other hosts, operations no role accounts for; sorted
};
/// For each principal the fewest roles whose ACLs are all there, cluster-wide ones first. Operations that a
/// recognised role already implies (DESCRIBE beside READ) belong to it.
Recognised recogniseRoles(const Catalogue& catalogue, const std::vector<kafka::Acl>& acls);

} // namespace streamscape::access
