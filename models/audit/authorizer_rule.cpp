// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/authorizer_rule.h"

#include <vector>

namespace streamscape::audit {

namespace {

using kafka::PatternType;
using kafka::Permission;

// What an ACL's operation covers (StandardAuthorizer.findResult): ALL everything; to read, write, delete or
// alter allows to describe, to alter configs allows to describe them. A denial covers only itself.
std::vector<std::string> coveringOperations(const std::string& operation, bool allowed) {
    std::vector<std::string> covering{operation, "ALL"};
    if (allowed && operation == "DESCRIBE")
        covering.insert(covering.end(), {"READ", "WRITE", "DELETE", "ALTER"});
    if (allowed && operation == "DESCRIBE_CONFIGS")
        covering.emplace_back("ALTER_CONFIGS");
    return covering;
}

bool covers(PatternType pattern, std::string_view name, const std::string& resource) {
    if (pattern == PatternType::Prefixed)
        return resource.starts_with(name);
    return name == resource || name == "*";
}

// The part in brackets: "resourceType=T, resourceName=N, patternType=P, principal=X, host=H, operation=O,
// permissionType=Y". Everything behind the name is one of few texts, told by the head.
std::optional<kafka::Acl> aclFitting(std::string_view text, const Facts& facts) {
    const bool allowed = facts.granted.value_or(false);
    const std::string front = "resourceType=" + *facts.resourceType + ", resourceName=";
    if (!text.starts_with(front))
        return std::nullopt;
    text.remove_prefix(front.size());
    const std::string end = std::string(", permissionType=") + (allowed ? "ALLOW" : "DENY");
    std::optional<kafka::Acl> found;
    for (const PatternType pattern : {PatternType::Literal, PatternType::Prefixed})
        for (const std::string& principal : {*facts.principal, std::string("User:*")})
            for (const std::string& host : {*facts.host, std::string("*")})
                for (const std::string& operation : coveringOperations(*facts.operation, allowed)) {
                    const std::string back = std::string(", patternType=") + kafka::name(pattern) +
                                             ", principal=" + principal + ", host=" + host +
                                             ", operation=" + operation + end;
                    if (!text.ends_with(back))
                        continue;
                    const std::string_view named = text.substr(0, text.size() - back.size());
                    if (!covers(pattern, named, *facts.resource))
                        continue;
                    const kafka::Acl acl{*aclTypeNamed(*facts.resourceType),
                                         std::string(named),
                                         pattern,
                                         principal,
                                         host,
                                         operation,
                                         allowed ? Permission::Allow : Permission::Deny};
                    if (found && *found != acl)
                        return std::nullopt; // two ACLs print alike
                    found = acl;
                }
    return found;
}

bool unwrap(std::string_view& text) {
    constexpr std::string_view front = "MatchingAcl(acl=StandardAcl";
    if (!text.starts_with(front))
        return false;
    std::string_view inner = text.substr(front.size());
    // A record prints square brackets (4.x), the class before it printed round ones.
    if (!((inner.starts_with('(') && inner.ends_with("))")) ||
          (inner.starts_with('[') && inner.ends_with("])"))))
        return false;
    text = inner.substr(1, inner.size() - 3);
    return true;
}

} // namespace

std::optional<kafka::ResourceType> aclTypeNamed(std::string_view upperSnake) {
    using kafka::ResourceType;
    for (const ResourceType type :
         {ResourceType::Topic, ResourceType::Group, ResourceType::Cluster, ResourceType::TransactionalId,
          ResourceType::DelegationToken, ResourceType::User})
        if (upperSnake == kafka::name(type))
            return type;
    return std::nullopt;
}

std::optional<Rule> ruleFitting(std::string_view text, const Facts& facts) {
    const bool allowed = facts.granted.value_or(false);
    if (text == "SuperUser" || text == "DefaultAllow")
        return allowed ? std::optional(Rule{std::string(text), {}}) : std::nullopt;
    if (text == "DefaultDeny")
        return allowed ? std::nullopt : std::optional(Rule{std::string(text), {}});
    if (!unwrap(text))
        return std::nullopt;
    std::optional<kafka::Acl> acl = aclFitting(text, facts);
    return acl ? std::optional(Rule{"MatchingAcl", std::move(acl)}) : std::nullopt;
}

} // namespace streamscape::audit
