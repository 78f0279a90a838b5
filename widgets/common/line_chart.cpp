// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/line_chart.h"

#include <QAreaSeries>
#include <QChart>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QPainter>
#include <QValueAxis>

#include <algorithm>
#include <cmath>
#include <utility>

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

QPen penOf(LineChart::Stroke stroke, const QColor& colour) {
    QPen pen(colour, 1.6);
    if (stroke == LineChart::Stroke::Dotted)
        pen.setDashPattern({1, 2});
    else if (stroke == LineChart::Stroke::Dashed)
        pen.setDashPattern({5, 3});
    return pen;
}

constexpr int mostWords = 6;   // of marks; more say nothing, beside the mouse they do
constexpr int wordRows = 3;    // below one another, where they would run into each other
constexpr double nearby = 5.0; // pixels from a mark that the mouse is at it

} // namespace

LineChart::LineChart(const PageContext& context, Unit unit, QWidget* parent)
    : TimeChart(context, parent)
    , m_unit(unit)
    , m_x(new QValueAxis)
    , m_y(new QValueAxis) {
    setMinimumHeight(120);
    setAccessibleName(tr("Lines over time"));
    m_x->setVisible(false);
    m_y->setVisible(false);
    chart()->addAxis(m_x, Qt::AlignBottom);
    chart()->addAxis(m_y, Qt::AlignLeft);
}

void LineChart::setEmptyText(const QString& text) {
    if (std::exchange(m_emptyText, text) != text)
        viewport()->update();
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

QList<QColor> LineChart::colours() const {
    const QList<QColor> free = context().theme.series();
    QList<QColor> all;
    int next = 0;
    for (const Line& line : m_lines) {
        if (line.besides && *line.besides < static_cast<std::size_t>(all.size())) {
            all << all[static_cast<qsizetype>(*line.besides)];
            all.last().setAlphaF(0.6F);
        } else {
            all << (line.severity != base::Severity::None ? context().theme.colour(line.severity)
                                                          : free[line.colour.value_or(next++) % free.size()]);
        }
    }
    return all;
}

void LineChart::attach(QAbstractSeries* series) {
    chart()->addSeries(series);
    series->attachAxis(m_x);
    series->attachAxis(m_y);
}

void LineChart::draw(std::size_t place, QList<QPointF> stretch, const QPen& pen, bool filled) {
    if (place == m_drawn.size()) {
        m_drawn.push_back({new QLineSeries});
        attach(m_drawn.back().line);
    }
    Drawn& drawn = m_drawn[place];
    if (filled && !drawn.area) {
        drawn.top = new QLineSeries;
        drawn.floor = new QLineSeries;
        drawn.area = new QAreaSeries(drawn.top, drawn.floor);
        drawn.top->setParent(drawn.area);
        drawn.floor->setParent(drawn.area);
        drawn.area->setPen(QPen(Qt::NoPen));
        attach(drawn.area);
    }
    if (stretch.size() == 1) { // one sample alone between gaps: a dash three pixels long
        const double dash = 1.5 * (m_x->max() - m_x->min()) / std::max(chart()->plotArea().width(), 1.0);
        stretch << stretch.first() + QPointF(dash, 0);
        stretch.first().rx() -= dash;
    }
    if (filled) {
        QColor fill = pen.color();
        fill.setAlphaF(0.16F);
        drawn.area->setBrush(fill);
        drawn.floor->replace(QList<QPointF>{{stretch.first().x(), m_bottom}, {stretch.last().x(), m_bottom}});
        drawn.top->replace(stretch);
    }
    if (drawn.area)
        drawn.area->setVisible(filled);
    drawn.line->setPen(pen);
    drawn.line->replace(stretch);
    drawn.line->setVisible(true);
}

void LineChart::rebuild() {
    setSpan(m_rangeFrom, m_rangeTo);
    double most = 0;
    double least = 0;
    m_empty = true;
    for (const Line& line : m_lines)
        for (const Point& point : line.points)
            if (point.value) {
                m_empty = false;
                most = std::max(most, *point.value);
                least = std::min(least, *point.value);
            }
    m_top = m_unit == Unit::Duration ? niceDurationTop(most) : niceTop(most);
    m_bottom = least < 0 ? -niceTop(-least) : 0;
    m_x->setRange(0, static_cast<double>(std::max<std::int64_t>((m_rangeTo - m_rangeFrom).count(), 1)));
    m_y->setRange(m_bottom, m_top);
    const QList<QColor> colour = colours();
    std::vector<Legend::Entry> entries;
    std::size_t used = 0;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const Line& line = m_lines[i];
        const QColor own = colour[static_cast<qsizetype>(i)];
        if (!line.besides)
            entries.push_back({line.name, own});
        const QPen pen = penOf(line.stroke, own);
        QList<QPointF> stretch;
        for (const Point& point : line.points) {
            if (point.value) {
                stretch << QPointF(static_cast<double>((point.time - m_rangeFrom).count()), *point.value);
            } else if (!stretch.isEmpty()) {
                draw(used++, std::move(stretch), pen, line.filled);
                stretch = {};
            }
        }
        if (!stretch.isEmpty())
            draw(used++, std::move(stretch), pen, line.filled);
    }
    for (std::size_t i = used; i < m_drawn.size(); ++i) {
        m_drawn[i].line->setVisible(false);
        if (m_drawn[i].area)
            m_drawn[i].area->setVisible(false);
    }
    setLegend(std::move(entries));
    viewport()->update();
}

