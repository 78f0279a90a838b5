// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/tables.h"
#include "widgets/common/data_table.h"

class QStackedWidget;

namespace streamscape::widgets {

/// What there is, as a list: role assignments, ACLs, or users. One of them is shown.
class AccessLists final : public QWidget {
    Q_OBJECT

public:
    explicit AccessLists(const PageContext& context, QWidget* parent = nullptr);

    void setRows(const access::Rows& rows);
    void showList(const QString& tab); ///< "roles", "acls", "users"
    void setFilterText(const QString& text);
    /// Null where there is no such row (any more).
    const access::RoleRow* role(const QString& key) const;
    const std::vector<access::RoleRow>& roles() const { return m_roles.rows(); }
    const std::vector<access::PrincipalRow>& principals() const { return m_principals.rows(); }
    /// Selects its rows where it has some; the key of its first role, or empty. The selections are signalled.
    QString select(const std::string& principal);

Q_SIGNALS:
    void roleChosen(const QString& key);
    void principalChosen(const std::string& principal);
    void linkActivated(const streamscape::base::Location& location);

private:
    DataTable* makeTable(const PageContext& context, const char* name, const QString& accessibleName);
    void addPane(const QString& title, const QString& subtitle, DataTable* table);

    access::RoleModel m_roles;
    access::AclModel m_acls;
    access::PrincipalModel m_principals;
    QStackedWidget* m_stack;
    DataTable* m_roleTable;
    DataTable* m_aclTable;
    DataTable* m_userTable;
};

} // namespace streamscape::widgets
