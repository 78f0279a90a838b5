// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/time_chart.h"

namespace streamscape::widgets {

/// Values over time as lines. The caller hands in at most about 8 lines, each reduced to the pixel width
/// (base::downsample); a nullopt value is a gap.
class LineChart final : public TimeChart {
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

protected:
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    void rebuild() override;
    QString label(double value) const;

    Unit m_unit;
    std::vector<Line> m_lines;
    std::vector<Mark> m_marks;
    base::Time m_rangeFrom{};
    base::Time m_rangeTo{};
    double m_bottom = 0;
    double m_top = 1;
};

} // namespace streamscape::widgets