std::vector<Legend::Entry> LineChart::readout(base::Time time) const {
    const QList<QColor> colour = colours();
    std::vector<Legend::Entry> lines;
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const std::vector<Point>& points = m_lines[i].points;
        auto nearest = std::lower_bound(points.begin(), points.end(), time,
                                        [](const Point& point, base::Time at) { return point.time < at; });
        if (nearest == points.end() ||
            (nearest != points.begin() && time - (nearest - 1)->time < nearest->time - time)) {
            if (nearest == points.begin())
                continue; // no points at all
            --nearest;
        }
        const QString value = nearest->value ? exact(*nearest->value) : base::unknownText;
        lines.push_back({m_lines[i].name + QLatin1Char(' ') + value, colour[static_cast<qsizetype>(i)]});
    }
    for (const Mark& mark : m_marks)
        if (mark.time >= from() && mark.time <= to() && std::abs(xOf(mark.time) - xOf(time)) <= nearby)
            lines.push_back({mark.text, context().theme.colour(mark.severity)});
    return lines;
}

QString LineChart::exact(double value) const {
    return m_unit == Unit::Duration ? base::durationWords(base::Duration{std::llround(value)})
                                    : base::grouped(std::llround(value));
}

QString LineChart::label(double value) const {
    if (value == 0)
        return QStringLiteral("0");
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
    painter->save();
    QFont font = painter->font();
    font.setPixelSize(11);
    painter->setFont(font);
    if (const QString why = whyEmpty(); !why.isEmpty()) { // a scale without values reads as zero
        painter->setPen(context().theme.tokens().dim);
        painter->drawText(chart()->plotArea(), Qt::AlignCenter | Qt::TextWordWrap, why);
    } else {
        drawScale(*painter);
    }
    painter->restore();
}

void LineChart::drawScale(QPainter& painter) const {
    const Tokens& t = context().theme.tokens();
    const QRectF plot = chart()->plotArea();
    constexpr int steps = 4;
    for (int i = 0; i <= steps; ++i) {
        const double y = plot.bottom() - plot.height() * i / steps;
        painter.setPen(gridPen());
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
        painter.setPen(t.dim);
        painter.drawText(QRectF(0, y - 8, plot.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
                         label(m_bottom + (m_top - m_bottom) * i / steps));
    }
}

void LineChart::drawForeground(QPainter* painter, const QRectF& rect) {
    painter->save();
    QFont font = painter->font();
    font.setPixelSize(11);
    painter->setFont(font);
    drawMarks(*painter);
    painter->restore();
    TimeChart::drawForeground(painter, rect);
}

void LineChart::drawMarks(QPainter& painter) {
    const QRectF plot = chart()->plotArea();
    std::vector<const Mark*> inside;
    for (const Mark& mark : m_marks)
        if (mark.time >= from() && mark.time <= to())
            inside.push_back(&mark);
    std::vector<QRectF> taken;
    for (const Mark* mark : inside) {
        const double x = xOf(mark->time);
        painter.setPen(QPen(context().theme.colour(mark->severity), 1, Qt::DashLine));
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
        if (static_cast<int>(inside.size()) > mostWords)
            continue;
        const QString words =
            painter.fontMetrics().elidedText(mark->text, Qt::ElideRight, static_cast<int>(plot.width() / 3));
        const double width = painter.fontMetrics().horizontalAdvance(words);
        const double left = x + 6 + width > plot.right() ? x - 6 - width : x + 6;
        for (int row = 0; row < wordRows; ++row) {
            const QRectF box(left, plot.top() + 2 + 15 * row, width, 14);
            if (std::any_of(taken.begin(), taken.end(),
                            [&](const QRectF& other) { return box.intersects(other); }))
                continue;
            taken.push_back(box);
            painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, words);
            break;
        }
    }
}

} // namespace streamscape::widgets
