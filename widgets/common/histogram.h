// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/context.h"

#include <QChartView>

class QBarSet;
class QStackedBarSeries;
class QRubberBand;

namespace streamscape::widgets {

/// Counts over time as stacked bars. Dragging marks a stretch of time, double-click goes back to live.
class Histogram final : public QChartView {
    Q_OBJECT

public:
    struct Bar {
        base::Time start;
        std::vector<std::int64_t> counts; ///< one for each series
        bool operator==(const Bar&) const = default;
    };
    struct Series {
        QString name;
        base::Severity severity; ///< None is blue
        bool operator==(const Series&) const = default;
    };

    explicit Histogram(const PageContext& context, QWidget* parent = nullptr);

    /// At most 150 bars (more cost over 16 ms); each lasts width. Rebuilt by one append.
    void setData(const std::vector<Series>& series, const std::vector<Bar>& bars, base::Duration width);

Q_SIGNALS:
    void rangeSelected(streamscape::base::Time from, streamscape::base::Time to);
    void liveRequested();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    void rebuild();
    base::Time timeAt(double x) const;

    PageContext m_context;
    std::vector<Series> m_series;
    std::vector<Bar> m_bars;
    base::Duration m_width{};
    std::optional<double> m_brushFrom;
    double m_brushTo = 0;
};

} // namespace streamscape::widgets
