// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/event.h"

namespace streamscape::audit {

struct Rule {
    std::string name; ///< SuperUser, DefaultAllow, DefaultDeny, MatchingAcl
    std::optional<kafka::Acl> acl;
    bool operator==(const Rule&) const = default;
};

/// The rule an authorizer printed, if it can have decided what the facts say. An ACL's principal, host,
/// operation and permission are compared with the head's rather than searched for, as its name and its
/// principal may hold any text.
std::optional<Rule> ruleFitting(std::string_view text, const Facts& facts);

/// "TRANSACTIONAL_ID" and the like.
std::optional<kafka::ResourceType> aclTypeNamed(std::string_view upperSnake);

} // namespace streamscape::audit
