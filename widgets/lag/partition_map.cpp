// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/partition_map.h"

#include "models/lag/words.h"
#include "widgets/common/labels.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace streamscape::widgets {

using base::Severity;

namespace {

constexpr int edge = 14; // of a cell, the gap to the next included
constexpr int inset = 12;
constexpr int titleHeight = 20;
constexpr int between = 8; // blocks

} // namespace

PartitionMap::PartitionMap(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme) {
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Map of the group's partitions"));
    QSizePolicy policy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&m_theme, &Theme::changed, this, [this] { update(); });
}

PartitionMap::Cell PartitionMap::cellOf(const lag::PartitionEntry& row, double most) {
    Cell cell;
    cell.key = row.keyText();
    cell.known = row->lag.has_value();
    // By the logarithm: a partition with a hundredth of the greatest lag is still seen to have some.
    if (cell.known && most > 0)
        cell.strength = std::log1p(static_cast<double>(*row->lag)) / std::log1p(most);
    switch (row->condition) {
    case lag::Condition::BelowStart:
    case lag::Condition::NoLeader:
    case lag::Condition::Failed:
        cell.severity = Severity::Bad;
        break;
    case lag::Condition::Hanging:
    case lag::Condition::Recreated:
    case lag::Condition::BeyondEnd:
    case lag::Condition::TopicGone:
        cell.severity = Severity::Warn;
        break;
    default:
        break;
    }
    const QString words = !row->note.empty() ? base::toQString(row->note)
                          : row->error       ? base::toQString(base::describe(*row->error))
                                             : QString();
    cell.tip = tr("Partition %1: lag %2, time lag %3")
                   .arg(row->partition.partition.value)
                   .arg(lag::text(row->lag), lag::timeLagText(row->timeLag));
    if (!words.isEmpty())
        cell.tip += QLatin1Char('\n') + words;
    return cell;
}

void PartitionMap::setRows(const std::vector<lag::PartitionEntry>& rows) {
    double most = 0;
    for (const lag::PartitionEntry& row : rows)
        most = std::max(most, static_cast<double>(row->lag.value_or(0)));
    std::vector<Block> blocks;
    const std::string* topic = nullptr;
    for (const lag::PartitionEntry& row : rows) {
        if (!topic || *topic != row->partition.topic)
            blocks.push_back({base::toQString(row->partition.topic), {}});
        topic = &row->partition.topic;
        blocks.back().cells.push_back(cellOf(row, most));
    }
    if (blocks == m_blocks)
        return;
    const Cell* was = cellAt(m_current);
    const QString key = was ? was->key : QString();
    m_blocks = std::move(blocks);
    m_current = {};
    setCurrent(key);
    updateGeometry();
    update();
}

void PartitionMap::setCurrent(const QString& key) {
    for (std::size_t b = 0; b < m_blocks.size(); ++b)
        for (std::size_t c = 0; c < m_blocks[b].cells.size(); ++c)
            if (m_blocks[b].cells[c].key == key)
                return moveTo({static_cast<int>(b), static_cast<int>(c)});
}

int PartitionMap::perLine(int width) const { return std::max(1, (width - 2 * inset) / edge); }

int PartitionMap::linesOf(const Block& block, int width) const {
    return (static_cast<int>(block.cells.size()) + perLine(width) - 1) / perLine(width);
}

int PartitionMap::heightForWidth(int width) const {
    int height = between;
    for (const Block& block : m_blocks)
        height += titleHeight + linesOf(block, width) * edge + between;
    return height;
}

QSize PartitionMap::sizeHint() const { return {300, heightForWidth(300)}; }

QRect PartitionMap::rectOf(Place place) const {
    int top = between;
    for (int b = 0; b < place.block; ++b)
        top += titleHeight + linesOf(m_blocks[static_cast<std::size_t>(b)], width()) * edge + between;
    const int inLine = perLine(width());
    return {inset + place.cell % inLine * edge, top + titleHeight + place.cell / inLine * edge, edge - 2,
            edge - 2};
}

