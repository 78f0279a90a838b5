// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/context.h"

#include <QChartView>

namespace streamscape::widgets {

/// Values over time as lines. The caller hands in at most about 8 lines, each reduced to the pixel width
/// (base::downsample); a nullopt value is a gap.
class LineChart final : public QChartView {
    Q_OBJECT

public:
    enum class Unit { Count, Duration };
    struct Point {
        base::Time time;
        std::optional<double> value; ///< records, or milliseconds
        bool operator==(const Point&) const = default;
    };
    struct Line {
        QString name;
        std::vector<Point> points;                      ///< ascending
        base::Severity severity = base::Severity::None; ///< None takes the next series colour
        bool filled = false;
        bool operator==(const Line&) const = default;
    };
    struct Mark {
        base::Time time;
        QString text;
        base::Severity severity = base::Severity::Bad;
        bool operator==(const Mark&) const = default;
    };

    LineChart(const PageContext& context, Unit unit, QWidget* parent = nullptr);

    void setData(const std::vector<Line>& lines, base::Time from, base::Time to,
                 const std::vector<Mark>& marks = {});

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
    Unit m_unit;
    std::vector<Line> m_lines;
    std::vector<Mark> m_marks;
    base::Time m_from{};
    base::Time m_to{};
    std::optional<double> m_brushFrom;
    double m_brushTo = 0;
};

} // namespace streamscape::widgets
