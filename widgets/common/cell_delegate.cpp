// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/cell_delegate.h"

#include "widgets/common/badge.h"
#include "widgets/common/tabular.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>

#include <cmath>

namespace streamscape::widgets {

namespace {

constexpr int margin = 8;

base::CellKind kindOf(const QModelIndex& index) {
    return static_cast<base::CellKind>(index.data(base::KindRole).toInt());
}
// A time's digits stand below one another like raw text's.
bool isMono(base::CellKind kind) {
    return kind == base::CellKind::Mono || kind == base::CellKind::Position || base::isTime(kind);
}
base::Severity severityOf(const QModelIndex& index) {
    return static_cast<base::Severity>(index.data(base::SeverityRole).toInt());
}

} // namespace

QString sign(base::Shape shape) {
    switch (shape) {
    case base::Shape::None:
        return {};
    case base::Shape::Dot:
        return QStringLiteral("●");
    case base::Shape::Triangle:
        return QStringLiteral("▲");
    case base::Shape::Square:
        return QStringLiteral("■");
    case base::Shape::Diamond:
        return QStringLiteral("◆");
    case base::Shape::Ring:
        return QStringLiteral("○");
    case base::Shape::Dashed:
        return QStringLiteral("◌");
    }
    return {};
}

CellDelegate::CellDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme) {}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    const Tokens& t = m_theme.tokens();
    const base::CellKind kind = kindOf(index);
    const base::Severity severity = severityOf(index);
    painter->save();
    // The row's own background and hairline are the table's: they run on behind the last column.
    if (kind == base::CellKind::Heat && severity != base::Severity::None) {
        QColor tint = m_theme.colour(severity);
        tint.setAlphaF(0.24F);
        painter->fillRect(option.rect.adjusted(0, 0, 0, -1), tint);
    }
    const QRect inside = option.rect.adjusted(margin, 0, -margin, -1);
    if (kind == base::CellKind::Badge) {
        paintBadge(painter, inside, index);
    } else if (kind == base::CellKind::Spark) {
        paintSpark(painter, inside, index);
    } else {
        QFont font = option.font;
        QColor colour = severity == base::Severity::None ? t.text : m_theme.colour(severity);
        if (isMono(kind))
            font = m_theme.mono();
        if (kind == base::CellKind::Dim && severity == base::Severity::None)
            colour = t.dim;
        if (kind == base::CellKind::Link && severity == base::Severity::None) {
            colour = t.accent;
            font.setUnderline(option.state & QStyle::State_MouseOver);
        }
        painter->setFont(font);
        painter->setPen(colour);
        const auto alignment = static_cast<Qt::Alignment>(index.data(Qt::TextAlignmentRole).toInt());
        // Control characters in names would break the line; what is copied stays as it is.
        QString text = index.data().toString();
        text.replace(QLatin1Char('\n'), QStringLiteral("⏎")).replace(QLatin1Char('\t'), QStringLiteral("⇥"));
        if (kind == base::CellKind::Number || kind == base::CellKind::Heat) {
            drawTabular(painter, inside, alignment, text);
        } else {
            const auto elide = kind == base::CellKind::Mono ? Qt::ElideMiddle : Qt::ElideRight;
            painter->drawText(inside, static_cast<int>(alignment),
                              painter->fontMetrics().elidedText(text, elide, inside.width()));
        }
    }
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(t.accent);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(option.rect.adjusted(0, 0, -1, -1));
    }
    painter->restore();
}

void CellDelegate::paintBadge(QPainter* painter, const QRect& rect, const QModelIndex& index) const {
    Badge::draw(painter, m_theme, rect, index.data().toString(),
                static_cast<base::Shape>(index.data(base::ShapeRole).toInt()), severityOf(index));
}

void CellDelegate::paintSpark(QPainter* painter, const QRect& rect, const QModelIndex& index) const {
    const auto values = index.data(base::SparkRole).value<QList<double>>();
    double least = std::numeric_limits<double>::max();
    double most = std::numeric_limits<double>::lowest();
    for (const double value : values) {
        if (std::isnan(value))
            continue;
        least = std::min(least, value);
        most = std::max(most, value);
    }
    if (values.size() < 2 || least > most)
        return;
    const QRectF area = QRectF(rect).adjusted(0, 6, 0, -6);
    const double span = most - least;
    const double step = area.width() / static_cast<double>(values.size() - 1);
    QPainterPath path;
    bool pen = false; // lifted at gaps
    for (qsizetype i = 0; i < values.size(); ++i) {
        if (std::isnan(values[i])) {
            pen = false;
            continue;
        }
        const double height = span > 0 ? (values[i] - least) / span : 0.0;
        const QPointF at(area.left() + step * static_cast<double>(i), area.bottom() - height * area.height());
        if (pen)
            path.lineTo(at);
        else
            path.moveTo(at);
        pen = true;
    }
    const base::Severity severity = severityOf(index);
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setBrush(Qt::NoBrush);
    painter->setPen(
        QPen(severity == base::Severity::None ? m_theme.tokens().accent : m_theme.colour(severity), 1.5));
    painter->drawPath(path);
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const base::CellKind kind = kindOf(index);
    if (kind == base::CellKind::Spark)
        return {90 + 2 * margin, 29};
    const QString text = index.data().toString();
    if (kind == base::CellKind::Badge) {
        QFont font = option.font;
        font.setPixelSize(12);
        const auto shape = static_cast<base::Shape>(index.data(base::ShapeRole).toInt());
        return {Badge::pillSize(QFontMetrics(font), text, shape).width() + 2 * margin, 29};
    }
    if (kind == base::CellKind::Number || kind == base::CellKind::Heat)
        return {static_cast<int>(tabularWidth(QFontMetricsF(option.font), text)) + 2 * margin + 2, 29};
    const QFontMetrics metrics(isMono(kind) ? m_theme.mono() : option.font);
    return {metrics.horizontalAdvance(text) + 2 * margin + 2, 29};
}

} // namespace streamscape::widgets
