// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/roles.h"
#include "models/access/visibility.h"
#include "models/base/clock.h"
#include "models/kafka/connection.h"
#include "models/kafka/group_values.h"

#include <memory>

namespace streamscape::access {

/// What the cluster was asked, as it answered.
struct Facts {
    base::Result<kafka::ClusterInfo> cluster;
    base::Result<std::vector<kafka::ResourceConfig>> broker; ///< one broker's configuration
    base::Result<kafka::AclList> acls;
    base::Result<std::vector<kafka::ScramUser>> users;
    base::Result<std::vector<kafka::Topic>> topics;
    base::Result<kafka::GroupList> groups;
    base::Time asOf{};
    base::Duration took{};
};

/// What nobody can ask the cluster and somebody may know all the same.
struct Known {
    std::optional<std::string> self; ///< the principal of this connection, "User:ada"
    std::optional<std::vector<std::string>> superUsers;
    std::optional<bool> allowEveryone;
    bool operator==(const Known&) const = default;
};

/// Who we are to the authorizer, where the connection says so itself: with SASL user and password. A
/// certificate's or a token's name is the broker's to map.
Known knownOf(const kafka::ConnectionSpec& spec);

/// Somebody, with what is known of the name.
struct Principal {
    std::string name;                      ///< "User:ada"
    std::vector<std::string> scram;        ///< its SCRAM mechanisms; empty is not "cannot log in"
    std::optional<base::Error> scramError; ///< of its own row
    bool superUser = false;                ///< known to be; false may be not known
    bool inferredSuper = false;            ///< from what this connection may do, not from the configuration
    int roles = 0;
    int custom = 0; ///< ACLs that are no role
    int denies = 0;
    auto key() const { return std::tie(name); }
    bool operator==(const Principal&) const = default;
};

/// Everything the Access page and streamscapectl access stand on. Immutable; shared between threads.
struct Snapshot {
    base::Time asOf{};
    base::Duration took{};
    Visibility visibility;
    AuthorizerConfig config;
    Authorizer authorizer; ///< what answers are computed with: config, what is known, what was inferred
    AclSet acls;
    Recognised recognised;
    std::vector<Principal> principals; ///< by name; whoever an ACL, super.users or SCRAM names
    std::vector<std::string> topics;   ///< those this connection may see, by name
    std::vector<std::string> groups;
    std::optional<base::Error> topicsError;
    std::optional<base::Error> groupsError;
    std::optional<base::Error> usersError;

    /// The role an ACL belongs to, or empty.
    std::string roleOf(const kafka::Acl& acl) const;
    const Principal* find(const std::string& principal) const;
    /// Topics or groups an ACL's pattern covers; nullopt for other types, or where they could not be listed.
    std::optional<int> reach(kafka::ResourceType type, const std::string& name,
                             kafka::PatternType pattern) const;
};
using SnapshotPtr = std::shared_ptr<const Snapshot>;

SnapshotPtr takeStock(const Facts& facts, const Known& known, const Catalogue& catalogue);

/// A principal no ACL and no super.users names: what holds for it holds for everyone.
std::string stranger(const Snapshot& snapshot);

} // namespace streamscape::access
