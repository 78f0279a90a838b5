// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/acl_table.h"

#include "models/access/cells.h"

namespace streamscape::access {

using base::CellKind;
using base::Column;
using base::Severity;
using base::Shape;
using base::toQString;
using kafka::Acl;
using kafka::Permission;
using kafka::ResourceType;

namespace {

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

} // namespace

QString AclRow::keyText() const { return keyOf(acl); }

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

std::span<const Column<AclRow>> aclColumns() { return acls; }
std::span<const Column<AclRow>> briefAclColumns() { return briefAcls; }

} // namespace streamscape::access
