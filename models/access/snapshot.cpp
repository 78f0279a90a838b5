// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/snapshot.h"

#include <algorithm>
#include <map>

namespace streamscape::access {

using kafka::ResourceType;

namespace {

template<class T>
std::optional<base::Error> errorOf(const base::Result<T>& result) {
    return result ? std::nullopt : std::optional(result.error());
}

/// A connection that may do on the cluster what its ACLs refuse is a super user: nothing else overrides them.
bool isProvenSuper(const Facts& facts, const Snapshot& snapshot, const std::string& self) {
    if (snapshot.visibility.sight != Sight::Complete || !facts.cluster || !facts.cluster->authorized)
        return false;
    // While nothing covers the cluster, allow.everyone could be the reason as well.
    const Resource cluster{ResourceType::Cluster, clusterName};
    const auto& acls = snapshot.acls.acls();
    const bool covered =
        std::any_of(acls.begin(), acls.end(), [&](const kafka::Acl& acl) { return covers(acl, cluster); });
    if (!covered && snapshot.config.allowEveryone != false)
        return false;
    Authorizer plain;
    plain.allowEveryone = snapshot.config.allowEveryone.value_or(false);
    for (const kafka::Operation& text : *facts.cluster->authorized) {
        const Op op = parseOp(text);
        // An ACL for one host may be what allows it: ask with every host there is.
        bool allowed = op == Op::Unknown || op == Op::All;
        for (const kafka::Acl& acl : acls) {
            if (allowed)
                break;
            if (covers(acl, cluster))
                allowed =
                    snapshot.acls.decide(plain, {self, acl.host, op, cluster}).decision != Decision::Deny;
        }
        allowed =
            allowed || snapshot.acls.decide(plain, {self, anyHost, op, cluster}).decision != Decision::Deny;
        if (!allowed)
            return true;
    }
    return false;
}

std::vector<Principal> principalsOf(const Facts& facts, const Snapshot& snapshot,
                                    const std::optional<std::string>& inferred) {
    std::map<std::string, Principal> found;
    const auto one = [&](const std::string& name) -> Principal& {
        Principal& principal = found[name];
        principal.name = name;
        return principal;
    };
    for (const RoleBinding& binding : snapshot.recognised.bindings)
        ++one(binding.principal).roles;
    for (const kafka::Acl& acl : snapshot.recognised.custom) {
        Principal& principal = one(acl.principal);
        ++(acl.permission == kafka::Permission::Deny ? principal.denies : principal.custom);
    }
    for (const std::string& name : snapshot.authorizer.superUsers) {
        Principal& principal = one(name);
        principal.superUser = true;
        principal.inferredSuper = inferred == name;
    }
    if (facts.users) {
        for (const kafka::ScramUser& user : *facts.users) {
            Principal& principal = one("User:" + user.name);
            principal.scram = user.mechanisms;
            principal.scramError = user.error;
        }
    }
    std::vector<Principal> principals;
    for (auto& [name, principal] : found)
        principals.push_back(std::move(principal));
    return principals;
}

} // namespace

Known knownOf(const kafka::ConnectionSpec& spec) {
    Known known;
    const auto protocol = spec.properties.find("security.protocol");
    const auto user = spec.properties.find("sasl.username");
    const bool sasl = protocol != spec.properties.end() &&
                      (protocol->second.starts_with("SASL") || protocol->second.starts_with("sasl"));
    if (sasl && user != spec.properties.end())
        known.self = "User:" + user->second;
    return known;
}

std::string Snapshot::roleOf(const kafka::Acl& acl) const {
    const auto& bindings = recognised.bindings; // by principal first
    auto it = std::lower_bound(
        bindings.begin(), bindings.end(), acl.principal,
        [](const RoleBinding& binding, const std::string& wanted) { return binding.principal < wanted; });
    for (; it != bindings.end() && it->principal == acl.principal; ++it) {
        if (std::binary_search(it->acls.begin(), it->acls.end(), acl))
            return it->role;
    }
    return {};
}

const Principal* Snapshot::find(const std::string& principal) const {
    const auto it =
        std::lower_bound(principals.begin(), principals.end(), principal,
                         [](const Principal& item, const std::string& wanted) { return item.name < wanted; });
    return it == principals.end() || it->name != principal ? nullptr : &*it;
}

std::optional<int> Snapshot::reach(ResourceType type, const std::string& name,
                                   kafka::PatternType pattern) const {
    const bool isTopic = type == ResourceType::Topic;
    if ((!isTopic && type != ResourceType::Group) || (isTopic ? topicsError : groupsError))
        return std::nullopt;
    kafka::Acl acl;
    acl.type = type;
    acl.name = name;
    acl.pattern = pattern;
    const std::vector<std::string>& names = isTopic ? topics : groups;
    return static_cast<int>(std::count_if(names.begin(), names.end(), [&](const std::string& candidate) {
        return covers(acl, {type, candidate});
    }));
}

SnapshotPtr takeStock(const Facts& facts, const Known& known, const Catalogue& catalogue) {
    const std::vector<kafka::Acl> acls = facts.acls ? facts.acls->acls : std::vector<kafka::Acl>();
    auto made = std::shared_ptr<Snapshot>(
        new Snapshot{facts.asOf, facts.took, {}, {}, {}, AclSet(acls), {}, {}, {}, {}, {}, {}, {}});
    Snapshot& snapshot = *made;
    snapshot.config = authorizerConfig(facts.broker);
    if (known.superUsers)
        snapshot.config.superUsers = known.superUsers;
    if (known.allowEveryone)
        snapshot.config.allowEveryone = known.allowEveryone;
    snapshot.visibility = judge(facts.cluster, snapshot.config, facts.acls);
    snapshot.authorizer.superUsers = snapshot.config.superUsers.value_or(std::vector<std::string>());
    snapshot.authorizer.allowEveryone = snapshot.config.allowEveryone.value_or(false);
    snapshot.recognised = recogniseRoles(catalogue, acls);

    std::optional<std::string> inferred;
    if (known.self && !snapshot.config.superUsers && isProvenSuper(facts, snapshot, *known.self)) {
        snapshot.authorizer.superUsers.push_back(*known.self);
        inferred = known.self;
    }
    snapshot.topicsError = errorOf(facts.topics);
    if (facts.topics) {
        for (const kafka::Topic& topic : *facts.topics)
            snapshot.topics.push_back(topic.name);
        std::sort(snapshot.topics.begin(), snapshot.topics.end());
    }
    snapshot.groupsError = errorOf(facts.groups);
    if (facts.groups) {
        if (!facts.groups->errors.empty()) // without a silent broker's groups it is not all of them
            snapshot.groupsError = facts.groups->errors.front();
        for (const kafka::GroupListing& group : facts.groups->groups)
            snapshot.groups.push_back(group.id);
        std::sort(snapshot.groups.begin(), snapshot.groups.end());
    }
    snapshot.usersError = errorOf(facts.users);
    snapshot.principals = principalsOf(facts, snapshot, inferred);
    return made;
}

std::string stranger(const Snapshot& snapshot) {
    std::string name = "User:somebody";
    while (snapshot.find(name))
        name += '\'';
    return name;
}

} // namespace streamscape::access
