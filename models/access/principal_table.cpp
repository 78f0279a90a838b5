// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/principal_table.h"

#include "models/access/cells.h"

namespace streamscape::access {

using base::CellKind;
using base::Column;
using base::Severity;
using base::Shape;
using base::toQString;
using base::unknownText;

namespace {

QString mechanisms(const Principal& principal) {
    if (principal.scramError)
        return unknownText;
    QStringList list;
    for (const std::string& mechanism : principal.scram)
        list << toQString(mechanism);
    return list.isEmpty() ? unknownText : list.join(QStringLiteral(", "));
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

} // namespace

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
    if (principal.name == everyoneName)
        return {"Everyone", Severity::Bad, Shape::Square,
                "Every principal that can connect has these rights"};
    if (principal.roles + principal.custom == 0)
        return {"No rights", Severity::Muted, Shape::Ring,
                principal.denies > 0 ? "Only DENYs name it"
                                     : "No ACL names it; what User:* has it has as well"};
    return {"Has rights", Severity::Good, Shape::Dot, "Named by ACLs"};
}

QString PrincipalRow::keyText() const { return toQString(principal.name); }

std::vector<PrincipalRow> principalRows(const Snapshot& snapshot) {
    std::vector<PrincipalRow> rows;
    for (const Principal& principal : snapshot.principals)
        rows.push_back({principal});
    return rows;
}

std::span<const Column<PrincipalRow>> principalColumns() { return principals; }

} // namespace streamscape::access
