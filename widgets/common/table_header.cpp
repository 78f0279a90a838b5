// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/table_header.h"

#include <QPainter>

namespace streamscape::widgets {

namespace {

constexpr int margin = 8;
constexpr int arrowWidth = 14;

QFont headFont(QFont font) {
    font.setPixelSize(12);
    font.setWeight(QFont::Medium);
    return font;
}

} // namespace

TableHeader::TableHeader(const Theme& theme, QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent)
    , m_theme(theme) {
    setFixedHeight(height);
    setSectionsClickable(true);
    setSectionsMovable(true);
    setHighlightSections(false);
    setMinimumSectionSize(40);
    connect(&theme, &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void TableHeader::paintEvent(QPaintEvent* event) {
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), m_theme.tokens().raised);
    painter.setPen(m_theme.tokens().line);
    painter.drawLine(viewport()->rect().bottomLeft(), viewport()->rect().bottomRight());
    painter.end();
    QHeaderView::paintEvent(event);
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int section) const {
    const Tokens& t = m_theme.tokens();
    painter->save();
    painter->setFont(headFont(font()));
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == section;
    QRect inside = rect.adjusted(margin, 0, -margin, -1);
    const auto alignment = static_cast<Qt::Alignment>(
        model()->headerData(section, Qt::Horizontal, Qt::TextAlignmentRole).toInt());
    const QString text = model()->headerData(section, Qt::Horizontal).toString();
    const QFontMetrics metrics = painter->fontMetrics();
    const bool right = alignment & Qt::AlignRight;
    if (sorted)
        right ? inside.setLeft(inside.left() + arrowWidth) : inside.setRight(inside.right() - arrowWidth);
    const QString shown = metrics.elidedText(text, Qt::ElideRight, inside.width());
    painter->setPen(sorted ? t.text : t.dim);
    painter->drawText(inside, static_cast<int>(alignment | Qt::AlignVCenter), shown);
    if (sorted) {
        const int width = metrics.horizontalAdvance(shown);
        const int left = right ? inside.right() - width - arrowWidth + 2 : inside.left() + width + 4;
        painter->setPen(t.accent);
        painter->drawText(QRect(left, rect.top(), arrowWidth, rect.height() - 1),
                          static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter),
                          sortIndicatorOrder() == Qt::AscendingOrder ? QStringLiteral("↑")
                                                                     : QStringLiteral("↓"));
    }
    painter->restore();
}

QSize TableHeader::sectionSizeFromContents(int section) const {
    const QFontMetrics metrics(headFont(font()));
    return {metrics.horizontalAdvance(model()->headerData(section, Qt::Horizontal).toString()) + 2 * margin +
                arrowWidth,
            height};
}

} // namespace streamscape::widgets
