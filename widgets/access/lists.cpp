// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/access/lists.h"

#include "widgets/common/pane.h"

#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace streamscape::widgets {

using base::toQString;

namespace {

template<class Row>
const Row* findRow(const std::vector<Row>& rows, const QString& key) {
    const auto it =
        std::find_if(rows.begin(), rows.end(), [&](const Row& row) { return row.keyText() == key; });
    return it == rows.end() ? nullptr : &*it;
}

} // namespace

AccessLists::AccessLists(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_roles(access::roleColumns())
    , m_acls(access::aclColumns())
    , m_principals(access::principalColumns())
    , m_stack(new QStackedWidget(this))
    , m_roleTable(makeTable(context, "access.roles", tr("Role assignments")))
    , m_aclTable(makeTable(context, "access.acls", tr("ACLs")))
    , m_userTable(makeTable(context, "access.users", tr("Principals"))) {
    m_roleTable->setStretchColumn(QStringLiteral("on"));
    m_roleTable->setDefaultSort(QStringLiteral("principal"), Qt::AscendingOrder);
    m_roleTable->setEmptyText(tr("There are no ACLs: only super users may do anything"));
    m_aclTable->setStretchColumn(QStringLiteral("name"));
    m_aclTable->setEmptyText(tr("There are no ACLs: only super users may do anything"));
    m_userTable->setStretchColumn(QStringLiteral("principal"));
    m_userTable->setEmptyText(tr("Nobody is named anywhere"));
    // Last: what was set above is for the first showing.
    m_roleTable->setRowModel(&m_roles);
    m_aclTable->setRowModel(&m_acls);
    m_userTable->setRowModel(&m_principals);
    addPane(tr("Role assignments"), tr("read back from the ACLs"), m_roleTable);
    addPane(tr("ACLs"), {}, m_aclTable);
    addPane(tr("Users"), tr("everybody an ACL, super.users or a SCRAM credential names"), m_userTable);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_stack);
    connect(m_roleTable, &DataTable::currentKeyChanged, this, &AccessLists::roleChosen);
    connect(m_aclTable, &DataTable::currentKeyChanged, this, [this](const QString& key) {
        if (const access::AclRow* row = findRow(m_acls.rows(), key))
            Q_EMIT principalChosen(row->acl.principal);
    });
    connect(m_userTable, &DataTable::currentKeyChanged, this, [this](const QString& key) {
        if (!key.isEmpty())
            Q_EMIT principalChosen(base::toStd(key));
    });
}

DataTable* AccessLists::makeTable(const PageContext& context, const char* name,
                                  const QString& accessibleName) {
    auto* table = new DataTable(context, QString::fromLatin1(name), this);
    table->setAccessibleName(accessibleName);
    table->setLeastWidths({{"principal", 150}});
    connect(table, &DataTable::linkActivated, this, &AccessLists::linkActivated);
    return table;
}

void AccessLists::addPane(const QString& title, const QString& subtitle, DataTable* table) {
    auto* pane = new Pane(title, m_stack);
    pane->setSubtitle(subtitle);
    pane->body()->addWidget(table);
    m_stack->addWidget(pane);
}

void AccessLists::setRows(const access::Rows& rows) {
    m_roles.setRows(rows.roles);
    m_acls.setRows(rows.acls);
    m_principals.setRows(rows.principals);
}

void AccessLists::showList(const QString& tab) {
    m_stack->setCurrentIndex(tab == QLatin1String("acls") ? 1 : tab == QLatin1String("users") ? 2 : 0);
}

void AccessLists::setFilterText(const QString& text) {
    for (DataTable* table : {m_roleTable, m_aclTable, m_userTable})
        table->setFilterText(text);
}

const access::RoleRow* AccessLists::role(const QString& key) const { return findRow(m_roles.rows(), key); }

QString AccessLists::select(const std::string& principal) {
    m_userTable->selectKey(toQString(principal));
    const std::vector<access::RoleRow>& rows = m_roles.rows();
    const auto row = std::find_if(rows.begin(), rows.end(),
                                  [&](const access::RoleRow& item) { return item.principal == principal; });
    const QString key = row == rows.end() ? QString() : row->keyText();
    m_roleTable->selectKey(key);
    return key;
}

} // namespace streamscape::widgets
