// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/line_parser.h"

namespace streamscape::audit {

/// Kafka's authorizer log: StandardAuthorizer of 3.x (`StandardAcl(…)`) and 4.x (`StandardAcl[…]`), and
/// before it AclAuthorizer and SimpleAclAuthorizer, with a third party's ` via listener X`.
///
/// Nothing in these lines is escaped: principals, group and transactional ids may hold any text, the
/// grammar's own markers included. So every way to read a line is tried, and what a broker cannot write falls
/// away: INFO is only Denied, DEBUG only Allowed; a topic has no space in its name; an ACL that decided names
/// the principal, host, operation, type and name at the head, or a pattern over them. One way left is an
/// event, two different ones are none.
class AuthorizerLine final : public LineParser {
public:
    const char* kind() const override { return "authorizer"; }
    Shape shapeOf(std::string_view line) const override;
    std::optional<Facts> factsOf(std::string_view line) const override;
    bool holdsCount(const Facts& facts) const override;
    bool isTorn(std::string_view line) const override;
};

/// How many bytes behind a torn line its writer can have filled: Kafka's strings end at 32,767 bytes.
constexpr std::int64_t forgeableBytes = 32'767;

} // namespace streamscape::audit
