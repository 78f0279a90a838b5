// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inventory/stock_pictures.h"

#include "models/base/answered.h"
#include "widgets/common/heat_grid.h"
#include "widgets/common/line_chart.h"
#include "widgets/common/pane.h"
#include "widgets/inventory/words.h"

#include <QHBoxLayout>
#include <QVBoxLayout>

namespace streamscape::widgets {

using base::grouped;
using base::Severity;
using base::toQString;

namespace {

constexpr int mostPoints = 600;
constexpr base::Duration chartEvery{10'000}; // also without a commit: time goes on

HeatGrid::Cell heatCell(const inventory::HeatMap::Cell& cell) {
    if (cell.levels == 0)
        return {base::unknownText, Severity::None, 0, QStringLiteral("Nothing of this category here")};
    HeatGrid::Cell shown;
    shown.tooltip = QStringLiteral("%1, %2 oversold")
                        .arg(base::counted(cell.levels, QStringLiteral("level"), QStringLiteral("levels")))
                        .arg(cell.oversold);
    const std::optional<std::int64_t> share = cell.share();
    if (!share) {
        shown.text = base::unknownText;
        shown.tooltip += QStringLiteral("\n%1 on hand, no reorder point above zero is known here")
                             .arg(grouped(cell.onHand + cell.unplanned));
        return shown;
    }
    shown.tooltip += QStringLiteral("\n%1 on hand, reorder points add up to %2")
                         .arg(grouped(cell.onHand), grouped(cell.target));
    if (cell.unplannedLevels > 0)
        shown.tooltip +=
            QStringLiteral("\nLeft out: %1 without a reorder point, %2 on hand")
                .arg(base::counted(cell.unplannedLevels, QStringLiteral("level"), QStringLiteral("levels")),
                     grouped(cell.unplanned));
    shown.text = (*share < 0 ? QStringLiteral("▼ ") : QString()) + QString::number(*share);
    shown.severity = *share < 0 ? Severity::Bad : *share < 100 ? Severity::Warn : Severity::Good;
    shown.strength = *share < 0     ? 1.0
                     : *share < 100 ? 0.7
                                    : std::min(1.0, static_cast<double>(*share) / 600.0);
    return shown;
}

} // namespace

StockPictures::StockPictures(const PageContext& context, inventory::StockFeed& feed, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_feed(feed)
    , m_heatPane(new Pane(tr("Stock against plan"), this))
    , m_heat(new HeatGrid(context.theme, m_heatPane))
    , m_chartPane(new Pane(tr("On hand"), this))
    , m_chart(new LineChart(context, LineChart::Unit::Count, m_chartPane)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_heatPane, 5);
    row->addWidget(m_chartPane, 7);
    makeHeat();
    makeChart();
}

void StockPictures::makeHeat() {
    m_heatPane->setSubtitle(tr("warehouse × category, on hand in % of the reorder points"));
    m_heat->setAccessibleName(tr("Stock against plan"));
    auto* padded = new QVBoxLayout;
    padded->setContentsMargins(12, 8, 12, 8);
    padded->addWidget(m_heat);
    padded->addStretch(1);
    m_heatPane->body()->addLayout(padded);
    connect(m_heat, &HeatGrid::cellClicked, this, [this](int warehouse, int category) {
        Q_EMIT chosen(m_map.warehouses.at(static_cast<std::size_t>(warehouse)),
                      m_map.categories.at(static_cast<std::size_t>(category)));
    });
}

void StockPictures::makeChart() {
    m_chart->setAccessibleName(tr("Units on hand over time"));
    m_chart->setMinimumHeight(170);
    m_chartPane->body()->addWidget(m_chart);
    connect(&m_context.view, &View::rangeChanged, this, &StockPictures::askChart);
    connect(&m_context.view, &View::zoneChanged, this, &StockPictures::askChart);
    connect(m_chart, &LineChart::rangeSelected, this,
            [this](base::Time from, base::Time to) { m_context.view.setRange(base::between(from, to)); });
    connect(m_chart, &LineChart::liveRequested, this,
            [this] { m_context.view.setRange(base::lastOf(std::chrono::minutes{15})); });
}

void StockPictures::setWarehouse(const std::string& warehouse) {
    if (warehouse == m_warehouse)
        return;
    m_warehouse = warehouse;
    askChart();
}

void StockPictures::showNewest() {
    const inventory::StockViewPtr& view = m_feed.view();
    if (!view->stock)
        return;
    const bool isNew = view->stock->projection.revision != m_shownRevision;
    if (isNew)
        updateHeat(*view->stock);
    m_shownRevision = view->stock->projection.revision;
    if (isNew || now() - m_asked >= chartEvery)
        askChart();
}

void StockPictures::updateHeat(const inventory::Stock& stock) {
    m_map = heatMap(stock);
    QStringList rows;
    QStringList columns;
    for (const std::string& name : m_map.names)
        rows << toQString(name);
    for (const std::string& category : m_map.categories)
        columns << (category.empty() ? tr("unknown") : toQString(category));
    std::vector<HeatGrid::Cell> cells;
    for (const auto& row : m_map.cells) {
        for (const inventory::HeatMap::Cell& cell : row)
            cells.push_back(heatCell(cell));
    }
    m_heat->setData(rows, columns, std::move(cells));
}

void StockPictures::askChart() {
    m_asked = now();
    const base::TimeRange range = m_context.view.range();
    const base::Time from = range.begin(now());
    const base::Time to = std::min(range.end(now()), now());
    base::whenAnswered(m_feed.onHand(m_warehouse, from, to, mostPoints), this,
                       [this, from, to, number = ++m_question](
                           const base::Result<std::vector<inventory::OnHandPoint>>& points) {
                           if (points && number == m_question)
                               drawChart(*points, from, to);
                       });
}

void StockPictures::drawChart(const std::vector<inventory::OnHandPoint>& points, base::Time from,
                              base::Time to) {
    const std::shared_ptr<const inventory::Stock>& stock = m_feed.view()->stock;
    QString scope = tr("all warehouses");
    if (!m_warehouse.empty()) {
        const auto place =
            stock ? stock->warehouses.find(m_warehouse) : decltype(stock->warehouses.begin()){};
        scope =
            toQString(stock && place != stock->warehouses.end() ? place->second->name.value_or(m_warehouse)
                                                                : m_warehouse);
    }
    m_chartPane->setSubtitle(points.size() < 2 ? tr("%1 · nothing was recorded in this time").arg(scope)
                                               : tr("%1, minute by minute, by the records' time").arg(scope));
    LineChart::Line line;
    line.name = tr("On hand");
    line.filled = true;
    for (const inventory::OnHandPoint& point : points)
        line.points.push_back({point.time, static_cast<double>(point.onHand)});
    std::vector<LineChart::Mark> marks;
    if (stock && stock->badBurst && stock->badBurst->first >= from && stock->badBurst->first <= to)
        marks.push_back({stock->badBurst->first,
                         tr("%1 · %2 bad records")
                             .arg(base::clockTime(stock->badBurst->first, now(), m_context.view.zone()),
                                  grouped(stock->badBurst->count)),
                         Severity::Bad});
    m_chart->setData({line}, from, to, marks);
}

} // namespace streamscape::widgets
