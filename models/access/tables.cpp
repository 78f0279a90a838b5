// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/tables.h"

#include "models/base/location.h"

#include <algorithm>

namespace streamscape::access {

using base::CellKind;
using base::Column;
using base::Severity;
using base::Shape;
using base::toQString;
using base::unknownText;
using kafka::Acl;
using kafka::PatternType;
using kafka::Permission;
using kafka::ResourceType;

namespace {

constexpr const char* everyoneName = "User:*";

bool isEveryone(const Principal& principal) { return principal.name == everyoneName; }

/// Which of a binding's ACLs are wholly taken away by a DENY. A prefix is, when the DENY covers every name
/// that begins with it.
int overruled(const Snapshot& snapshot, const RoleRow& row, QString& by) {
    const std::string asker = row.principal == everyoneName ? stranger(snapshot) : row.principal;
    int count = 0;
    for (const Acl& acl : row.acls) {
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

void judgeStanding(const Snapshot& snapshot, RoleRow& row) {
    if (snapshot.visibility.sight != Sight::Complete) {
        row.standing = Standing::NotEvaluated;
        row.why = QStringLiteral("This cluster's authorizer decides by more than ACLs");
        return;
    }
    if (row.principal.find(':') == std::string::npos) {
        row.standing = Standing::Dangerous;
        row.why = QStringLiteral(
            "A principal without a colon makes the broker fail on every request this ACL covers");
        return;
    }
    if (row.custom && row.custom->permission == Permission::Deny) {
        row.standing = Standing::Refuses;
        row.why = QStringLiteral("A DENY comes before every ALLOW");
        return;
    }
    QString by;
    const int taken = overruled(snapshot, row, by);
    if (taken > 0) {
        row.standing =
            taken == static_cast<int>(row.acls.size()) ? Standing::Overruled : Standing::PartlyOver;
        row.why = QStringLiteral("Taken away by ") + by;
    } else if (row.principal == everyoneName) {
        row.standing = Standing::Everyone;
        row.why = QStringLiteral("Every principal that can connect has this");
    } else if (row.reaches == 0) {
        row.standing = Standing::ReachesNone;
        row.why = QStringLiteral("It covers no topic or group this connection can see");
    } else {
        row.why = QStringLiteral("The ACLs are there, and no DENY is against them as a whole");
    }
}

const char* standingWord(Standing standing) {
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
Severity standingSeverity(Standing standing) {
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
Shape standingShape(Standing standing) {
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

QString customWords(const Acl& acl) {
    QString text = acl.permission == Permission::Deny ? QStringLiteral("Deny ") : QString();
    text += words(acl.operation);
    if (acl.host != "*")
        text += QStringLiteral(" from ") + toQString(acl.host);
    return text;
}
QString aclList(const std::vector<Acl>& acls) {
    QStringList lines;
    for (const Acl& acl : acls)
        lines << longWords(acl);
    return lines.join(QLatin1Char('\n'));
}

QString patternCell(ResourceType type, PatternType pattern, const std::string& name) {
    if (type == ResourceType::Cluster)
        return unknownText;
    if (pattern == PatternType::Prefixed)
        return QStringLiteral("prefix");
    return name == "*" ? QStringLiteral("all") : QStringLiteral("literal");
}
QString patternWhy(ResourceType type, PatternType pattern, const std::string& name) {
    if (type == ResourceType::Cluster)
        return QStringLiteral("There is one cluster");
    if (pattern == PatternType::Prefixed)
        return QStringLiteral("Every name that begins so");
    return name == "*" ? QStringLiteral("LITERAL *: every name, but longer ones that begin with *")
                       : QStringLiteral("This very name");
}
QString onCell(ResourceType type, PatternType pattern, const std::string& name) {
    if (type != ResourceType::Cluster && name == "*" && pattern == PatternType::Literal)
        return words(type) + QStringLiteral(" *");
    return words(Resource{type, name});
}
QString linkTo(ResourceType type, PatternType pattern, const std::string& name) {
    if (pattern == PatternType::Prefixed || name == "*")
        return {};
    return resourceUrl({type, name});
}

constexpr Column<RoleRow> roles[] = {
    {"principal", "Principal", CellKind::Link, [](const RoleRow& r) { return toQString(r.principal); },
     nullptr, [](const RoleRow& r) { return toQString(r.principal); }, nullptr, nullptr,
     [](const RoleRow& r) { return principalUrl(r.principal); }, "Who the right is given to"},
    {"role", "Role", CellKind::Text,
     [](const RoleRow& r) { return r.custom ? customWords(*r.custom) : toQString(r.role); }, nullptr,
     [](const RoleRow& r) { return aclList(r.acls); },
     [](const RoleRow& r) { return r.custom ? Severity::Muted : Severity::None; }, nullptr, nullptr,
     "The role whose ACLs are all there, or a custom ACL that belongs to none"},
    {"on", "On", CellKind::Text, [](const RoleRow& r) { return onCell(r.type, r.pattern, r.name); }, nullptr,
     [](const RoleRow& r) { return toQString(r.name); }, nullptr, nullptr,
     [](const RoleRow& r) { return linkTo(r.type, r.pattern, r.name); },
     "The resource or the beginning of its name"},
    {"pattern", "Pattern", CellKind::Dim,
     [](const RoleRow& r) { return patternCell(r.type, r.pattern, r.name); }, nullptr,
     [](const RoleRow& r) { return patternWhy(r.type, r.pattern, r.name); }, nullptr, nullptr, nullptr,
     "Whether the name is meant exactly, as a beginning, or as any name"},
    {"reaches", "Reaches", CellKind::Dim, [](const RoleRow& r) { return reachText(r.type, r.reaches); },
     [](const RoleRow& r) { return r.reaches ? QVariant(*r.reaches) : QVariant(); },
     [](const RoleRow& r) {
         return r.reaches ? QStringLiteral("Of the topics and groups this connection can see")
                          : QStringLiteral("Counted for topics and groups only");
     },
     nullptr, nullptr, nullptr, "How many topics or groups there are under the pattern today"},
    {"state", "State", CellKind::Badge,
     [](const RoleRow& r) { return QString::fromUtf8(standingWord(r.standing)); },
     [](const RoleRow& r) { return QVariant(static_cast<int>(r.standing)); },
     [](const RoleRow& r) { return r.why; }, [](const RoleRow& r) { return standingSeverity(r.standing); },
     [](const RoleRow& r) { return standingShape(r.standing); }, nullptr,
     "How the right stands against the others"},
};

constexpr Column<AclRow> acls[] = {
    {"principal", "Principal", CellKind::Link, [](const AclRow& r) { return toQString(r.acl.principal); },
     nullptr, [](const AclRow& r) { return longWords(r.acl); }, nullptr, nullptr,
     [](const AclRow& r) { return principalUrl(r.acl.principal); }, "Who the ACL is for"},
    {"permission", "Permission", CellKind::Badge,
     [](const AclRow& r) { return QString::fromLatin1(kafka::name(r.acl.permission)); }, nullptr, nullptr,
     [](const AclRow& r) { return r.acl.permission == Permission::Deny ? Severity::Notice : Severity::Good; },
     [](const AclRow& r) { return r.acl.permission == Permission::Deny ? Shape::Diamond : Shape::Dot; },
     nullptr, "A DENY comes before every ALLOW"},
    {"operation", "Operation", CellKind::Text, [](const AclRow& r) { return toQString(r.acl.operation); }},
    {"type", "Type", CellKind::Dim,
     [](const AclRow& r) { return QString::fromLatin1(kafka::name(r.acl.type)); }},
    {"name", "Name", CellKind::Text, [](const AclRow& r) { return toQString(r.acl.name); }, nullptr, nullptr,
     nullptr, nullptr, [](const AclRow& r) { return linkTo(r.acl.type, r.acl.pattern, r.acl.name); }},
    {"pattern", "Pattern", CellKind::Dim,
     [](const AclRow& r) { return QString::fromLatin1(kafka::name(r.acl.pattern)); }, nullptr,
     [](const AclRow& r) { return patternWhy(r.acl.type, r.acl.pattern, r.acl.name); }},
    {"host", "Host", CellKind::Mono, [](const AclRow& r) { return toQString(r.acl.host); }, nullptr,
     [](const AclRow& r) {
         return r.acl.host == "*" ? QStringLiteral("From any host")
                                  : QStringLiteral("Only from this address, compared as text");
     }},
    {"role", "Role", CellKind::Dim,
     [](const AclRow& r) { return r.role.empty() ? QStringLiteral("custom") : toQString(r.role); }, nullptr,
     nullptr, nullptr, nullptr, nullptr, "The role it is part of"},
};

constexpr Column<AclRow> briefAcls[] = {
    acls[1],
    acls[2],
    {"on", "On", CellKind::Text,
     [](const AclRow& r) {
         QString text = words(r.acl.type);
         if (r.acl.type != ResourceType::Cluster)
             text += QLatin1Char(' ') + patternWords(r.acl.pattern, r.acl.name);
         if (r.acl.host != "*")
             text += QStringLiteral(" from ") + toQString(r.acl.host);
         return text;
     },
     nullptr, [](const AclRow& r) { return longWords(r.acl); }, nullptr, nullptr,
     [](const AclRow& r) { return linkTo(r.acl.type, r.acl.pattern, r.acl.name); }},
};

bool isSuper(const Answer& answer) { return answer.rule == Rule::SuperUser; }
QString answerWord(const Answer& answer) {
    switch (answer.decision) {
    case Decision::Allow:
        return QStringLiteral("Yes");
    case Decision::Deny:
        return QStringLiteral("No");
    case Decision::NoAnswer:
        return QStringLiteral("No answer");
    }
    return {};
}
Severity answerSeverity(const Answer& answer) {
    if (answer.decision == Decision::NoAnswer)
        return Severity::Bad;
    if (answer.decision == Decision::Deny)
        return Severity::Muted;
    if (isSuper(answer))
        return Severity::Warn;
    return answer.acl && answer.acl->principal != everyoneName ? Severity::Good : Severity::Bad;
}

constexpr Column<WhoCanRow> whoCanTable[] = {
    {"principal", "Principal", CellKind::Link,
     [](const WhoCanRow& r) {
         return r.answer.host == anyHost
                    ? toQString(r.answer.principal)
                    : toQString(r.answer.principal) + QStringLiteral(" from ") + toQString(r.answer.host);
     },
     nullptr, nullptr, nullptr, nullptr, [](const WhoCanRow& r) { return principalUrl(r.answer.principal); },
     "Whoever may, and whoever an ACL here names and may not"},
    {"answer", "Answer", CellKind::Badge, [](const WhoCanRow& r) { return answerWord(r.answer); },
     [](const WhoCanRow& r) { return QVariant(static_cast<int>(r.answer.decision)); },
     [](const WhoCanRow& r) { return r.answer.why; },
     [](const WhoCanRow& r) { return answerSeverity(r.answer); },
     [](const WhoCanRow& r) { return r.answer.decision == Decision::Allow ? Shape::Dot : Shape::Ring; },
     nullptr, "Evaluated as the broker does, deny first"},
    {"because", "Because of", CellKind::Text, [](const WhoCanRow& r) { return becauseOf(r.answer); }, nullptr,
     [](const WhoCanRow& r) { return r.answer.why; }, nullptr, nullptr, nullptr,
     "The rule the broker would print"},
    {"also", "Also reaches", CellKind::Dim,
     [](const WhoCanRow& r) {
         if (r.answer.everything)
             return QStringLiteral("everything");
         return r.answer.alsoReaches == 0 ? QStringLiteral("nothing else")
                                          : reachText(r.type, r.answer.alsoReaches);
     },
     [](const WhoCanRow& r) {
         return r.answer.everything    ? QVariant(std::numeric_limits<int>::max())
                : r.answer.alsoReaches ? QVariant(*r.answer.alsoReaches)
                                       : QVariant();
     },
     [](const WhoCanRow& r) {
         return r.answer.alsoReaches
                    ? QStringLiteral("Others this principal may do the same to, of those this "
                                     "connection can see")
                    : QString();
     },
     nullptr, nullptr, nullptr, "Where else this principal may do the same"},
};

QString mechanisms(const Principal& principal) {
    if (principal.scramError)
        return unknownText;
    QStringList list;
    for (const std::string& mechanism : principal.scram)
        list << toQString(mechanism);
    return list.isEmpty() ? unknownText : list.join(QStringLiteral(", "));
}
struct PrincipalState {
    const char* word;
    Severity severity;
    Shape shape;
    const char* why;
};
PrincipalState stateOf(const Principal& principal) {
    if (principal.name.find(':') == std::string::npos)
        return {"Breaks requests", Severity::Bad, Shape::Square,
                "A principal without a colon makes the broker fail"};
    if (principal.inferredSuper)
        return {
            "Super user", Severity::Warn, Shape::Triangle,
            "This connection may do what no ACL allows, so it is a super user; the broker hides the list"};
    if (principal.superUser)
        return {"Super user", Severity::Warn, Shape::Triangle, "Listed in super.users: no ACL can stop it"};
    if (isEveryone(principal))
        return {"Everyone", Severity::Bad, Shape::Square,
                "Every principal that can connect has these rights"};
    if (principal.roles + principal.custom == 0)
        return {"No rights", Severity::Muted, Shape::Ring,
                principal.denies > 0 ? "Only DENYs name it"
                                     : "No ACL names it; what User:* has it has as well"};
    return {"Has rights", Severity::Good, Shape::Dot, "Named by ACLs"};
}

constexpr Column<PrincipalRow> principals[] = {
    {"principal", "Principal", CellKind::Link,
     [](const PrincipalRow& r) { return toQString(r.principal.name); }, nullptr, nullptr, nullptr, nullptr,
     [](const PrincipalRow& r) { return principalUrl(r.principal.name); }},
    {"roles", "Roles", CellKind::Number,
     [](const PrincipalRow& r) { return base::grouped(r.principal.roles); },
     [](const PrincipalRow& r) { return QVariant(r.principal.roles); }},
    {"custom", "Custom ACLs", CellKind::Number,
     [](const PrincipalRow& r) { return base::grouped(r.principal.custom); },
     [](const PrincipalRow& r) { return QVariant(r.principal.custom); }},
    {"denies", "Denies", CellKind::Number,
     [](const PrincipalRow& r) { return base::grouped(r.principal.denies); },
     [](const PrincipalRow& r) { return QVariant(r.principal.denies); }},
    {"scram", "SCRAM login", CellKind::Dim, [](const PrincipalRow& r) { return mechanisms(r.principal); },
     nullptr,
     [](const PrincipalRow& r) {
         if (r.principal.scramError)
             return toQString(base::describe(*r.principal.scramError));
         return r.principal.scram.empty()
                    ? QStringLiteral("No SCRAM credential is shown; it may log in by other means")
                    : QString();
     }},
    {"state", "State", CellKind::Badge,
     [](const PrincipalRow& r) { return QString::fromUtf8(stateOf(r.principal).word); }, nullptr,
     [](const PrincipalRow& r) { return QString::fromUtf8(stateOf(r.principal).why); },
     [](const PrincipalRow& r) { return stateOf(r.principal).severity; },
     [](const PrincipalRow& r) { return stateOf(r.principal).shape; }},
};

QString keyOf(const Acl& acl) {
    return QStringLiteral("%1|%2|%3|%4|%5|%6|%7")
        .arg(toQString(acl.principal), QString::fromLatin1(kafka::name(acl.type)), toQString(acl.name),
             QString::fromLatin1(kafka::name(acl.pattern)), toQString(acl.operation), toQString(acl.host),
             QString::fromLatin1(kafka::name(acl.permission)));
}

} // namespace

QString RoleRow::keyText() const {
    if (custom)
        return keyOf(*custom);
    return QStringLiteral("%1|%2|%3|%4|%5")
        .arg(toQString(principal), toQString(role), QString::fromLatin1(kafka::name(type)), toQString(name),
             QString::fromLatin1(kafka::name(pattern)));
}
QString AclRow::keyText() const { return keyOf(acl); }
QString WhoCanRow::keyText() const {
    return toQString(answer.principal) + QLatin1Char('|') + toQString(answer.host);
}
QString PrincipalRow::keyText() const { return toQString(principal.name); }

std::vector<RoleRow> roleRows(const Snapshot& snapshot) {
    std::vector<RoleRow> rows;
    for (const RoleBinding& binding : snapshot.recognised.bindings)
        rows.push_back({binding.principal,
                        binding.role,
                        {},
                        binding.type,
                        binding.name,
                        binding.pattern,
                        binding.acls,
                        {},
                        Standing::InForce,
                        {}});
    for (const Acl& acl : snapshot.recognised.custom)
        rows.push_back(
            {acl.principal, {}, acl, acl.type, acl.name, acl.pattern, {acl}, {}, Standing::InForce, {}});
    for (RoleRow& row : rows) {
        row.reaches = snapshot.reach(row.type, row.name, row.pattern);
        judgeStanding(snapshot, row);
    }
    return rows;
}

std::vector<AclRow> aclRows(const Snapshot& snapshot) {
    std::vector<AclRow> rows;
    for (const RoleBinding& binding : snapshot.recognised.bindings) {
        for (const Acl& acl : binding.acls)
            rows.push_back({acl, binding.role});
    }
    for (const Acl& acl : snapshot.recognised.custom)
        rows.push_back({acl, {}});
    return rows;
}

std::vector<WhoCanRow> whoCanRows(const WhoCan& whoCan) {
    std::vector<WhoCanRow> rows;
    for (const Answer& answer : whoCan.answers)
        rows.push_back({answer, whoCan.resource.type});
    return rows;
}

std::vector<PrincipalRow> principalRows(const Snapshot& snapshot) {
    std::vector<PrincipalRow> rows;
    for (const Principal& principal : snapshot.principals)
        rows.push_back({principal});
    return rows;
}

Rows rowsOf(const Snapshot& snapshot) {
    Rows rows{roleRows(snapshot), aclRows(snapshot), principalRows(snapshot)};
    const auto byKey = [](const auto& a, const auto& b) { return a.key() < b.key(); };
    std::sort(rows.roles.begin(), rows.roles.end(), byKey);
    std::sort(rows.acls.begin(), rows.acls.end(), byKey);
    return rows;
}

std::span<const Column<RoleRow>> roleColumns() { return roles; }
std::span<const Column<AclRow>> aclColumns() { return acls; }
std::span<const Column<AclRow>> briefAclColumns() { return briefAcls; }
std::span<const Column<WhoCanRow>> whoCanColumns() { return whoCanTable; }
std::span<const Column<PrincipalRow>> principalColumns() { return principals; }

QString reachText(ResourceType type, std::optional<int> count) {
    if (!count)
        return unknownText;
    const QString noun = type == ResourceType::Group ? QStringLiteral("group") : QStringLiteral("topic");
    return base::grouped(*count) + QLatin1Char(' ') + noun + (*count == 1 ? QString() : QStringLiteral("s"));
}

QString principalUrl(const std::string& principal) {
    return base::toUrl({"access", {}, {{"principal", principal}}, {}});
}

QString resourceUrl(const Resource& resource) {
    if (resource.type == ResourceType::Topic)
        return base::toUrl({"access", {}, {{"topic", resource.name}}, {}});
    if (resource.type == ResourceType::Group)
        return base::toUrl({"access", {}, {{"group", resource.name}}, {}});
    return {};
}

} // namespace streamscape::access
