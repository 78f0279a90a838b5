// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/heat_grid.h"

#include "widgets/common/labels.h"

#include <QHelpEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

namespace streamscape::widgets {

namespace {

constexpr int rowHeight = 26;
constexpr int headHeight = 28;
constexpr int leastWidth = 44;
constexpr int widestColumn = 76;
constexpr int widestGrid = 640; // beyond this names are cut before the page is

} // namespace

HeatGrid::HeatGrid(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme) {
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    connect(&m_theme, &Theme::changed, this, [this] { update(); });
}

void HeatGrid::setData(const QStringList& rows, const QStringList& columns, std::vector<Cell> cells) {
    if (rows == m_rows && columns == m_columns && cells == m_cells)
        return;
    m_rows = rows;
    m_columns = columns;
    m_cells = std::move(cells);
    m_cells.resize(static_cast<std::size_t>(rows.size() * columns.size()));
    moveTo(m_row, m_column);
    updateGeometry();
    update();
}

int HeatGrid::headWidth() const {
    int width = 60;
    for (const QString& row : m_rows)
        width = std::max(width, fontMetrics().horizontalAdvance(row) + 16);
    return std::min(width, 160);
}

int HeatGrid::columnWidth() const {
    int width = leastWidth;
    for (const QString& column : m_columns)
        width = std::max(width, fontMetrics().horizontalAdvance(column) + 12);
    for (const Cell& cell : m_cells)
        width = std::max(width, fontMetrics().horizontalAdvance(cell.text) + 12);
    return std::min(width, widestColumn);
}

QSize HeatGrid::minimumSizeHint() const {
    return {std::min(sizeHint().width(), widestGrid), sizeHint().height()};
}

QSize HeatGrid::sizeHint() const {
    return {headWidth() + static_cast<int>(m_columns.size()) * columnWidth(),
            headHeight + static_cast<int>(m_rows.size()) * rowHeight + 2};
}

QRectF HeatGrid::cellRect(int row, int column) const {
    const double left = headWidth();
    const double width = (this->width() - left) / std::max<double>(1, static_cast<double>(m_columns.size()));
    return {left + width * column, static_cast<double>(headHeight + rowHeight * row), width, rowHeight};
}

std::optional<std::pair<int, int>> HeatGrid::cellAt(const QPointF& at) const {
    for (int row = 0; row < m_rows.size(); ++row)
        for (int column = 0; column < m_columns.size(); ++column)
            if (cellRect(row, column).contains(at))
                return std::pair{row, column};
    return std::nullopt;
}

void HeatGrid::paintEvent(QPaintEvent*) {
    const Tokens& t = m_theme.tokens();
    QPainter painter(this);
    const QRectF head(0, 0, width(), headHeight);
    painter.fillRect(head, t.raised);
    QFont small = font();
    small.setPixelSize(12);
    painter.setFont(small);
    painter.setPen(t.dim);
    for (int column = 0; column < m_columns.size(); ++column) {
        QRectF box = cellRect(0, column);
        box.moveTop(0);
        box.setHeight(headHeight);
        painter.drawText(box.adjusted(2, 0, -6, 0), Qt::AlignRight | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_columns[column], Qt::ElideRight,
                                                          static_cast<int>(box.width()) - 8));
    }
    painter.setFont(font());
    QColor hairline = t.line;
    hairline.setAlphaF(0.55F);
    for (int row = 0; row < m_rows.size(); ++row) {
        const QRectF name(8, headHeight + rowHeight * row, headWidth() - 12, rowHeight);
        painter.setPen(t.text);
        painter.drawText(
            name, Qt::AlignLeft | Qt::AlignVCenter,
            fontMetrics().elidedText(m_rows[row], Qt::ElideRight, static_cast<int>(name.width())));
        for (int column = 0; column < m_columns.size(); ++column) {
            const Cell& cell = m_cells[static_cast<std::size_t>(row * m_columns.size() + column)];
            const QRectF box = cellRect(row, column);
            if (cell.severity != base::Severity::None) {
                QColor tint = m_theme.colour(cell.severity);
                tint.setAlphaF(static_cast<float>(0.08 + 0.32 * std::clamp(cell.strength, 0.0, 1.0)));
                painter.fillRect(box, tint);
            }
            painter.setPen(cell.severity == base::Severity::Bad ? t.bad : t.text);
            painter.drawText(box.adjusted(2, 0, -6, 0), Qt::AlignRight | Qt::AlignVCenter, cell.text);
        }
        painter.setPen(hairline);
        const double bottom = headHeight + rowHeight * (row + 1) - 0.5;
        painter.drawLine(QPointF(0, bottom), QPointF(width(), bottom));
    }
    if (hasFocus() && !m_cells.empty()) {
        painter.setPen(t.accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(cellRect(m_row, m_column).adjusted(0.5, 0.5, -1.5, -1.5));
    }
}

void HeatGrid::moveTo(int row, int column) {
    m_row = std::clamp(row, 0, std::max(0, static_cast<int>(m_rows.size()) - 1));
    m_column = std::clamp(column, 0, std::max(0, static_cast<int>(m_columns.size()) - 1));
    if (!m_cells.empty())
        setAccessibleDescription(
            tr("%1, %2: %3")
                .arg(m_rows[m_row], m_columns[m_column],
                     m_cells[static_cast<std::size_t>(m_row * m_columns.size() + m_column)].text));
    update();
}

void HeatGrid::mouseReleaseEvent(QMouseEvent* event) {
    const auto cell = cellAt(event->position());
    if (!cell || event->button() != Qt::LeftButton)
        return;
    moveTo(cell->first, cell->second);
    Q_EMIT cellClicked(cell->first, cell->second);
}

void HeatGrid::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        return moveTo(m_row, m_column - 1);
    case Qt::Key_Right:
        return moveTo(m_row, m_column + 1);
    case Qt::Key_Up:
        return moveTo(m_row - 1, m_column);
    case Qt::Key_Down:
        return moveTo(m_row + 1, m_column);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (!m_cells.empty())
            Q_EMIT cellClicked(m_row, m_column);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void HeatGrid::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    moveTo(m_row, m_column); // says where it is
}

bool HeatGrid::event(QEvent* event) {
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        if (const auto cell = cellAt(help->pos()))
            QToolTip::showText(
                help->globalPos(),
                plainTip(
                    m_cells[static_cast<std::size_t>(cell->first * m_columns.size() + cell->second)].tooltip),
                this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace streamscape::widgets
