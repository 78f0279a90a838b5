// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/by_member.h"
#include "models/lag/overview.h"
#include "models/lag/partition_table.h"
#include "widgets/common/badge.h"
#include "widgets/common/data_table.h"
#include "widgets/common/pane.h"

class QLabel;
class QPushButton;
class QStackedWidget;

namespace streamscape::widgets {

class PartitionMap;
class Segmented;

/// The selected group: its verdict and why, how even its work is, its partitions as a table or a map, its
/// members, and where to go from here.
class GroupDetail final : public QWidget {
    Q_OBJECT

public:
    explicit GroupDetail(const PageContext& context, QWidget* parent = nullptr);

    /// A name that is in none of the snapshots is said to be no group; an empty one selects none.
    void setGroup(const lag::Snapshots& snapshots, const lag::GroupKey& key);
    /// One of its partitions, now or as soon as it appears.
    void selectPartition(const base::TopicPartition& partition);

Q_SIGNALS:
    void locationRequested(const streamscape::base::Location& location);

private:
    QWidget* makeTabs();
    QWidget* makeLinks();
    QPushButton* makeLink(const QString& text, const char* name);
    void showTab(const QString& id);
    void showNone();
    void showGroup(const lag::Group& group);
    const lag::PartitionEntry* current() const;
    std::string topic() const;
    std::optional<base::Time> unreadSince() const;
    void goToAudit();
    void updateLinks();

    PageContext m_context;
    Pane* m_pane;
    Badge* m_badge;
    QLabel* m_why;
    QLabel* m_skew;
    Segmented* m_tabs;
    QStackedWidget* m_stack;
    lag::PartitionModel m_model;
    DataTable* m_table;
    lag::MemberModel m_memberModel;
    DataTable* m_members;
    PartitionMap* m_map;
    QPushButton* m_audit;
    QPushButton* m_access;
    QPushButton* m_topicLink;
    lag::GroupKey m_key;
    std::optional<base::Time> m_asOf;
    std::vector<std::string> m_topics;
};

} // namespace streamscape::widgets
