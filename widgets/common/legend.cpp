// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/legend.h"

#include "widgets/common/labels.h"

#include <QPainter>

namespace streamscape::widgets {

namespace {

constexpr int swatch = 8;
constexpr int gap = 5;
constexpr int between = 14;
constexpr int widest = 190;

QFont small(QFont font) {
    font.setPixelSize(11);
    return font;
}

} // namespace

Legend::Legend(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setFont(small(font()));
}

void Legend::set(std::vector<Entry> entries) {
    if (entries == m_entries)
        return;
    m_entries = std::move(entries);
    QStringList names;
    for (const Entry& entry : m_entries)
        names << entry.name;
    setAccessibleName(names.join(QStringLiteral(", ")));
    setToolTip(plainTip(names.join(QLatin1Char('\n'))));
    updateGeometry();
    update();
}

int Legend::width(const Entry& entry) const {
    return swatch + gap + std::min(fontMetrics().horizontalAdvance(entry.name) + 2, widest);
}

QSize Legend::sizeHint() const {
    int total = 0;
    for (const Entry& entry : m_entries)
        total += width(entry) + between;
    return {std::max(total - between, 0), fontMetrics().height() + 2};
}

QSize Legend::minimumSizeHint() const { return {0, sizeHint().height()}; }

void Legend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setFont(font());
    int left = 0;
    for (const Entry& entry : m_entries) {
        const int room = std::min(width(entry), QWidget::width() - left) - swatch - gap;
        if (room < 24 && left > 0)
            return;
        painter.fillRect(QRect(left, (height() - swatch) / 2, swatch, swatch), entry.colour);
        painter.setPen(m_theme.tokens().dim);
        painter.drawText(QRect(left + swatch + gap, 0, room, height()), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(entry.name, Qt::ElideMiddle, room));
        left += width(entry) + between;
    }
}

} // namespace streamscape::widgets
