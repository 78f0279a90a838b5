// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPainter>

namespace streamscape::widgets {

// Figures of one width, so that numbers below one another line up: fonts like Inter have them only as a
// feature, which Qt 6.4 cannot ask for. Every digit stands in the middle of the widest one's place.

/// How wide a text is that way.
double tabularWidth(const QFontMetricsF& metrics, const QString& text);
/// Draws one line with the painter's font and pen, in the vertical middle; cut with an ellipsis where too
/// long.
void drawTabular(QPainter* painter, const QRectF& rect, Qt::Alignment alignment, const QString& text);

} // namespace streamscape::widgets
