// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/tabular.h"

#include <QFontMetricsF>

#include <algorithm>

namespace streamscape::widgets {

namespace {

double figureWidth(const QFontMetricsF& metrics) {
    double widest = 0;
    for (char16_t figure = u'0'; figure <= u'9'; ++figure)
        widest = std::max(widest, metrics.horizontalAdvance(QChar(figure)));
    return widest;
}

bool isFigure(QChar c) { return c >= QLatin1Char('0') && c <= QLatin1Char('9'); }

// Calls each(piece, left, width) for every figure and for every run of other characters.
template<class Each>
double place(const QFontMetricsF& metrics, const QString& text, Each each) {
    const double figure = figureWidth(metrics);
    double left = 0;
    for (qsizetype i = 0; i < text.size();) {
        qsizetype end = i + 1;
        if (!isFigure(text[i]))
            while (end < text.size() && !isFigure(text[end]))
                ++end;
        const QString piece = text.mid(i, end - i);
        const double own = metrics.horizontalAdvance(piece);
        const double width = isFigure(text[i]) ? figure : own;
        each(piece, left + (width - own) / 2);
        left += width;
        i = end;
    }
    return left;
}

} // namespace

double tabularWidth(const QFontMetricsF& metrics, const QString& text) {
    return place(metrics, text, [](const QString&, double) {});
}

void drawTabular(QPainter* painter, const QRectF& rect, Qt::Alignment alignment, const QString& text) {
    const QFontMetricsF metrics(painter->font(), painter->device());
    const double width = tabularWidth(metrics, text);
    if (width > rect.width() + 1) {
        painter->drawText(rect, static_cast<int>(alignment),
                          metrics.elidedText(text, Qt::ElideRight, rect.width()));
        return;
    }
    const double left = alignment & Qt::AlignRight     ? rect.right() - width
                        : alignment & Qt::AlignHCenter ? rect.center().x() - width / 2
                                                       : rect.left();
    const double baseline = rect.center().y() + (metrics.ascent() - metrics.descent()) / 2;
    place(metrics, text,
          [&](const QString& piece, double at) { painter->drawText(QPointF(left + at, baseline), piece); });
}

} // namespace streamscape::widgets
