// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/time_chart.h"

#include <QChart>
#include <QDateTime>
#include <QGraphicsLayout>
#include <QLegend>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include <array>
#include <cmath>

namespace streamscape::widgets {

namespace {

constexpr double leastDrag = 5;    // pixels: less is a click
constexpr double stepsAcross = 60; // of the keys, over the whole chart

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
    , m_context(context)
    , m_legend(new Legend(context.theme, this)) {
    m_legend->hide(); // until somebody puts it into a heading
    viewport()->setMouseTracking(true);
    setFrameShape(NoFrame);
    setRenderHint(QPainter::Antialiasing);
    setFocusPolicy(Qt::TabFocus);
    setBackgroundBrush(Qt::NoBrush);
    setStyleSheet(QStringLiteral("background: transparent"));
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->setMargins(QMargins(54, 10, 14, 22));
    chart()->setContentsMargins(0, 0, 0, 0);
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    connect(&m_context.theme, &Theme::changed, this, [this] { rebuild(); });
    connect(&m_context.view, &View::zoneChanged, this, [this] { viewport()->update(); });
}

void TimeChart::setSpan(base::Time from, base::Time to) {
    m_from = from;
    m_to = to;
}

void TimeChart::setLegend(std::vector<Legend::Entry> entries) {
    if (m_legend)
        m_legend->set(std::move(entries));
}

QPen TimeChart::gridPen() const {
    QPen pen(m_context.theme.tokens().line, 1);
    pen.setDashPattern({2, 4});
    return pen;
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
            // Not the offset of the first: the clocks may change in between.
            const QDateTime local = QDateTime::fromMSecsSinceEpoch(
                at - offset, m_context.view.zone() == base::Zone::Utc ? Qt::UTC : Qt::LocalTime);
            const QString text = local.toString(days      ? QStringLiteral("MM-dd")
                                                : seconds ? QStringLiteral("HH:mm:ss")
                                                          : QStringLiteral("HH:mm"));
            const QRectF box(x - 40, plot.bottom() + 4, 80, 16);
            if (box.right() - 20 <= plot.right() + 14)
                painter->drawText(box, Qt::AlignHCenter | Qt::AlignTop, text);
        }
    }
    if (hasFocus()) {
        painter->setPen(QPen(t.accent, 1));
        painter->drawLine(plot.bottomLeft(), plot.bottomRight());
    }
    if (m_hover && !m_brushFrom) {
        painter->setPen(QPen(t.faint, 1));
        painter->drawLine(QPointF(*m_hover, plot.top()), QPointF(*m_hover, plot.bottom()));
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
    const QRectF plot = chart()->plotArea();
    const QPointF at = mapToScene(event->pos());
    if (m_brushFrom) {
        m_brushTo = std::clamp(at.x(), plot.left(), plot.right());
        viewport()->update();
        return;
    }
    const bool inside = plot.contains(at) && m_to > m_from;
    if (!inside && !m_hover)
        return;
    m_hover = inside ? std::optional(at.x()) : std::nullopt;
    viewport()->update();
    showReadout(event->globalPosition().toPoint());
}

void TimeChart::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
    case Qt::Key_Left:
        return walk(-1);
    case Qt::Key_Right:
        return walk(1);
    case Qt::Key_Plus:
        return zoom(0.5);
    case Qt::Key_Minus:
        return zoom(2);
    case Qt::Key_Home:
        Q_EMIT liveRequested();
        return;
    default:
        QWidget::keyPressEvent(event); // not the view's own: it would scroll
    }
}

void TimeChart::walk(int steps) {
    const QRectF plot = chart()->plotArea();
    if (m_to <= m_from || plot.width() <= 0)
        return;
    const double from = m_hover.value_or(steps > 0 ? plot.left() : plot.right());
    m_hover = std::clamp(from + steps * plot.width() / stepsAcross, plot.left(), plot.right());
    QStringList words{base::fullTime(timeAt(*m_hover), m_context.view.zone())};
    for (const Legend::Entry& line : readout(timeAt(*m_hover)))
        words << line.name;
    setAccessibleDescription(words.join(QStringLiteral(", ")));
    viewport()->update();
    showReadout(viewport()->mapToGlobal(mapFromScene(QPointF(*m_hover, plot.top()))));
}

// Around where the keys walked to, or the middle.
void TimeChart::zoom(double factor) {
    if (m_to <= m_from)
        return;
    const base::Time middle = m_hover ? timeAt(*m_hover) : m_from + (m_to - m_from) / 2;
    const base::Duration half{
        std::max<std::int64_t>(500, std::llround(static_cast<double>((m_to - m_from).count()) * factor / 2))};
    Q_EMIT rangeSelected(middle - half, std::min(middle + half, std::max(m_context.clock(), m_to)));
}

void TimeChart::focusInEvent(QFocusEvent* event) {
    QChartView::focusInEvent(event);
    viewport()->update();
}

void TimeChart::focusOutEvent(QFocusEvent* event) {
    QChartView::focusOutEvent(event);
    m_hover.reset();
    viewport()->update();
}

bool TimeChart::viewportEvent(QEvent* event) {
    if (event->type() == QEvent::Leave && m_hover) {
        m_hover.reset();
        viewport()->update();
    }
    return QChartView::viewportEvent(event);
}

void TimeChart::showReadout(const QPoint& globalAt) {
    const std::vector<Legend::Entry> lines =
        m_hover ? readout(timeAt(*m_hover)) : std::vector<Legend::Entry>{};
    if (lines.empty()) {
        QToolTip::hideText();
        return;
    }
    QString text = QStringLiteral("<qt><nobr>") +
                   base::fullTime(timeAt(*m_hover), m_context.view.zone()).toHtmlEscaped() +
                   QStringLiteral("</nobr>");
    for (const Legend::Entry& line : lines)
        text += QStringLiteral("<br><nobr><span style='color:%1'>■</span> %2</nobr>")
                    .arg(line.colour.name(), line.name.toHtmlEscaped());
    if (!m_hint.isEmpty())
        text += QStringLiteral("<br><nobr><span style='color:%1'>%2</span></nobr>")
                    .arg(m_context.theme.tokens().dim.name(), m_hint.toHtmlEscaped());
    QToolTip::showText(globalAt + QPoint(12, 12), text + QStringLiteral("</qt>"), viewport());
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
