// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/roles.h"

#include <algorithm>
#include <set>

namespace streamscape::access {

using kafka::Acl;
using kafka::PatternType;
using kafka::Permission;
using kafka::ResourceType;

namespace {

struct Pattern {
    ResourceType type;
    std::string name;
    PatternType pattern;
    auto operator<=>(const Pattern&) const = default;
};
/// The plain grants of one principal: ALLOW from every host.
using Grants = std::map<Pattern, std::set<Op>>;

void append(std::vector<Acl>& acls, const std::string& principal, const Pattern& pattern,
            const std::vector<Op>& operations) {
    for (const Op op : operations)
        acls.push_back(
            {pattern.type, pattern.name, pattern.pattern, principal, "*", name(op), Permission::Allow});
}

bool implies(Op held, Op other) {
    if (other == Op::Describe)
        return held == Op::Read || held == Op::Write || held == Op::Delete || held == Op::Alter;
    return other == Op::DescribeConfigs && held == Op::AlterConfigs;
}

Acl aclOf(const std::string& principal, const Pattern& pattern, Op op) {
    return {pattern.type, pattern.name, pattern.pattern, principal, "*", name(op), Permission::Allow};
}

/// The grants of one principal being shared out among roles.
class Cover {
public:
    Cover(std::string principal, const Grants& held)
        : m_principal(std::move(principal))
        , m_held(held)
        , m_open(held) {}

    /// How many grants not yet accounted for the role would take; 0 where one of its ACLs is missing.
    std::size_t worth(const std::vector<Grant>& grants) const {
        std::size_t open = 0;
        for (const Grant& grant : grants) {
            const Pattern pattern{grant.type, grant.name, grant.pattern};
            const auto held = m_held.find(pattern);
            for (const Op op : grant.operations) {
                if (held == m_held.end() || !held->second.contains(op))
                    return 0;
                const auto still = m_open.find(pattern);
                open += still != m_open.end() && still->second.contains(op) ? 1 : 0;
            }
        }
        return open;
    }

    RoleBinding take(const Role& role, const std::vector<Grant>& grants, const Pattern& on) {
        RoleBinding binding{role.name, m_principal, on.type, on.name, on.pattern, {}};
        for (const Grant& grant : grants) {
            const Pattern pattern{grant.type, grant.name, grant.pattern};
            for (const Op op : grant.operations) {
                binding.acls.push_back(aclOf(m_principal, pattern, op));
                std::erase_if(m_open[pattern], [&](Op other) {
                    if (other != op && implies(op, other))
                        binding.acls.push_back(aclOf(m_principal, pattern, other));
                    return other == op || implies(op, other);
                });
            }
        }
        std::sort(binding.acls.begin(), binding.acls.end());
        binding.acls.erase(std::unique(binding.acls.begin(), binding.acls.end()), binding.acls.end());
        return binding;
    }

    const Grants& open() const { return m_open; }

private:
    std::string m_principal;
    const Grants& m_held;
    Grants m_open; ///< not yet accounted for
};

void recognise(const Catalogue& catalogue, const std::string& principal, const Grants& held,
               Recognised& result) {
    Cover cover(principal, held);
    const Pattern cluster{ResourceType::Cluster, clusterName, PatternType::Literal};
    for (;;) {
        const Role* best = nullptr;
        std::size_t bestWorth = 0;
        for (const Role& role : catalogue.roles) {
            const std::size_t worth = role.clusterWide ? cover.worth(role.all) : 0;
            if (worth > bestWorth) {
                best = &role;
                bestWorth = worth;
            }
        }
        if (!best)
            break;
        result.bindings.push_back(cover.take(*best, best->all, cluster));
    }
    for (const auto& [pattern, operations] : held) {
        for (;;) {
            const Role* best = nullptr;
            std::vector<Grant> bestGrants;
            std::size_t bestWorth = 0;
            for (const Role& role : catalogue.roles) {
                const auto on = role.on.find(pattern.type);
                if (role.clusterWide || on == role.on.end())
                    continue;
                std::vector<Grant> grants{{pattern.type, pattern.name, pattern.pattern, on->second}};
                if (const std::size_t worth = cover.worth(grants); worth > bestWorth) {
                    best = &role;
                    bestWorth = worth;
                    bestGrants = std::move(grants);
                }
            }
            if (!best)
                break;
            result.bindings.push_back(cover.take(*best, bestGrants, pattern));
        }
    }
    for (const auto& [pattern, operations] : cover.open()) {
        for (const Op op : operations)
            result.custom.push_back(aclOf(principal, pattern, op));
    }
}

} // namespace

std::vector<Acl> compileRole(const Role& role, const std::string& principal, ResourceType type,
                             const std::string& name, PatternType pattern) {
    std::vector<Acl> acls;
    if (role.clusterWide) {
        for (const Grant& grant : role.all)
            append(acls, principal, {grant.type, grant.name, grant.pattern}, grant.operations);
    } else if (const auto on = role.on.find(type); on != role.on.end()) {
        append(acls, principal, {type, name, pattern}, on->second);
    }
    std::sort(acls.begin(), acls.end());
    return acls;
}

Recognised recogniseRoles(const Catalogue& catalogue, const std::vector<Acl>& acls) {
    Recognised result;
    std::map<std::string, Grants> byPrincipal;
    for (const Acl& acl : acls) {
        const Op op = parseOp(acl.operation);
        if (acl.permission == Permission::Allow && acl.host == "*" && op != Op::Unknown)
            byPrincipal[acl.principal][{acl.type, acl.name, acl.pattern}].insert(op);
        else
            result.custom.push_back(acl);
    }
    for (const auto& [principal, grants] : byPrincipal)
        recognise(catalogue, principal, grants, result);
    std::sort(result.bindings.begin(), result.bindings.end(),
              [](const RoleBinding& a, const RoleBinding& b) { return a.key() < b.key(); });
    std::sort(result.custom.begin(), result.custom.end());
    result.custom.erase(std::unique(result.custom.begin(), result.custom.end()), result.custom.end());
    return result;
}

} // namespace streamscape::access
