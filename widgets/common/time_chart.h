// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/context.h"
#include "widgets/common/legend.h"

#include <QChartView>
#include <QPen>
#include <QPointer>

namespace streamscape::widgets {

/// What all charts over time share: the look, the time axis in the view's zone, the brush and the values
/// under the mouse. Dragging marks a stretch of time, double-click asks for live again; by keys: left and
/// right walk, + and - zoom, Home is live again. GUI thread.
class TimeChart : public QChartView {
    Q_OBJECT

public:
    explicit TimeChart(const PageContext& context, QWidget* parent = nullptr);

    /// Says which colour is what; for the pane's heading, which takes it over.
    Legend* legend() const { return m_legend; }
    /// The last line beside the mouse: what can be done here.
    void setHint(const QString& hint) { m_hint = hint; }

Q_SIGNALS:
    void rangeSelected(streamscape::base::Time from, streamscape::base::Time to);
    void liveRequested();

protected:
    /// Builds series and axes anew from the data; also called when theme or zone change.
    virtual void rebuild() = 0;
    void setSpan(base::Time from, base::Time to); ///< of the time axis
    void setLegend(std::vector<Legend::Entry> entries);
    /// What is known at a moment, a line each; shown beside the mouse. Empty shows nothing.
    virtual std::vector<Legend::Entry> readout(base::Time time) const = 0;
    /// A dotted line, as for the scale behind the values.
    QPen gridPen() const;
    base::Time from() const { return m_from; }
    base::Time to() const { return m_to; }
    const PageContext& context() const { return m_context; }
    /// Where a moment is drawn, in scene coordinates.
    double xOf(base::Time time) const;
    base::Time timeAt(double x) const;

    void drawForeground(QPainter* painter, const QRectF& rect) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool viewportEvent(QEvent* event) override;

private:
    void walk(int steps);
    void zoom(double factor);
    void showReadout(const QPoint& globalAt);

    PageContext m_context;
    QPointer<Legend> m_legend;
    QString m_hint;
    std::optional<double> m_hover;
    base::Time m_from{};
    base::Time m_to{};
    std::optional<double> m_brushFrom;
    double m_brushTo = 0;
};

/// A round step for about wanted labels over a span: 1 s, 5 s, 15 s, 1 m, …
base::Duration niceTimeStep(base::Duration span, int wanted);
/// A round top for a value axis: 1, 2, 2.5 or 5 times a power of ten, at least the value.
double niceTop(double value);

} // namespace streamscape::widgets
