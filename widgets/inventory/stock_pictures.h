// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/stock_feed.h"
#include "widgets/common/context.h"

namespace streamscape::widgets {

class HeatGrid;
class LineChart;
class Pane;

/// Where stock lies (warehouse × category) and how it went (units on hand over time).
class StockPictures final : public QWidget {
    Q_OBJECT

public:
    StockPictures(const PageContext& context, inventory::StockFeed& feed, QWidget* parent = nullptr);

    void showNewest();
    /// The chart's warehouse; empty: all of them.
    void setWarehouse(const std::string& warehouse);

Q_SIGNALS:
    void chosen(const std::string& warehouse, const std::string& category);

private:
    void makeHeat();
    void makeChart();
    void updateHeat(const inventory::Stock& stock);
    void askChart();
    void drawChart(const std::vector<inventory::OnHandPoint>& points, base::Time from, base::Time to);
    base::Time now() const { return m_context.clock(); }

    PageContext m_context;
    inventory::StockFeed& m_feed;
    inventory::HeatMap m_map;
    std::string m_warehouse;
    std::int64_t m_shownRevision = -1;
    base::Time m_asked{}; ///< when the chart was last asked for
    int m_question = 0;
    Pane* m_heatPane;
    HeatGrid* m_heat;
    Pane* m_chartPane;
    LineChart* m_chart;
};

} // namespace streamscape::widgets
