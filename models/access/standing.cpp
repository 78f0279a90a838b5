// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/standing.h"

namespace streamscape::access {

using base::Severity;
using base::Shape;
using kafka::Acl;
using kafka::PatternType;
using kafka::Permission;

namespace {

/// Which of a binding's ACLs are wholly taken away by a DENY. A prefix is, when the DENY covers every name
/// that begins with it.
int overruled(const Snapshot& snapshot, const std::string& principal, const std::vector<Acl>& acls,
              QString& by) {
    const std::string asker = principal == everyoneName ? stranger(snapshot) : principal;
    int count = 0;
    for (const Acl& acl : acls) {
        const bool manyNames = acl.pattern == PatternType::Prefixed || acl.name == "*";
        // A wildcard is only taken away as a whole by another wildcard, which covers any name.
        const std::string sample =
            acl.name == "*" && acl.pattern == PatternType::Literal ? "\u00ff" : acl.name;
        const Op op = parseOp(acl.operation);
        const Verdict verdict =
            snapshot.acls.decide(snapshot.authorizer, {asker, acl.host, op, {acl.type, sample}});
        if (verdict.decision != Decision::Deny || !verdict.acl || op == Op::All)
            continue;
        const bool wholly =
            !manyNames || verdict.acl->pattern == PatternType::Prefixed || verdict.acl->name == "*";
        if (!wholly)
            continue;
        by = longWords(*verdict.acl);
        ++count;
    }
    return count;
}

} // namespace

Judgement judge(const Snapshot& snapshot, const std::string& principal, const std::vector<Acl>& acls,
                bool isCustom, std::optional<int> reaches) {
    if (snapshot.visibility.sight != Sight::Complete)
        return {Standing::NotEvaluated,
                QStringLiteral("This cluster's authorizer decides by more than ACLs")};
    if (principal.find(':') == std::string::npos)
        return {Standing::Dangerous,
                QStringLiteral(
                    "A principal without a colon makes the broker fail on every request this ACL covers")};
    if (isCustom && acls.front().permission == Permission::Deny)
        return {Standing::Refuses, QStringLiteral("A DENY comes before every ALLOW")};
    QString by;
    if (const int taken = overruled(snapshot, principal, acls, by); taken > 0)
        return {taken == static_cast<int>(acls.size()) ? Standing::Overruled : Standing::PartlyOver,
                QStringLiteral("Taken away by ") + by};
    if (principal == everyoneName)
        return {Standing::Everyone, QStringLiteral("Every principal that can connect has this")};
    if (reaches == 0)
        return {Standing::ReachesNone, QStringLiteral("It covers no topic or group this connection can see")};
    return {Standing::InForce, QStringLiteral("The ACLs are there, and no DENY is against them as a whole")};
}

const char* word(Standing standing) {
    switch (standing) {
    case Standing::InForce:
        return "In force";
    case Standing::NotEvaluated:
        return "Not evaluated";
    case Standing::Everyone:
        return "Everyone";
    case Standing::Refuses:
        return "Refuses";
    case Standing::Overruled:
        return "Overruled";
    case Standing::PartlyOver:
        return "Partly overruled";
    case Standing::ReachesNone:
        return "Covers nothing";
    case Standing::Dangerous:
        return "Breaks requests";
    }
    return "";
}

Severity severity(Standing standing) {
    switch (standing) {
    case Standing::InForce:
        return Severity::Good;
    case Standing::Refuses:
        return Severity::Notice;
    case Standing::PartlyOver:
    case Standing::Overruled:
        return Severity::Warn;
    case Standing::Everyone:
    case Standing::Dangerous:
        return Severity::Bad;
    case Standing::ReachesNone:
    case Standing::NotEvaluated:
        return Severity::Muted;
    }
    return Severity::None;
}

Shape shape(Standing standing) {
    switch (standing) {
    case Standing::InForce:
        return Shape::Dot;
    case Standing::Refuses:
        return Shape::Diamond;
    case Standing::PartlyOver:
    case Standing::Overruled:
        return Shape::Triangle;
    case Standing::Everyone:
    case Standing::Dangerous:
        return Shape::Square;
    case Standing::ReachesNone:
    case Standing::NotEvaluated:
        return Shape::Dashed;
    }
    return Shape::None;
}

} // namespace streamscape::access
