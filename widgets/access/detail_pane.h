// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/reach.h"
#include "models/access/tables.h"
#include "widgets/common/badge.h"
#include "widgets/common/data_table.h"
#include "widgets/common/entity_menu.h"
#include "widgets/common/pane.h"

class QHBoxLayout;
class QLabel;
class QStackedLayout;

namespace streamscape::widgets {

/// One principal: what it has, whether it may do what is being asked and why, what it reaches, and where else
/// to look.
class DetailPane final : public QWidget {
    Q_OBJECT

public:
    explicit DetailPane(const PageContext& context, QWidget* parent = nullptr);

    /// Empty: nothing is chosen. The question is the one of the who-can pane; binding the role row chosen.
    void show(const access::SnapshotPtr& snapshot, const std::string& principal,
              const access::RoleRow* binding, const std::optional<access::Question>& question);

Q_SIGNALS:
    void linkActivated(const streamscape::base::Location& location);

private:
    void showLinks(const std::string& principal, const std::optional<access::Question>& question);

    Pane* m_pane;
    QWidget* m_empty;
    QWidget* m_content;
    QLabel* m_name;
    Badge* m_state;
    QLabel* m_summary;
    QLabel* m_binding;
    QLabel* m_why;
    access::AclModel m_acls;
    access::ReachModel m_reach;
    DataTable* m_aclTable;
    DataTable* m_reachTable;
    QWidget* m_links;
    std::vector<std::pair<EntityKind, std::string>> m_linked; ///< what the link buttons are about, as shown
};

} // namespace streamscape::widgets
