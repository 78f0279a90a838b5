// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/badge.h"

#include "widgets/common/cell_delegate.h"

#include <QPainter>

#include <cmath>

namespace streamscape::widgets {

namespace {

QString label(const QString& word, base::Shape shape) {
    return shape == base::Shape::None ? word : sign(shape) + QLatin1Char(' ') + word;
}

QFont pillFont(QFont font) {
    font.setPixelSize(12);
    return font;
}

} // namespace

Badge::Badge(const Theme& theme, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme) {
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&m_theme, &Theme::changed, this, [this] { update(); });
}

void Badge::set(const QString& word, base::Shape shape, base::Severity severity) {
    if (word == m_word && shape == m_shape && severity == m_severity)
        return;
    m_word = word;
    m_shape = shape;
    m_severity = severity;
    setAccessibleName(word);
    setVisible(!word.isEmpty());
    updateGeometry();
    update();
}

QSize Badge::sizeHint() const { return pillSize(QFontMetrics(pillFont(font())), m_word, m_shape); }

QSize Badge::pillSize(const QFontMetrics& metrics, const QString& word, base::Shape shape) {
    return {metrics.horizontalAdvance(label(word, shape)) + 18, metrics.height() + 5};
}

void Badge::draw(QPainter* painter, const Theme& theme, const QRect& rect, const QString& word,
                 base::Shape shape, base::Severity severity) {
    if (word.isEmpty())
        return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setFont(pillFont(painter->font()));
    const QSize size = pillSize(painter->fontMetrics(), word, shape);
    const QRectF pill(rect.left() + 0.5, rect.top() + std::floor((rect.height() - size.height()) / 2.0) + 0.5,
                      std::min(size.width(), rect.width()) - 1, size.height() - 1);
    const bool quiet = severity == base::Severity::None || severity == base::Severity::Muted;
    painter->setPen(quiet ? QPen(theme.tokens().line) : QPen(Qt::NoPen));
    painter->setBrush(theme.background(severity));
    painter->drawRoundedRect(pill, pill.height() / 2, pill.height() / 2);
    painter->setPen(quiet ? theme.tokens().dim : theme.colour(severity));
    const QRectF inside = pill.adjusted(8, 0, -8, 0);
    painter->drawText(inside, Qt::AlignVCenter | Qt::AlignLeft,
                      painter->fontMetrics().elidedText(label(word, shape), Qt::ElideRight,
                                                        static_cast<int>(inside.width()) + 1));
    painter->restore();
}

void Badge::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    draw(&painter, m_theme, rect(), m_word, m_shape, m_severity);
}

} // namespace streamscape::widgets
