// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/time_chart.h"

#include <QChart>
#include <QDateTime>
#include <QGraphicsLayout>
#include <QLegend>
#include <QMouseEvent>
#include <QPainter>

#include <array>
#include <cmath>

namespace streamscape::widgets {

namespace {

constexpr double leastDrag = 5; // pixels: less is a click

} // namespace

base::Duration niceTimeStep(base::Duration span, int wanted) {
    using namespace std::chrono_literals;
    static constexpr std::array<base::Duration, 22> steps{1ms, 10ms, 100ms, 1s,   2s,    5s,    10s,   15s,
                                                          30s, 1min, 2min,  5min, 10min, 15min, 30min, 1h,
                                                          2h,  6h,   12h,   24h,  48h,   168h};
    for (const base::Duration step : steps)
        if (span / step <= wanted)
            return step;
    return steps.back();
}

double niceTop(double value) {
    if (value <= 0)
        return 1;
    const double power = std::pow(10.0, std::floor(std::log10(value)));
    for (const double factor : {1.0, 2.0, 2.5, 5.0})
        if (value <= factor * power)
            return factor * power;
    return 10 * power;
}

TimeChart::TimeChart(const PageContext& context, QWidget* parent)
    : QChartView(new QChart, parent)
    , m_context(context) {
    setFrameShape(NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setFocusPolicy(Qt::NoFocus);
    setBackgroundBrush(Qt::NoBrush);
    setStyleSheet(QStringLiteral("background: transparent"));
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->setMargins(QMargins(46, 10, 14, 22));
    chart()->setContentsMargins(0, 0, 0, 0);
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    connect(&m_context.theme, &Theme::changed, this, [this] { rebuild(); });
    connect(&m_context.view, &View::zoneChanged, this, [this] { viewport()->update(); });
}

void TimeChart::clear(base::Time from, base::Time to) {
    m_from = from;
    m_to = to;
    chart()->removeAllSeries();
    const QList<QAbstractAxis*> axes = chart()->axes();
    for (QAbstractAxis* axis : axes) {
        chart()->removeAxis(axis);
        delete axis;
    }
}

double TimeChart::xOf(base::Time time) const {
    const QRectF plot = chart()->plotArea();
    const double span = static_cast<double>((m_to - m_from).count());
    return span > 0 ? plot.left() + plot.width() * static_cast<double>((time - m_from).count()) / span
                    : plot.left();
}

base::Time TimeChart::timeAt(double x) const {
    const QRectF plot = chart()->plotArea();
    if (plot.width() <= 0)
        return m_from;
    const double part = std::clamp((x - plot.left()) / plot.width(), 0.0, 1.0);
    return m_from + base::Duration{std::llround(part * static_cast<double>((m_to - m_from).count()))};
}

void TimeChart::drawForeground(QPainter* painter, const QRectF&) {
    const Tokens& t = m_context.theme.tokens();
    const QRectF plot = chart()->plotArea();
    painter->save();
    QFont font = painter->font();
    font.setPixelSize(11);
    painter->setFont(font);
    if (m_to > m_from) {
        const base::Duration step =
            niceTimeStep(m_to - m_from, std::max(1, static_cast<int>(plot.width() / 90)));
        const qint64 offset =
            m_context.view.zone() == base::Zone::Utc
                ? 0
                : QDateTime::fromMSecsSinceEpoch(base::toMilliseconds(m_from)).offsetFromUtc() * 1000LL;
        const qint64 first =
            (base::toMilliseconds(m_from) + offset + step.count() - 1) / step.count() * step.count();
        const bool seconds = step < std::chrono::minutes{1};
        const bool days = step >= std::chrono::hours{24};
        painter->setPen(t.dim);
        for (qint64 at = first; at <= base::toMilliseconds(m_to) + offset; at += step.count()) {
            const double x = xOf(base::fromMilliseconds(at - offset));
            const QDateTime local = QDateTime::fromMSecsSinceEpoch(at, Qt::UTC);
            const QString text = local.toString(days      ? QStringLiteral("MM-dd")
                                                : seconds ? QStringLiteral("HH:mm:ss")
                                                          : QStringLiteral("HH:mm"));
            const QRectF box(x - 40, plot.bottom() + 4, 80, 16);
            if (box.right() - 20 <= plot.right() + 14)
                painter->drawText(box, Qt::AlignHCenter | Qt::AlignTop, text);
        }
    }
    if (m_brushFrom) {
        const QRectF brush =
            QRectF(QPointF(*m_brushFrom, plot.top()), QPointF(m_brushTo, plot.bottom())).normalized();
        QColor fill = t.accent;
        fill.setAlphaF(0.13F);
        painter->fillRect(brush, fill);
        painter->setPen(t.accent);
        painter->drawRect(brush);
    }
    painter->restore();
}

void TimeChart::mousePressEvent(QMouseEvent* event) {
    const QPointF at = mapToScene(event->pos());
    if (event->button() == Qt::LeftButton && chart()->plotArea().contains(at)) {
        m_brushFrom = at.x();
        m_brushTo = at.x();
    }
}

void TimeChart::mouseMoveEvent(QMouseEvent* event) {
    if (!m_brushFrom)
        return;
    const QRectF plot = chart()->plotArea();
    m_brushTo = std::clamp(mapToScene(event->pos()).x(), plot.left(), plot.right());
    viewport()->update();
}

void TimeChart::mouseReleaseEvent(QMouseEvent*) {
    if (!m_brushFrom)
        return;
    const double left = std::min(*m_brushFrom, m_brushTo);
    const double right = std::max(*m_brushFrom, m_brushTo);
    m_brushFrom.reset();
    viewport()->update();
    if (right - left >= leastDrag && timeAt(right) > timeAt(left))
        Q_EMIT rangeSelected(timeAt(left), timeAt(right));
}

void TimeChart::mouseDoubleClickEvent(QMouseEvent*) {
    m_brushFrom.reset();
    Q_EMIT liveRequested();
}

} // namespace streamscape::widgets
