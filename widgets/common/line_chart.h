// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/time_chart.h"

class QAbstractSeries;
class QAreaSeries;
class QLineSeries;
class QValueAxis;

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
    enum class Stroke { Solid, Dotted, Dashed };
    struct Line {
        QString name;
        std::vector<Point> points;                      ///< ascending
        base::Severity severity = base::Severity::None; ///< None takes a series colour: colour's, or the next
        std::optional<int> colour = std::nullopt;       ///< which of Theme::series(), counted on past its end
        bool filled = false;
        Stroke stroke = Stroke::Solid;
        /// The place of an earlier line whose colour it has; then it is quieter, and not in the legend.
        std::optional<std::size_t> besides = std::nullopt;
        bool operator==(const Line&) const = default;
    };
    /// Something that happened: a thin line, its words where there is room for them and beside the mouse.
    struct Mark {
        base::Time time;
        QString text;
        base::Severity severity = base::Severity::Bad; ///< Muted for what asks for nobody
        bool operator==(const Mark&) const = default;
    };

    LineChart(const PageContext& context, Unit unit, QWidget* parent = nullptr);

    /// What the values of the next data are.
    void setUnit(Unit unit) { m_unit = unit; }
    /// What is said in place of the scale where the next data has no value at all.
    void setEmptyText(const QString& text);
    /// What is said so now; empty where there is a value.
    QString whyEmpty() const { return m_empty ? m_emptyText : QString(); }
    void setData(const std::vector<Line>& lines, base::Time from, base::Time to,
                 const std::vector<Mark>& marks = {});

protected:
    void drawBackground(QPainter* painter, const QRectF& rect) override;
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    /// What one unbroken stretch of a line is drawn with; kept and filled anew, as making series costs more
    /// than their points.
    struct Drawn {
        QLineSeries* line = nullptr;
        QLineSeries* top = nullptr; ///< of the area
        QLineSeries* floor = nullptr;
        QAreaSeries* area = nullptr; ///< made where a stretch is filled for the first time
    };
    void rebuild() override;
    std::vector<Legend::Entry> readout(base::Time time) const override;
    void draw(std::size_t place, QList<QPointF> stretch, const QPen& pen, bool filled);
    void attach(QAbstractSeries* series);
    void drawMarks(QPainter& painter);
    void drawScale(QPainter& painter) const;
    QList<QColor> colours() const;     ///< one for each line
    QString label(double value) const; ///< short, for the scale
    QString exact(double value) const; ///< for the readout

    Unit m_unit;
    QString m_emptyText;
    bool m_empty = true;
    std::vector<Line> m_lines;
    std::vector<Mark> m_marks;
    base::Time m_rangeFrom{};
    base::Time m_rangeTo{};
    QValueAxis* m_x;
    QValueAxis* m_y;
    std::vector<Drawn> m_drawn;
    double m_bottom = 0;
    double m_top = 1;
};

} // namespace streamscape::widgets
