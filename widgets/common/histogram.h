// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/time_chart.h"

namespace streamscape::widgets {

/// Counts over time as stacked bars.
class Histogram final : public TimeChart {
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

protected:
    void drawForeground(QPainter* painter, const QRectF& rect) override;

private:
    void rebuild() override;
    std::vector<Legend::Entry> readout(base::Time time) const override;
    QColor colour(const Series& series) const;

    std::vector<Series> m_series;
    std::vector<Bar> m_bars;
    base::Duration m_width{};
    double m_top = 1;
};

} // namespace streamscape::widgets
