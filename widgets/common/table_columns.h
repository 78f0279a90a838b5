// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/memory.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <initializer_list>

class QMenu;
class QTableView;

namespace streamscape::widgets {

/// The columns of one table: as wide as their content asks, sorted, shown or hidden, and remembered under the
/// table's object name as somebody set them. GUI thread; a child of its table, the memory outlives it.
class TableColumns final : public QObject {
    Q_OBJECT

public:
    struct Width {
        const char* columnId;
        int pixels;
    };

    TableColumns(QTableView& table, Memory& memory);

    // For the first showing, before anything is remembered.
    void setLeastWidths(std::initializer_list<Width> widths);
    void setUsualWidths(std::initializer_list<Width> widths);
    void setStretch(const QString& columnId);
    void setHiddenByDefault(const QStringList& columnIds);
    /// Whether what is shown now needs the column: others take its room. Not remembered, nobody set it.
    void setNeeded(const QString& columnId, bool needed);
    void setDefaultSort(const QString& columnId, Qt::SortOrder order);

    /// As remembered, or as by default: once the table has its model.
    void restore();
    /// The same once the table has another name. The sort stays.
    void restoreAnew();
    /// There are rows to measure for the first time, or there is another width to fill.
    void fit();
    /// True once the widths are those of the content, or somebody's own.
    bool isFitted() const { return m_fitted; }
    /// True where somebody set the widths: they stay when the window grows.
    bool areOwn() const { return m_own; }
    /// Which columns are shown, as wide as their content, and back to the defaults.
    void fillMenu(QMenu& menu);
    void showMenu(const QPoint& globalPlace);

    QString idOf(int column) const;
    int indexOf(const QString& id) const; ///< -1 where there is none

private:
    void remember();
    void resetToDefaults();
    void showAllInOrder();
    void fitAgain();
    int contentWidth(int column) const;
    QString memoryKey() const;

    QTableView& m_table;
    Memory& m_memory;
    QHash<QString, int> m_least;
    QHash<QString, int> m_usual;
    QStringList m_hiddenByDefault;
    QString m_stretch;
    QString m_sortColumn;
    Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
    bool m_fitted = false;
    bool m_own = false;
    bool m_restoring = false; ///< what changes now is not somebody's doing
};

} // namespace streamscape::widgets
