// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/location.h"
#include "widgets/common/context.h"
#include "widgets/common/table_columns.h"
#include "widgets/common/table_proxy.h"
#include "widgets/common/table_save.h"

#include <QTableView>

namespace streamscape::widgets {

/// A table over a RowModel as every page shows it: sortable, filterable, its rows copied and saved as text,
/// CSV or JSON, its columns remembered under the object name. Selection and scroll stay with their row over
/// snapshots; where that leaves, no other takes its place, and it is selected again where it comes back.
class DataTable final : public QTableView {
    Q_OBJECT

public:
    DataTable(const PageContext& context, const QString& objectName, QWidget* parent = nullptr);

    /// The model outlives the table.
    void setRowModel(QAbstractItemModel* model);
    /// Which rows are shown; the text alone leaves the columns' conditions as they are.
    void setFilter(const base::TableFilter& filter);
    void setFilterText(const QString& text);
    const base::TableFilter& filter() const;
    int visibleRows() const;
    QString currentKey() const;
    /// Selects the row, now or as soon as it appears; empty clears.
    void selectKey(const QString& key);
    /// For the first showing, before anything is remembered.
    void setDefaultSort(const QString& columnId, Qt::SortOrder order);
    /// A column is as wide as its content; where the table is too narrow for all, it may shrink to this.
    void setLeastWidths(std::initializer_list<TableColumns::Width> widths);
    /// What a column will usually need, where its first rows show less than what is to come.
    void setUsualWidths(std::initializer_list<TableColumns::Width> widths);
    /// The column that takes what width is left.
    void setStretchColumn(const QString& columnId);
    void setHiddenByDefault(const QStringList& columnIds);
    /// Whether what is shown now needs the column: where it says the same in each row it does not.
    void setColumnNeeded(const QString& columnId, bool needed);
    /// Another object name: the columns are as they are remembered under it; rows stay sorted as they are.
    void rememberAs(const QString& objectName);
    /// What is said in the middle while there are no rows.
    void setEmptyText(const QString& text);

Q_SIGNALS:
    void currentKeyChanged(const QString& key);
    /// A click or Return on a link.
    void linkActivated(const streamscape::base::Location& location);
    /// F and X on a cell: its column and value, as base::ColumnFilter has them.
    void filterIn(const QString& columnId, const QString& value);
    void filterOut(const QString& columnId, const QString& value);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void rowsAboutToBeRemoved(const QModelIndex& parent, int first, int last) override;

private:
    QString ownText(const QModelIndex& index) const;
    std::vector<int> selectedRowNumbers() const; ///< ascending
    void copySelection() const;
    void copySelectionAs(TableFormat format) const;
    void addCellActions(QMenu& menu, const QModelIndex& index);
    void addTableActions(QMenu& menu);
    void takeWantedKey();
    void rowsAreThere(const std::vector<int>& sourceRows);
    void rowsAreRemoved();
    void paintRows(const QRect& area);
    void setHoveredRow(int row);
    base::Location linkAt(const QModelIndex& index) const; ///< an empty page where it is no link

    PageContext m_context;
    TableProxy* m_proxy;
    TableColumns* m_columns;
    QString m_wantedKey;
    QString m_emptyText;
    int m_hoveredRow = -1;
    bool m_removing = false; ///< the current row that the selection model moves to is nobody's choice
    QString m_lostKey;       ///< of the current row, while it is being removed
};

} // namespace streamscape::widgets
