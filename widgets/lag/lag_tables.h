// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/by_member.h"
#include "models/lag/by_topic.h"
#include "models/lag/group_table.h"
#include "models/lag/overview.h"
#include "models/lag/partition_table.h"
#include "widgets/common/data_table.h"

#include <QStackedWidget>

namespace streamscape::widgets {

/// The same snapshots as four tables, of which one is in front: by group, topic, member or partition. Each
/// has its own columns, sort, selection and scroll, which stay over snapshots and while another is in front.
/// Only the one in front is kept up to date.
class LagTables final : public QStackedWidget {
    Q_OBJECT

public:
    enum class By { Group, Topic, Member, Partition };
    static constexpr int timeLagWidth = 98;    ///< of a column, for "≥ 23 h 59 m"
    static const char* name(By by);            ///< "group", as addresses spell it
    static By byName(const std::string& name); ///< Group for what is none

    /// Where several clusters are shown, the tables say which.
    LagTables(const PageContext& context, bool severalClusters, QWidget* parent = nullptr);

    By by() const { return m_by; }
    void setBy(By by);
    void setSeveral(bool severalClusters);
    void setSnapshots(const lag::Snapshots& snapshots, const lag::RowFilter& filter);
    void setFilter(const base::TableFilter& filter);
    DataTable* table() const;

    /// Selects a group's row, now or as soon as it appears; other tables than that of groups stay as they
    /// are.
    void select(const lag::GroupKey& key);
    /// What the first row is about; empty where there is none.
    lag::GroupKey first() const;
    /// Sorts by a column, which is shown from now on.
    void sortBy(const char* columnId, Qt::SortOrder order);

Q_SIGNALS:
    /// Somebody chose a row: its group, and its topic and partition where the row is of one.
    void groupChosen(const streamscape::lag::GroupKey& key, const std::string& topic,
                     const std::optional<streamscape::base::TopicPartition>& partition);
    void linkActivated(const streamscape::base::Location& location);
    void filterIn(const QString& columnId, const QString& value);
    void filterOut(const QString& columnId, const QString& value);
    void pauseAsked(); ///< Space

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    DataTable* add(const PageContext& context);
    void refill();
    void tellChosen();
    int sourceRow(const QModelIndex& index) const;
    lag::GroupKey keyAt(const QModelIndex& index) const;

    By m_by = By::Group;
    lag::Snapshots m_snapshots;
    lag::RowFilter m_filter;
    bool m_selecting = false; ///< what is selected now is nobody's choice
    lag::GroupModel m_groupModel;
    lag::TopicModel m_topicModel;
    lag::MemberModel m_memberModel;
    lag::PartitionModel m_partitionModel;
    DataTable* m_groups;
    DataTable* m_topics;
    DataTable* m_members;
    DataTable* m_partitions;
};

} // namespace streamscape::widgets
