// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/evaluator.h"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace streamscape::test {

/// The broker's authorizer two more times, slowly and by other means than the product's: by its five rules,
/// and by replaying its scan over a sorted list step by step, loops and failures included.
namespace naive {

inline bool appliesTo(const kafka::Acl& acl, const access::Question& question) {
    if (acl.principal != question.principal && acl.principal != "User:*")
        return false;
    if (acl.host != "*" && acl.host != question.host)
        return false;
    const std::string asked = access::name(question.operation);
    if (acl.operation == "ALL" || acl.operation == asked)
        return true;
    if (acl.permission == kafka::Permission::Deny)
        return false;
    if (asked == "DESCRIBE")
        return acl.operation == "READ" || acl.operation == "WRITE" || acl.operation == "DELETE" ||
               acl.operation == "ALTER";
    return asked == "DESCRIBE_CONFIGS" && acl.operation == "ALTER_CONFIGS";
}

inline bool allowedByRules(const std::vector<kafka::Acl>& acls, const access::Authorizer& authorizer,
                           const access::Question& question) {
    if (std::count(authorizer.superUsers.begin(), authorizer.superUsers.end(), question.principal) > 0)
        return true;
    bool candidate = false;
    bool denied = false;
    bool allowed = false;
    const std::string& name = question.resource.name;
    for (const kafka::Acl& acl : acls) {
        const bool prefixed = acl.pattern == kafka::PatternType::Prefixed;
        const bool wildcard = !prefixed && acl.name == "*" && !(name.size() > 1 && name[0] == '*');
        const bool covers = acl.type == question.resource.type &&
                            (wildcard || (prefixed ? name.starts_with(acl.name) : name == acl.name));
        if (!covers)
            continue;
        candidate = true;
        if (!appliesTo(acl, question))
            continue;
        (acl.permission == kafka::Permission::Deny ? denied : allowed) = true;
    }
    if (denied)
        return false;
    return allowed || (!candidate && authorizer.allowEveryone);
}

/// How a replayed scan came out.
struct Replay {
    enum class End { Done, Hangs, Throws } end = End::Done;
    bool candidate = false;
    std::optional<kafka::Acl> deny;
    std::optional<kafka::Acl> allow;
};

// Names in these scans are ASCII, so bytes are UTF-16 code units.
inline void section(const std::vector<kafka::Acl>& sorted, const access::Question& question,
                    std::string exemplar, bool fromLiteral, Replay& replay) {
    const std::string& name = question.resource.name;
    const auto seek = [&](const std::string& from) {
        std::size_t i = 0;
        while (i < sorted.size() && (sorted[i].type < question.resource.type ||
                                     (sorted[i].type == question.resource.type && sorted[i].name > from)))
            ++i;
        return i;
    };
    static_cast<void>(fromLiteral); // nothing sorts between UNKNOWN and LITERAL
    int steps = 0;
    for (std::size_t i = seek(exemplar); i < sorted.size();) {
        if (++steps > 10'000) {
            replay.end = Replay::End::Hangs;
            return;
        }
        const kafka::Acl& acl = sorted[i];
        if (acl.type != question.resource.type)
            return;
        std::size_t shared = 0;
        while (shared < name.size() && shared < acl.name.size() && name[shared] == acl.name[shared])
            ++shared;
        const bool literal = acl.pattern == kafka::PatternType::Literal;
        if (shared == acl.name.size()) {
            if (literal && shared != name.size()) {
                ++i;
                continue;
            }
        } else if (!(acl.name == "*" && literal)) {
            if (shared > exemplar.size()) {
                replay.end = Replay::End::Throws;
                return;
            }
            exemplar.resize(shared);
            i = seek(exemplar);
            continue;
        }
        replay.candidate = true;
        if (acl.principal.find(':') == std::string::npos) {
            replay.end = Replay::End::Throws;
            return;
        }
        if (appliesTo(acl, question)) {
            if (acl.permission == kafka::Permission::Deny) {
                replay.deny = acl;
                return;
            }
            replay.allow = acl;
        }
        ++i;
    }
}

/// sorted: by access::scansBefore.
inline Replay replay(const std::vector<kafka::Acl>& sorted, const access::Question& question) {
    Replay replay;
    section(sorted, question, question.resource.name, false, replay);
    if (!replay.deny && replay.end == Replay::End::Done)
        section(sorted, question, "*", true, replay);
    return replay;
}

} // namespace naive
} // namespace streamscape::test
