// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/line_chart.h"

#include <QAreaSeries>
#include <QChart>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QPainter>
#include <QValueAxis>

namespace streamscape::widgets {

namespace {

// The time lines of the value axis: four steps, each a round number of its unit.
double niceDurationTop(double ms) {
    static constexpr double steps[] = {100,        200,        400,       1'000,     2'000,     4'000,
                                       8'000,      20'000,     40'000,    60'000,    120'000,   240'000,
                                       480'000,    720'000,    1'200'000, 2'400'000, 3'600'000, 7'200'000,
                                       14'400'000, 28'800'000, 86'400'000};
    for (const double step : steps)
        if (ms <= step)
            return step;
    return niceTop(ms / 86'400'000) * 86'400'000;
}

} // namespace

LineChart::LineChart(const PageContext& context, Unit unit, QWidget* parent)
    : TimeChart(context, parent)
    , m_unit(unit) {
    setMinimumHeight(120);
    setAccessibleName(tr("Lines over time"));
}

void LineChart::setData(const std::vector<Line>& lines, base::Time from, base::Time to,
                        const std::vector<Mark>& marks) {
    if (lines == m_lines && marks == m_marks && from == this->from() && to == this->to())
        return;
    m_lines = lines;
    m_marks = marks;
    m_rangeFrom = from;
    m_rangeTo = to;
    rebuild();
}

void LineChart::rebuild() {
    clear(m_rangeFrom, m_rangeTo);
    if (m_rangeTo <= m_rangeFrom)
        return;
    const Theme& theme = context().theme;
    const QList<QColor> colours = theme.series();
    double most = 0;
    double least = 0;
    for (const Line& line : m_lines)
        for (const Point& point : line.points)
            if (point.value) {
                most = std::max(most, *point.value);
                least = std::min(least, *point.value);
            }
    m_top = m_unit == Unit::Duration ? niceDurationTop(most) : niceTop(most);
    m_bottom = least < 0 ? -niceTop(-least) : 0;
    auto* x = new QValueAxis;
    auto* y = new QValueAxis;
    x->setRange(0, static_cast<double>((m_rangeTo - m_rangeFrom).count()));
    y->setRange(m_bottom, m_top);
    x->setVisible(false);
    y->setVisible(false);
    chart()->addAxis(x, Qt::AlignBottom);
    chart()->addAxis(y, Qt::AlignLeft);
    const auto add = [&](QAbstractSeries* series) {
        chart()->addSeries(series);
        series->attachAxis(x);
        series->attachAxis(y);
    };
    qsizetype next = 0;
    for (const Line& line : m_lines) {
        const QColor colour = line.severity == base::Severity::None ? colours[next++ % colours.size()]
                                                                    : theme.colour(line.severity);
        QList<QPointF> stretch;
        const auto finish = [&] {
            if (stretch.size() > 1) {
                auto* drawn = new QLineSeries;
                drawn->replace(stretch);
                drawn->setPen(QPen(colour, 1.6));
                if (line.filled) {
                    auto* floor = new QLineSeries;
                    floor->replace(
                        QList<QPointF>{{stretch.first().x(), m_bottom}, {stretch.last().x(), m_bottom}});
                    auto* area = new QAreaSeries(drawn, floor);
                    drawn->setParent(area);
                    floor->setParent(area);
                    QColor fill = colour;
                    fill.setAlphaF(0.16F);
                    area->setBrush(fill);
                    area->setPen(QPen(Qt::NoPen));
                    add(area);
                    auto* top = new QLineSeries;
                    top->replace(stretch);
                    top->setPen(QPen(colour, 1.6));
                    add(top);
                } else {
                    add(drawn);
                }
            }
            stretch.clear();
        };
        for (const Point& point : line.points) {
            if (point.value)
                stretch << QPointF(static_cast<double>((point.time - m_rangeFrom).count()), *point.value);
            else
                finish();
        }
        finish();
    }
    viewport()->update();
}

QString LineChart::label(double value) const {
    if (m_unit == Unit::Duration)
        return base::durationWords(base::Duration{static_cast<std::int64_t>(value)});
    const double size = std::abs(value);
    if (size >= 1e6)
        return QStringLiteral("%1 M").arg(value / 1e6, 0, 'g', 3);
    if (size >= 1e4)
        return QStringLiteral("%1 k").arg(value / 1e3, 0, 'g', 3);
    return size >= 10 || value == std::floor(value) ? base::grouped(static_cast<std::int64_t>(value))
                                                    : QString::number(value, 'g', 2);
}

void LineChart::drawBackground(QPainter* painter, const QRectF& rect) {
    TimeChart::drawBackground(painter, rect);
    if (to() <= from())
        return;
    const Tokens& t = context().theme.tokens();
    const QRectF plot = chart()->plotArea();
    painter->save();
    QFont font = painter->font();
    font.setPixelSize(11);
    painter->setFont(font);
    constexpr int steps = 4;
    for (int i = 0; i <= steps; ++i) {
        const double y = plot.bottom() - plot.height() * i / steps;
        painter->setPen(QPen(t.line, 1, Qt::DashLine));
        painter->drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter->setPen(t.dim);
        painter->drawText(QRectF(0, y - 8, plot.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
                          label(m_bottom + (m_top - m_bottom) * i / steps));
    }
    painter->restore();
}

void LineChart::drawForeground(QPainter* painter, const QRectF& rect) {
    const QRectF plot = chart()->plotArea();
    painter->save();
    QFont font = painter->font();
    font.setPixelSize(11);
    painter->setFont(font);
    for (const Mark& mark : m_marks) {
        if (mark.time < from() || mark.time > to())
            continue;
        const double x = xOf(mark.time);
        painter->setPen(QPen(context().theme.colour(mark.severity), 1, Qt::DashLine));
        painter->drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        const double width = painter->fontMetrics().horizontalAdvance(mark.text);
        const double left = x + 6 + width > plot.right() ? x - 6 - width : x + 6;
        painter->drawText(QPointF(left, plot.top() + 12), mark.text);
    }
    painter->restore();
    TimeChart::drawForeground(painter, rect);
}

} // namespace streamscape::widgets
