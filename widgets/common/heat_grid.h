// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/theme.h"

#include <QWidget>

#include <optional>
#include <vector>

namespace streamscape::widgets {

/// A small matrix with named rows and columns, each cell tinted by its severity and strength (0…1). Walked by
/// the arrow keys; Return is a click.
class HeatGrid final : public QWidget {
    Q_OBJECT

public:
    struct Cell {
        QString text; ///< base::unknownText where not known
        base::Severity severity = base::Severity::None;
        double strength = 0;
        QString tooltip;
        bool operator==(const Cell&) const = default;
    };

    explicit HeatGrid(const Theme& theme, QWidget* parent = nullptr);

    /// cells is row by row, rows.size() × columns.size().
    void setData(const QStringList& rows, const QStringList& columns, std::vector<Cell> cells);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void cellClicked(int row, int column);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRectF cellRect(int row, int column) const;
    std::optional<std::pair<int, int>> cellAt(const QPointF& at) const;
    void moveTo(int row, int column);
    int headWidth() const;
    int columnWidth() const;

    const Theme& m_theme;
    QStringList m_rows;
    QStringList m_columns;
    std::vector<Cell> m_cells;
    int m_row = 0; ///< of the cell the keys are at
    int m_column = 0;
};

} // namespace streamscape::widgets
