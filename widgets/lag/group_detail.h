// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/partition_table.h"
#include "widgets/common/badge.h"
#include "widgets/common/data_table.h"
#include "widgets/common/pane.h"

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace streamscape::widgets {

/// The selected group: its verdict and why, its partitions, and where to go from here.
class GroupDetail final : public QWidget {
    Q_OBJECT

public:
    explicit GroupDetail(const PageContext& context, QWidget* parent = nullptr);

    /// A name that is not in the snapshot is said to be no group; without one none is selected.
    void setGroup(const lag::SnapshotPtr& snapshot, const std::string& name);

Q_SIGNALS:
    void locationRequested(const streamscape::base::Location& location);

private:
    QPushButton* addLink(QHBoxLayout* row, const QString& text, const char* name);
    std::string topic() const;
    void showNone(const std::string& name);
    void updateLinks();

    Pane* m_pane;
    Badge* m_badge;
    QLabel* m_why;
    lag::PartitionModel m_model;
    DataTable* m_table;
    QPushButton* m_audit;
    QPushButton* m_access;
    QPushButton* m_topicLink;
    std::string m_group;
    std::vector<std::string> m_topics;
};

} // namespace streamscape::widgets
