// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/histogram.h"

#include <QBarCategoryAxis>
#include <QBarSet>
#include <QChart>
#include <QGraphicsLayout>
#include <QPainter>
#include <QStackedBarSeries>
#include <QValueAxis>

namespace streamscape::widgets {

Histogram::Histogram(const PageContext& context, QWidget* parent)
    : TimeChart(context, parent) {
    setMinimumHeight(120);
    setAccessibleName(tr("Histogram over time"));
}

void Histogram::setData(const std::vector<Series>& series, const std::vector<Bar>& bars,
                        base::Duration width) {
    if (series == m_series && bars == m_bars && width == m_width)
        return;
    m_series = series;
    m_bars = bars;
    m_width = width;
    rebuild();
}

void Histogram::rebuild() {
    // Bars set one by one cost seven times as much as a series made anew by one append.
    chart()->removeAllSeries();
    const QList<QAbstractAxis*> axes = chart()->axes();
    for (QAbstractAxis* axis : axes) {
        chart()->removeAxis(axis);
        delete axis;
    }
    std::vector<Legend::Entry> entries;
    for (const Series& one : m_series)
        entries.push_back({one.name, colour(one)});
    setLegend(std::move(entries));
    viewport()->update();
    if (m_bars.empty()) {
        setSpan(base::Time{}, base::Time{});
        return;
    }
    setSpan(m_bars.front().start, m_bars.back().start + m_width);
    auto* stacked = new QStackedBarSeries;
    stacked->setBarWidth(0.8);
    stacked->setLabelsVisible(false);
    QList<QBarSet*> sets;
    double most = 0;
    for (std::size_t i = 0; i < m_series.size(); ++i) {
        auto* set = new QBarSet(m_series[i].name);
        set->setColor(colour(m_series[i]));
        set->setBorderColor(Qt::transparent);
        QList<qreal> values;
        values.reserve(static_cast<qsizetype>(m_bars.size()));
        for (const Bar& bar : m_bars)
            values << static_cast<qreal>(i < bar.counts.size() ? bar.counts[i] : 0);
        set->append(values);
        sets << set;
    }
    for (const Bar& bar : m_bars) {
        double sum = 0;
        for (const std::int64_t count : bar.counts)
            sum += static_cast<double>(count);
        most = std::max(most, sum);
    }
    stacked->append(sets);
    m_top = niceTop(most);
    auto* x = new QBarCategoryAxis;
    auto* y = new QValueAxis;
    y->setRange(0, m_top);
    x->setVisible(false);
    y->setVisible(false);
    chart()->addAxis(x, Qt::AlignBottom);
    chart()->addAxis(y, Qt::AlignLeft);
    chart()->addSeries(stacked);
    stacked->attachAxis(x);
    stacked->attachAxis(y);
}

QColor Histogram::colour(const Series& series) const {
    return series.severity == base::Severity::None ? context().theme.tokens().blue
                                                   : context().theme.colour(series.severity);
}

std::vector<Legend::Entry> Histogram::readout(base::Time time) const {
    std::vector<Legend::Entry> lines;
    for (const Bar& bar : m_bars) {
        if (time < bar.start || time >= bar.start + m_width)
            continue;
        for (std::size_t i = 0; i < m_series.size() && i < bar.counts.size(); ++i)
            lines.push_back(
                {m_series[i].name + QLatin1Char(' ') + base::grouped(bar.counts[i]), colour(m_series[i])});
        break;
    }
    return lines;
}

void Histogram::drawForeground(QPainter* painter, const QRectF& rect) {
    const Tokens& t = context().theme.tokens();
    const QRectF plot = chart()->plotArea();
    painter->save();
    QFont font = painter->font();
    font.setPixelSize(11);
    painter->setFont(font);
    painter->setPen(t.line);
    painter->drawLine(plot.bottomLeft(), plot.bottomRight());
    if (!m_bars.empty()) {
        painter->setPen(t.dim);
        const auto label = [&](double value, double y) {
            painter->drawText(QRectF(0, y - 8, plot.left() - 6, 16), Qt::AlignRight | Qt::AlignVCenter,
                              base::grouped(static_cast<std::int64_t>(value)));
        };
        label(m_top, plot.top() + 2);
        label(0, plot.bottom());
    }
    painter->restore();
    TimeChart::drawForeground(painter, rect);
}

} // namespace streamscape::widgets
