// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/table_filter.h"
#include "models/lag/row_filter.h"
#include "widgets/common/filter_bar.h"

class QMenu;
class QPushButton;

namespace streamscape::widgets {

/// What the tables leave out: words to type, verdicts to choose, what F and X on a cell say; each of these is
/// a chip that can be taken off. At its right end the table is stopped and goes on.
class LagFilter final : public QWidget {
    Q_OBJECT

public:
    explicit LagFilter(QWidget* parent = nullptr);

    const lag::RowFilter& rows() const { return m_rows; }
    /// The words, and what else of columns.
    base::TableFilter table() const;
    /// Without a signal.
    void set(const lag::RowFilter& rows, const base::TableFilter& table);
    /// Another choice of verdicts, with a signal.
    void setOnly(std::set<lag::Verdict> verdicts);
    /// F and X on a cell.
    void takeOnly(const QString& columnId, const QString& value);
    void takeWithout(const QString& columnId, const QString& value);
    void focusLine();
    /// Whether the table stands still; it cannot be stopped where it is of the past.
    void setPaused(bool paused, bool possible);

Q_SIGNALS:
    void changed();
    void pauseAsked();

private:
    void fillMenu();
    void removeChip(const QString& id);
    void take(lag::RowFilter rows);
    void take(const base::ColumnFilter& one);
    void showChips();

    lag::RowFilter m_rows;
    std::vector<base::ColumnFilter> m_columns;
    FilterBar* m_bar;
    QPushButton* m_verdicts;
    QMenu* m_menu;
    QPushButton* m_pause;
};

} // namespace streamscape::widgets
