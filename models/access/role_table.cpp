// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/role_table.h"

#include "models/access/cells.h"

namespace streamscape::access {

using base::CellKind;
using base::Column;
using base::toQString;
using kafka::Acl;
using kafka::Permission;

namespace {

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

constexpr Column<RoleRow> roles[] = {
    {"principal", "Principal", CellKind::Link, [](const RoleRow& r) { return toQString(r.principal); },
     nullptr, [](const RoleRow& r) { return toQString(r.principal); }, nullptr, nullptr,
     [](const RoleRow& r) { return principalUrl(r.principal); }, "Who the right is given to"},
    {"role", "Role", CellKind::Text,
     [](const RoleRow& r) { return r.custom ? customWords(*r.custom) : toQString(r.role); }, nullptr,
     [](const RoleRow& r) { return aclList(r.acls); },
     [](const RoleRow& r) { return r.custom ? base::Severity::Muted : base::Severity::None; }, nullptr,
     nullptr, "The role whose ACLs are all there, or a custom ACL that belongs to none"},
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
    {"state", "State", CellKind::Badge, [](const RoleRow& r) { return QString::fromUtf8(word(r.standing)); },
     [](const RoleRow& r) { return QVariant(static_cast<int>(r.standing)); },
     [](const RoleRow& r) { return r.why; }, [](const RoleRow& r) { return severity(r.standing); },
     [](const RoleRow& r) { return shape(r.standing); }, nullptr, "How the right stands against the others"},
};

} // namespace

QString RoleRow::keyText() const {
    if (custom)
        return keyOf(*custom);
    return QStringLiteral("%1|%2|%3|%4|%5")
        .arg(toQString(principal), toQString(role), QString::fromLatin1(kafka::name(type)), toQString(name),
             QString::fromLatin1(kafka::name(pattern)));
}

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
        Judgement judgement = judge(snapshot, row.principal, row.acls, row.custom.has_value(), row.reaches);
        row.standing = judgement.standing;
        row.why = std::move(judgement.why);
    }
    return rows;
}

std::span<const Column<RoleRow>> roleColumns() { return roles; }

} // namespace streamscape::access
