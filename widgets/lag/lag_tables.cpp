// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/lag_tables.h"

#include <QAbstractProxyModel>
#include <QKeyEvent>
#include <QScopedValueRollback>

#include <array>

namespace streamscape::widgets {

namespace {

constexpr std::array names{"group", "topic", "member", "partition"};

} // namespace

const char* LagTables::name(By by) { return names[static_cast<std::size_t>(by)]; }

LagTables::By LagTables::byName(const std::string& name) {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (name == names[i])
            return static_cast<By>(i);
    return By::Group;
}

LagTables::LagTables(const PageContext& context, bool severalClusters, QWidget* parent)
    : QStackedWidget(parent)
    , m_groups(add(context))
    , m_topics(add(context))
    , m_members(add(context))
    , m_partitions(add(context)) {
    m_groups->setDefaultSort(QStringLiteral("verdict"), Qt::DescendingOrder);
    m_groups->setStretchColumn(QStringLiteral("spark"));
    m_groups->setLeastWidths({{"topic", 116},
                              {"verdict", 128},
                              {"lag", 86},
                              {"read", 58},
                              {"written", 72},
                              {"drain", 94},
                              {"members", 66},
                              {"spark", 72}});
    m_groups->setUsualWidths({{"verdict", 128}, {"lag", 86}, {"time_lag", timeLagWidth}, {"drain", 98}});
    m_groups->setEmptyText(tr("No group matches the filter"));
    m_groups->setAccessibleName(tr("Groups"));
    m_topics->setDefaultSort(QStringLiteral("worst"), Qt::DescendingOrder);
    m_topics->setEmptyText(tr("No topic that a group reads matches the filter"));
    m_topics->setAccessibleName(tr("Topics, as their groups read them"));
    m_members->setDefaultSort(QStringLiteral("lag"), Qt::DescendingOrder);
    m_members->setAccessibleName(tr("Members of groups"));
    m_partitions->setDefaultSort(QStringLiteral("lag"), Qt::DescendingOrder);
    m_partitions->setEmptyText(tr("No partition that a group reads matches the filter"));
    m_partitions->setAccessibleName(tr("Partitions, as each group reads them"));
    for (DataTable* table : {m_topics, m_members, m_partitions})
        table->setUsualWidths({{"time_lag", timeLagWidth}});
    setSeveral(severalClusters);
    m_groups->setRowModel(&m_groupModel);
    m_topics->setRowModel(&m_topicModel);
    m_members->setRowModel(&m_memberModel);
    m_partitions->setRowModel(&m_partitionModel);
}

// Columns are remembered for one cluster and for several, each as somebody set them.
void LagTables::setSeveral(bool severalClusters) {
    const auto set = [severalClusters](DataTable* table, const char* name, QStringList hidden) {
        if (!severalClusters)
            hidden << QStringLiteral("cluster");
        table->setHiddenByDefault(hidden);
        table->rememberAs(QLatin1String(name) + QLatin1String(severalClusters ? "OfClusters" : ""));
    };
    set(m_groups, "lagGroups", {QStringLiteral("state"), QStringLiteral("skew"), QStringLiteral("expiry")});
    set(m_topics, "lagTopics", {});
    set(m_members, "lagMembers", {QStringLiteral("member")});
    set(m_partitions, "lagAllPartitions",
        {QStringLiteral("host"), QStringLiteral("expiry"), QStringLiteral("start")});
}

DataTable* LagTables::add(const PageContext& context) {
    auto* table = new DataTable(context, QString(), this);
    addWidget(table);
    table->installEventFilter(this);
    connect(table, &DataTable::currentKeyChanged, this, [this](const QString& key) {
        if (!key.isEmpty() && !m_selecting)
            tellChosen();
    });
    connect(table, &DataTable::linkActivated, this, &LagTables::linkActivated);
    connect(table, &DataTable::filterIn, this, &LagTables::filterIn);
    connect(table, &DataTable::filterOut, this, &LagTables::filterOut);
    return table;
}

DataTable* LagTables::table() const { return qobject_cast<DataTable*>(currentWidget()); }

void LagTables::setBy(By by) {
    if (by == m_by)
        return;
    m_by = by;
    refill();
    const bool hadFocus = table()->hasFocus();
    setCurrentIndex(static_cast<int>(by));
    if (hadFocus)
        table()->setFocus();
}

void LagTables::setSnapshots(const lag::Snapshots& snapshots, const lag::RowFilter& filter) {
    m_snapshots = snapshots;
    m_filter = filter;
    const bool recorded = !snapshots.empty() && !snapshots.front()->groups.empty() &&
                          snapshots.front()->groups.front().row.recorded;
    m_members->setEmptyText(recorded ? tr("History does not keep who the members were")
                                     : tr("No member of a group matches the filter"));
    refill();
}

// What rows come and go does not choose.
void LagTables::refill() {
    const QScopedValueRollback<bool> selecting(m_selecting, true);
    switch (m_by) {
    case By::Group:
        return m_groupModel.setSnapshots(m_snapshots, m_filter);
    case By::Topic:
        return m_topicModel.setSnapshots(m_snapshots, m_filter);
    case By::Member:
        return m_memberModel.setSnapshots(m_snapshots, m_filter);
    case By::Partition:
        return m_partitionModel.setAll(m_snapshots, m_filter);
    }
}

void LagTables::setFilter(const base::TableFilter& filter) {
    for (DataTable* table : {m_groups, m_topics, m_members, m_partitions})
        table->setFilter(filter);
}

void LagTables::select(const lag::GroupKey& key) {
    const QScopedValueRollback<bool> selecting(m_selecting, true);
    lag::GroupRow row;
    row.cluster = key.cluster;
    row.group = key.group;
    m_groups->selectKey(key.isEmpty() ? QString() : row.keyText());
}

int LagTables::sourceRow(const QModelIndex& index) const {
    const auto* proxy = qobject_cast<const QAbstractProxyModel*>(index.model());
    return (proxy ? proxy->mapToSource(index) : index).row();
}

lag::GroupKey LagTables::keyAt(const QModelIndex& index) const {
    const int row = sourceRow(index);
    if (row < 0)
        return {};
    const auto place = static_cast<std::size_t>(row);
    switch (m_by) {
    case By::Group:
        return {m_groupModel.rows()[place]->cluster, m_groupModel.rows()[place]->group};
    case By::Topic:
        return {m_topicModel.rows()[place].cluster, m_topicModel.rows()[place].worstGroup};
    case By::Member:
        return {m_memberModel.rows()[place].cluster, m_memberModel.rows()[place].group};
    case By::Partition:
        return {m_partitionModel.rows()[place].group->cluster, m_partitionModel.rows()[place].group->group};
    }
    return {};
}

lag::GroupKey LagTables::first() const { return keyAt(table()->model()->index(0, 0)); }

void LagTables::tellChosen() {
    const QModelIndex index = table()->currentIndex();
    const lag::GroupKey key = keyAt(index);
    if (key.isEmpty())
        return;
    std::optional<base::TopicPartition> partition;
    std::string topic;
    const auto place = static_cast<std::size_t>(sourceRow(index));
    if (m_by == By::Topic)
        topic = m_topicModel.rows()[place].topic;
    if (m_by == By::Partition) {
        partition = m_partitionModel.rows()[place]->partition;
        topic = partition->topic;
    }
    Q_EMIT groupChosen(key, topic, partition);
}

void LagTables::sortBy(const char* columnId, Qt::SortOrder order) {
    QAbstractItemModel* model = table()->model();
    for (int column = 0; column < model->columnCount(); ++column)
        if (model->headerData(column, Qt::Horizontal, base::KeyRole).toString() == QLatin1String(columnId)) {
            table()->setColumnHidden(column, false);
            table()->sortByColumn(column, order);
            table()->scrollToTop();
            return;
        }
}

// A table would toggle its row by Space; here it pauses, wherever the focus is.
bool LagTables::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->key() == Qt::Key_Space && key->modifiers() == Qt::NoModifier) {
            Q_EMIT pauseAsked();
            return true;
        }
    }
    return QStackedWidget::eventFilter(watched, event);
}

} // namespace streamscape::widgets
