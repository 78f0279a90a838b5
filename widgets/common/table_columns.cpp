// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/table_columns.h"

#include "models/base/columns.h"

#include <QHeaderView>
#include <QMenu>
#include <QScopedValueRollback>
#include <QTableView>

#include <algorithm>

namespace streamscape::widgets {

namespace {

constexpr int widest = 420;
constexpr int measuredRows = 40; // about what is seen at once

} // namespace

TableColumns::TableColumns(QTableView& table, Memory& memory)
    : QObject(&table)
    , m_table(table)
    , m_memory(memory) {
    QHeaderView* header = table.horizontalHeader();
    connect(header, &QHeaderView::sectionResized, this, [this] {
        m_own = m_own || (m_fitted && !m_restoring);
        remember();
    });
    connect(header, &QHeaderView::sectionMoved, this, &TableColumns::remember);
    connect(header, &QHeaderView::sortIndicatorChanged, this, &TableColumns::remember);
}

void TableColumns::setLeastWidths(std::initializer_list<Width> widths) {
    for (const Width& width : widths)
        m_least[QString::fromLatin1(width.columnId)] = width.pixels;
}
void TableColumns::setUsualWidths(std::initializer_list<Width> widths) {
    for (const Width& width : widths)
        m_usual[QString::fromLatin1(width.columnId)] = width.pixels;
}
void TableColumns::setStretch(const QString& columnId) { m_stretch = columnId; }
void TableColumns::setHiddenByDefault(const QStringList& columnIds) { m_hiddenByDefault = columnIds; }
void TableColumns::setNeeded(const QString& columnId, bool needed) {
    const int column = indexOf(columnId);
    if (column < 0 || m_table.isColumnHidden(column) == !needed)
        return;
    const QScopedValueRollback<bool> restoring(m_restoring, true);
    m_table.setColumnHidden(column, !needed);
    if (m_fitted && !m_own)
        fit();
}
void TableColumns::setDefaultSort(const QString& columnId, Qt::SortOrder order) {
    m_sortColumn = columnId;
    m_sortOrder = order;
}

QString TableColumns::idOf(int column) const {
    return m_table.model()->headerData(column, Qt::Horizontal, base::KeyRole).toString();
}

int TableColumns::indexOf(const QString& id) const {
    for (int column = 0; column < m_table.model()->columnCount(); ++column)
        if (idOf(column) == id)
            return column;
    return -1;
}

QString TableColumns::memoryKey() const { return QStringLiteral("columns/") + m_table.objectName(); }

void TableColumns::restore() {
    const QScopedValueRollback<bool> restoring(m_restoring, true);
    const QByteArray state = m_memory.value(memoryKey()).toByteArray();
    m_fitted = !state.isEmpty() && m_table.horizontalHeader()->restoreState(state);
    m_own = m_fitted;
    if (m_fitted)
        return;
    for (const QString& id : std::as_const(m_hiddenByDefault))
        if (const int column = indexOf(id); column >= 0)
            m_table.setColumnHidden(column, true);
    if (const int column = indexOf(m_sortColumn); column >= 0)
        m_table.sortByColumn(column, m_sortOrder);
    else
        m_table.sortByColumn(0, Qt::AscendingOrder);
}

void TableColumns::restoreAnew() {
    const QScopedValueRollback<bool> restoring(m_restoring, true);
    const int sorted = m_table.horizontalHeader()->sortIndicatorSection();
    const Qt::SortOrder order = m_table.horizontalHeader()->sortIndicatorOrder();
    showAllInOrder();
    restore();
    m_table.sortByColumn(sorted, order);
    if (!m_fitted && m_table.model()->rowCount() > 0)
        fit();
}

void TableColumns::remember() {
    if (!m_restoring && m_fitted)
        m_memory.setValue(memoryKey(), m_table.horizontalHeader()->saveState());
}

// sizeHintForColumn() would shape the text of a thousand rows, and of all of them while hidden.
int TableColumns::contentWidth(int column) const {
    QStyleOptionViewItem option;
    option.initFrom(&m_table);
    option.font = m_table.font();
    const int first = std::max(0, m_table.rowAt(0));
    const int last = std::min(m_table.model()->rowCount(), first + measuredRows);
    int width = 0;
    for (int row = first; row < last; ++row) {
        const QModelIndex index = m_table.model()->index(row, column);
        width = std::max(width, m_table.itemDelegate()->sizeHint(option, index).width());
    }
    return width;
}

void TableColumns::fit() {
    const QScopedValueRollback<bool> restoring(m_restoring, true);
    struct Column {
        int index;
        int width; // what its content asks for
        int least; // what it may shrink to
    };
    std::vector<Column> columns;
    int total = 0;
    int slack = 0;
    for (int index = 0; index < m_table.model()->columnCount(); ++index) {
        if (m_table.isColumnHidden(index))
            continue;
        const int head = m_table.horizontalHeader()->sectionSizeHint(index);
        const int width =
            std::clamp(std::max({contentWidth(index) + 4, head + 4, m_usual.value(idOf(index))}), 40, widest);
        const int least = std::min(width, m_least.value(idOf(index), width));
        columns.push_back({index, width, least});
        total += width;
        slack += width - least;
    }
    const int left = m_table.viewport()->width() - total;
    const int stretch = indexOf(m_stretch);
    for (const Column& column : columns) {
        int width = column.width;
        if (left < 0 && slack > 0)
            width -= std::min(column.width - column.least, (column.width - column.least) * -left / slack + 1);
        else if (left > 0 && column.index == stretch)
            width += left;
        else if (left > 0 && stretch < 0) // to all, but not so wide that the eye loses the row
            width += std::min(width / 2, width * left / total);
        m_table.setColumnWidth(column.index, width);
    }
    // Widths measured while hidden are guesses; they hold from the first real size on.
    m_fitted = m_table.isVisible() && m_table.model()->rowCount() > 0;
}

void TableColumns::showAllInOrder() {
    QHeaderView* header = m_table.horizontalHeader();
    for (int column = 0; column < m_table.model()->columnCount(); ++column) {
        m_table.setColumnHidden(column, false);
        header->moveSection(header->visualIndex(column), column);
    }
}

void TableColumns::resetToDefaults() {
    m_memory.setValue(memoryKey(), {});
    showAllInOrder();
    restore();
    fit();
}

// Somebody's widths give way to those of the content.
void TableColumns::fitAgain() {
    m_own = false;
    fit();
    remember();
}

void TableColumns::fillMenu(QMenu& menu) {
    const int columns = m_table.model()->columnCount();
    for (int column = 0; column < columns; ++column) {
        QAction* action = menu.addAction(m_table.model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!m_table.isColumnHidden(column));
        const bool last = m_table.horizontalHeader()->hiddenSectionCount() + 1 == columns;
        action->setEnabled(!(last && action->isChecked()));
        connect(action, &QAction::toggled, this, [this, column](bool on) {
            m_table.setColumnHidden(column, !on);
            remember();
        });
    }
    menu.addSeparator();
    connect(menu.addAction(tr("Fit columns")), &QAction::triggered, this, &TableColumns::fitAgain);
    connect(menu.addAction(tr("Reset columns")), &QAction::triggered, this, &TableColumns::resetToDefaults);
}

void TableColumns::showMenu(const QPoint& globalPlace) {
    auto* menu = new QMenu(&m_table);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    fillMenu(*menu);
    menu->popup(globalPlace);
}

} // namespace streamscape::widgets
