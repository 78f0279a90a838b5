// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster_values.h"

namespace streamscape::kafka {

enum class PatternType { Literal, Prefixed };
const char* name(PatternType type); ///< "LITERAL", "PREFIXED"
enum class Permission { Allow, Deny };
const char* name(Permission permission); ///< "ALLOW", "DENY"

/// One ACL binding, enum texts as Kafka prints them.
struct Acl {
    ResourceType type = ResourceType::Topic;
    std::string name;
    PatternType pattern = PatternType::Literal;
    std::string principal; ///< "User:ada"
    std::string host = "*";
    Operation operation; ///< "READ", "ALL", …
    Permission permission = Permission::Allow;
    auto operator<=>(const Acl&) const = default;
};

/// What DescribeAcls answered. An empty list means nothing by itself: a principal without DESCRIBE on the
/// cluster and a cluster without an authorizer get the same; see ClusterInfo::authorized and the broker's
/// configuration.
struct AclList {
    std::vector<Acl> acls; ///< sorted
    /// Bindings of a kind the client library cannot read (delegation tokens, users); they exist all the same.
    int unreadable = 0;
    bool operator==(const AclList&) const = default;
};

struct AclOutcome {
    Acl acl;
    std::optional<base::Error> error;
    bool operator==(const AclOutcome&) const = default;
};

/// A SCRAM user as DescribeUserScramCredentials shows it; no secret is ever readable.
struct ScramUser {
    std::string name;
    std::vector<std::string> mechanisms; ///< "SCRAM-SHA-256", "SCRAM-SHA-512"
    std::optional<base::Error> error;
    bool operator==(const ScramUser&) const = default;
};
struct ScramUpsert {
    std::string user;
    std::string mechanism = "SCRAM-SHA-512";
    int iterations = 8192;
    std::string password; ///< in memory only
};

} // namespace streamscape::kafka
