// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/page.h"
#include "widgets/common/row_filter.h"
#include "widgets/common/sort_keys.h"

#include "models/base/clock.h"
#include "models/base/rowdiff.h"

#include <QAbstractProxyModel>

namespace streamscape::base {
class SnapshotTable;
}

namespace streamscape::widgets {

/// The rows of a table model in the order of one column, or in the model's own, with those a filter keeps;
/// and times in the view's zone. Sorts by the raw value with the unknown last in both directions, equal ones
/// as they stand in the model. A snapshot of a SnapshotTable is taken as one change that costs what it
/// changes and a few passes over numbers; nothing but another model resets. GUI thread.
class TableProxy final : public QAbstractProxyModel {
    Q_OBJECT

public:
    /// The view outlives the proxy.
    TableProxy(const View& view, base::Clock clock, QObject* parent = nullptr);

    void setFilter(const base::TableFilter& filter);
    const base::TableFilter& filter() const { return m_filter.filter(); }
    /// The row of this key, filtered out or not there: -1.
    int rowOf(const QString& key) const;

    void setSourceModel(QAbstractItemModel* model) override;
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    QModelIndex mapToSource(const QModelIndex& proxy) const override;
    QModelIndex mapFromSource(const QModelIndex& source) const override;
    QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    QModelIndex parent(const QModelIndex& child) const override;
    QModelIndex sibling(int row, int column, const QModelIndex& from) const override;
    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    bool hasChildren(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

Q_SIGNALS:
    /// Rows that were not shown are, and stand where they belong: the model's numbers of them.
    void rowsCame(const std::vector<int>& sourceRows);

private:
    QString shown(const QModelIndex& source) const;
    void sayTimesAgain();

    void follow(QAbstractItemModel& model);
    void followRuns(QAbstractItemModel& model);
    void begin(); ///< all of the model's rows, of which nothing is known yet
    void beforeChange(const base::RowDiff& diff);
    void afterChange(const base::RowDiff& diff);

    void takeKeys();
    void filterAgain();
    std::vector<int> filtered() const; ///< of the order
    void place(std::vector<int> moving);
    void show(std::vector<int> next);
    void take(const std::vector<int>& leaving, const std::vector<int>& next, bool reordered);
    void give(const std::vector<int>& next);
    void rearrange(std::vector<int> rows);
    void findPlaces();
    void tellChanged(const base::RowDiff& diff);

    const View& m_view;
    base::Clock m_clock;
    RowFilter m_filter;
    SortKeys m_keys; ///< of the sort column
    int m_sortColumn = -1;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    std::vector<int> m_order;     ///< all of the model's rows in order
    std::vector<char> m_accepted; ///< by the filter, a model's row
    std::vector<int> m_rows;      ///< what is shown: row to model's row
    std::vector<int> m_places;    ///< model's row to row, -1
    bool m_inSnapshot = false;    ///< the model's own signals say what the diff said
};

} // namespace streamscape::widgets