PartitionMap::Place PartitionMap::placeAt(const QPoint& at) const {
    for (int b = 0; b < static_cast<int>(m_blocks.size()); ++b) {
        const QRect first = rectOf({b, 0});
        if (at.y() < first.top() || at.x() < inset)
            continue;
        const int column = (at.x() - inset) / edge;
        const int cell = (at.y() - first.top()) / edge * perLine(width()) + column;
        if (column < perLine(width()) &&
            cell < static_cast<int>(m_blocks[static_cast<std::size_t>(b)].cells.size()))
            return {b, cell};
    }
    return {};
}

const PartitionMap::Cell* PartitionMap::cellAt(Place place) const {
    if (place.isNone() || place.block >= static_cast<int>(m_blocks.size()))
        return nullptr;
    const Block& block = m_blocks[static_cast<std::size_t>(place.block)];
    return place.cell < static_cast<int>(block.cells.size())
               ? &block.cells[static_cast<std::size_t>(place.cell)]
               : nullptr;
}

void PartitionMap::moveTo(Place place) {
    const Cell* cell = cellAt(place);
    if (!cell)
        return;
    m_current = place;
    setAccessibleDescription(cell->tip);
    update();
}

void PartitionMap::step(int by) {
    if (m_blocks.empty())
        return;
    Place to = m_current.isNone() ? Place{0, 0} : Place{m_current.block, m_current.cell + by};
    const auto count = [&] {
        return static_cast<int>(m_blocks[static_cast<std::size_t>(to.block)].cells.size());
    };
    if (to.cell < 0 && to.block > 0) {
        --to.block;
        to.cell = count() - 1;
    } else if (to.cell >= count() && to.block + 1 < static_cast<int>(m_blocks.size())) {
        to = {to.block + 1, 0};
    }
    moveTo(to);
}

void PartitionMap::paintEvent(QPaintEvent*) {
    const Tokens& t = m_theme.tokens();
    QPainter painter(this);
    QFont small = font();
    small.setPixelSize(11);
    painter.setFont(small);
    for (int b = 0; b < static_cast<int>(m_blocks.size()); ++b) {
        const Block& block = m_blocks[static_cast<std::size_t>(b)];
        const QRect first = rectOf({b, 0});
        painter.setPen(t.dim);
        painter.drawText(QRect(inset, first.top() - titleHeight, width() - 2 * inset, titleHeight - 2),
                         Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(
                             tr("%1 · %2 partitions").arg(block.title).arg(block.cells.size()),
                             Qt::ElideMiddle, width() - 2 * inset));
        for (int c = 0; c < static_cast<int>(block.cells.size()); ++c) {
            const Cell& cell = block.cells[static_cast<std::size_t>(c)];
            const QRect box = rectOf({b, c});
            QColor fill = cell.severity == Severity::None ? t.accent : m_theme.colour(cell.severity);
            if (cell.severity == Severity::None)
                fill.setAlphaF(static_cast<float>(0.10 + 0.90 * cell.strength));
            if (cell.known || cell.severity != Severity::None)
                painter.fillRect(box, fill);
            if (!cell.known) {
                painter.setPen(cell.severity == Severity::None ? t.faint : fill);
                painter.setBrush(Qt::NoBrush);
                painter.drawRect(box.adjusted(0, 0, -1, -1));
            }
            if (Place{b, c} == m_current) {
                painter.setPen(QPen(t.text, hasFocus() ? 2 : 1));
                painter.setBrush(Qt::NoBrush);
                painter.drawRect(box.adjusted(-1, -1, 0, 0));
            }
        }
    }
}

void PartitionMap::mouseReleaseEvent(QMouseEvent* event) {
    const Place place = placeAt(event->pos());
    if (event->button() != Qt::LeftButton || !cellAt(place))
        return;
    moveTo(place);
    Q_EMIT chosen(cellAt(place)->key);
}

void PartitionMap::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        return step(-1);
    case Qt::Key_Right:
        return step(1);
    case Qt::Key_Up:
        return step(-perLine(width()));
    case Qt::Key_Down:
        return step(perLine(width()));
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (const Cell* cell = cellAt(m_current))
            Q_EMIT chosen(cell->key);
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void PartitionMap::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    if (m_current.isNone())
        step(0);
    update();
}

bool PartitionMap::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip)
        return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    if (const Cell* cell = cellAt(placeAt(help->pos())))
        QToolTip::showText(help->globalPos(), plainTip(cell->tip), this);
    else
        QToolTip::hideText();
    return true;
}

} // namespace streamscape::widgets
