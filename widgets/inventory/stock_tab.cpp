// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inventory/stock_tab.h"

#include "models/base/answered.h"
#include "widgets/common/buttons.h"
#include "widgets/common/data_table.h"
#include "widgets/common/face.h"
#include "widgets/common/heat_grid.h"
#include "widgets/common/kpi_card.h"
#include "widgets/common/line_chart.h"
#include "widgets/common/pane.h"
#include "widgets/common/segmented.h"
#include "widgets/inventory/stock_detail.h"
#include "widgets/inventory/words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QSplitter>
#include <QVBoxLayout>

#include <algorithm>

namespace streamscape::widgets {

using base::grouped;
using base::Severity;
using base::toQString;
using inventory::LevelFilter;

namespace {

const QString splitKey = QStringLiteral("inventory/stockSplit");
constexpr std::size_t mostTrends = 300;
constexpr int trendLength = 30;
constexpr int mostPoints = 600;
constexpr std::array<const char*, 4> filterIds{"oversold", "low", "out", "all"};

QString percent(std::int64_t part, std::int64_t whole) {
    return whole > 0 ? QString::number(100 * part / whole) + QStringLiteral(" %") : base::unknownText;
}

HeatGrid::Cell heatCell(const inventory::HeatMap::Cell& cell) {
    if (cell.levels == 0)
        return {base::unknownText, Severity::None, 0, QStringLiteral("Nothing of this category here")};
    HeatGrid::Cell shown;
    shown.tooltip = QStringLiteral("%1 on hand, reorder points add up to %2\n%3 levels, %4 oversold")
                        .arg(grouped(cell.onHand), grouped(cell.target))
                        .arg(cell.levels)
                        .arg(cell.oversold);
    if (cell.target <= 0) {
        shown.text = grouped(cell.onHand);
        shown.tooltip += QStringLiteral("\nNo reorder points known: units shown instead of a share");
        return shown;
    }
    const std::int64_t share = 100 * cell.onHand / cell.target;
    shown.text = (share < 0 ? QStringLiteral("▼ ") : QString()) + QString::number(share);
    shown.severity = share < 0 ? Severity::Bad : share < 100 ? Severity::Warn : Severity::Good;
    shown.strength = share < 0 ? 1.0 : share < 100 ? 0.7 : std::min(1.0, static_cast<double>(share) / 600.0);
    return shown;
}

} // namespace

StockTab::StockTab(const PageContext& context, inventory::StockFeed& feed, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_feed(feed) {
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(12);
    all->addWidget(makeBanner());
    m_face = new FaceStack(makeContent(), this);
    all->addWidget(m_face, 1);
    connect(m_face, &FaceStack::actionTriggered, this, [this] {
        if (m_feed.view()->obstacles.empty())
            m_feed.refresh();
        else
            confirmRebuild();
    });
    connect(&feed, &inventory::StockFeed::changed, this, &StockTab::showNewest);
    connect(&context.view, &View::rangeChanged, this, &StockTab::askChart);
    m_clockTick.setInterval(1'000);
    connect(&m_clockTick, &QTimer::timeout, this, &StockTab::updateAge);
    m_clockTick.start();
    showNewest();
}

StockTab::~StockTab() = default;

QWidget* StockTab::makeBanner() {
    m_banner = new QWidget(this);
    auto* row = new QHBoxLayout(m_banner);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    m_bannerText = new QLabel(m_banner);
    m_bannerText->setProperty("role", QStringLiteral("warnbox"));
    m_bannerText->setObjectName(QStringLiteral("stockBanner"));
    m_bannerText->setTextFormat(Qt::PlainText);
    m_bannerText->setWordWrap(true);
    m_progress = new QProgressBar(m_banner);
    m_progress->setRange(0, 1000);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(220);
    m_rebuild = makeButton(tr("Rebuild…"), ButtonLook::Secondary, m_banner);
    m_rebuild->setObjectName(QStringLiteral("stockRebuild"));
    row->addWidget(m_bannerText, 1);
    row->addWidget(m_progress);
    row->addWidget(m_rebuild);
    connect(m_rebuild, &QPushButton::clicked, this, &StockTab::confirmRebuild);
    return m_banner;
}

QWidget* StockTab::makeContent() {
    auto* content = new QWidget(this);
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    makeCards(content);
    makePictures(content);
    makeTable(content);
    return content;
}

void StockTab::makeCards(QWidget* content) {
    auto* row = new QHBoxLayout;
    row->setSpacing(10);
    for (KpiCard** card : {&m_units, &m_oversold, &m_low, &m_bad, &m_age}) {
        *card = new KpiCard(m_context.theme, content);
        row->addWidget(*card, 1);
    }
    m_units->setObjectName(QStringLiteral("stockUnits"));
    m_oversold->setObjectName(QStringLiteral("stockOversold"));
    m_low->setObjectName(QStringLiteral("stockLow"));
    m_bad->setObjectName(QStringLiteral("stockBad"));
    m_age->setObjectName(QStringLiteral("stockAge"));
    static_cast<QVBoxLayout*>(content->layout())->addLayout(row);
}

void StockTab::makePictures(QWidget* content) {
    m_heatPane = new Pane(tr("Stock against plan"), content);
    m_heatPane->setSubtitle(tr("warehouse × category, on hand in % of the reorder points"));
    m_heat = new HeatGrid(m_context.theme, m_heatPane);
    m_heat->setAccessibleName(tr("Stock against plan"));
    auto* padded = new QVBoxLayout;
    padded->setContentsMargins(12, 8, 12, 8);
    padded->addWidget(m_heat);
    padded->addStretch(1);
    m_heatPane->body()->addLayout(padded);
    m_chartPane = new Pane(tr("On hand"), content);
    m_chart = new LineChart(m_context, LineChart::Unit::Count, m_chartPane);
    m_chart->setAccessibleName(tr("Units on hand over time"));
    m_chart->setMinimumHeight(170);
    m_chartPane->body()->addWidget(m_chart);
    auto* row = new QHBoxLayout;
    row->setSpacing(12);
    row->addWidget(m_heatPane, 5);
    row->addWidget(m_chartPane, 7);
    static_cast<QVBoxLayout*>(content->layout())->addLayout(row);
    connect(m_heat, &HeatGrid::cellClicked, this, [this](int warehouse, int category) {
        m_show = LevelFilter::All;
        m_showChosen = true;
        m_filter->setCurrent(QStringLiteral("all"));
        setScope(m_map.warehouses.at(static_cast<std::size_t>(warehouse)),
                 m_map.categories.at(static_cast<std::size_t>(category)));
        Q_EMIT locationChanged();
    });
    connect(m_chart, &LineChart::rangeSelected, this,
            [this](base::Time from, base::Time to) { m_context.view.setRange(base::between(from, to)); });
    connect(m_chart, &LineChart::liveRequested, this,
            [this] { m_context.view.setRange(base::lastOf(std::chrono::minutes{15})); });
}

void StockTab::makeTable(QWidget* content) {
    auto* pane = new Pane(tr("Needs attention"), content);
    m_filter = new Segmented(pane);
    m_filter->setObjectName(QStringLiteral("stockFilter"));
    m_filter->add(QStringLiteral("oversold"), tr("Oversold"), tr("More promised than there is"));
    m_filter->add(QStringLiteral("low"), tr("Low"), tr("At or below the reorder point"));
    m_filter->add(QStringLiteral("out"), tr("Out"), tr("Nothing on hand"));
    m_filter->add(QStringLiteral("all"), tr("All SKUs"));
    pane->addHeaderWidget(m_filter);
    m_table = new DataTable(m_context, QStringLiteral("stockLevels"), pane);
    m_table->setAccessibleName(tr("Levels"));
    m_table->setDefaultSort(QStringLiteral("available"), Qt::AscendingOrder);
    m_table->setStretchColumn(QStringLiteral("product"));
    m_table->setHiddenByDefault({QStringLiteral("in_transit"), QStringLiteral("reorder_point")});
    struct Width {
        const char* column;
        int pixels;
    };
    static constexpr Width widths[] = {{"sku", 106},       {"product", 100},   {"warehouse", 86},
                                       {"state", 104},     {"on_hand", 66},    {"reserved", 72},
                                       {"available", 88},  {"in_transit", 76}, {"reorder_point", 80},
                                       {"last_event", 76}, {"trend", 60}};
    for (const Width& width : widths)
        m_table->setDefaultWidth(QString::fromLatin1(width.column), width.pixels);
    m_table->setRowModel(&m_levels);
    pane->body()->addWidget(m_table);
    m_detail = new StockDetail(m_context, m_feed, content);
    m_split = new QSplitter(Qt::Horizontal, content);
    m_split->setChildrenCollapsible(false);
    m_split->setHandleWidth(12);
    m_split->addWidget(pane);
    m_split->addWidget(m_detail);
    m_split->setStretchFactor(0, 2);
    m_split->setStretchFactor(1, 1);
    if (!m_split->restoreState(m_context.memory.value(splitKey).toByteArray()))
        m_split->setSizes({764, 422});
    static_cast<QVBoxLayout*>(content->layout())->addWidget(m_split, 1);
    connect(m_split, &QSplitter::splitterMoved, this,
            [this] { m_context.memory.setValue(splitKey, m_split->saveState()); });
    connect(m_filter, &Segmented::chosen, this, [this](const QString& id) {
        for (std::size_t i = 0; i < filterIds.size(); ++i) {
            if (id == QLatin1String(filterIds[i]))
                m_show = static_cast<LevelFilter>(i);
        }
        m_showChosen = true;
        updateTable();
        Q_EMIT locationChanged();
    });
    connect(m_table, &DataTable::currentKeyChanged, this, &StockTab::followRow);
    connect(m_table, &DataTable::linkActivated, this, &StockTab::locationRequested);
    connect(m_detail, &StockDetail::locationRequested, this, &StockTab::locationRequested);
}

void StockTab::followRow(const QString& key) {
    for (const inventory::LevelRow& row : m_levels.rows()) {
        if (row.keyText() != key)
            continue;
        if (m_level != row.stock.where) {
            m_level = row.stock.where;
            m_chosen = true;
            m_detail->setLevel(m_level);
            Q_EMIT locationChanged();
        }
        return;
    }
}

void StockTab::open(const base::Location& location) {
    m_sku = location.value("sku");
    const std::string warehouse = location.value("warehouse");
    m_showChosen = false;
    const std::string show = location.value("show");
    for (std::size_t i = 0; i < filterIds.size(); ++i) {
        if (show == filterIds[i] || (!m_sku.empty() && show.empty() && i + 1 == filterIds.size())) {
            m_show = static_cast<LevelFilter>(i);
            m_showChosen = true;
        }
    }
    m_level.reset();
    m_chosen = false;
    m_warehouse = m_sku.empty() ? warehouse : std::string();
    m_category = location.value("category");
    if (!m_sku.empty() && !warehouse.empty()) {
        m_level = inventory::LevelKey{m_sku, warehouse};
        m_chosen = true;
        m_table->selectKey(inventory::LevelRow::levelText(*m_level));
    }
    m_detail->setLevel(m_level);
    m_shownRevision = -1;
    showNewest();
}

base::Location StockTab::location() const {
    base::Location here{"inventory", "stock", {}, std::nullopt};
    if (m_level && m_chosen) {
        here.query["sku"] = m_level->sku;
        here.query["warehouse"] = m_level->warehouse;
    } else if (!m_sku.empty()) {
        here.query["sku"] = m_sku;
    } else if (!m_warehouse.empty()) {
        here.query["warehouse"] = m_warehouse;
    }
    if (!m_category.empty())
        here.query["category"] = m_category;
    if (m_showChosen)
        here.query["show"] = filterIds[static_cast<std::size_t>(m_show)];
    return here;
}

void StockTab::setFilterText(const QString& text) { m_table->setFilterText(text); }

void StockTab::setScope(const std::string& warehouse, const std::string& category) {
    m_warehouse = warehouse;
    m_category = category;
    m_sku.clear();
    updateTable();
    askChart();
}

void StockTab::showNewest() {
    updateFace();
    updateBanner();
    updateAge();
    const inventory::StockViewPtr& view = m_feed.view();
    if (!view->stock || view->stock->projection.revision == m_shownRevision)
        return;
    m_shownRevision = view->stock->projection.revision;
    updateCards();
    updateHeat();
    updateTable();
    m_detail->showNewest();
    askChart();
}

void StockTab::updateFace() {
    const inventory::StockView& view = *m_feed.view();
    const bool nothing = !view.stock || view.stock->rows.empty();
    m_face->setStale({});
    if (!view.started)
        return m_face->showFace(Face::Kind::Loading, tr("Reading what the store and the cluster have…"));
    if (!nothing) {
        if (view.error)
            m_face->setStale(tr("Nothing new since %1: %2")
                                 .arg(view.stock->projection.committedAt
                                          ? base::clockTime(*view.stock->projection.committedAt, now(),
                                                            m_context.view.zone())
                                          : base::unknownText,
                                      toQString(base::describe(*view.error))));
        return m_face->showContent();
    }
    if (!view.obstacles.empty())
        return m_face->showError(describe(view.obstacles.front()), tr("Rebuild…"));
    if (view.error)
        return m_face->showError(*view.error, tr("Try again"));
    if (view.elsewhere && !view.stock)
        return m_face->showFace(
            Face::Kind::Empty, tr("Nothing is projected yet"),
            tr("This window only reads the store. Project with: streamscapectl inventory run"));
    if (!view.caughtUp())
        return m_face->showFace(
            Face::Kind::Loading,
            tr("Catching up: %1 of %2 offsets read").arg(grouped(view.done()), grouped(view.total())));
    m_face->showFace(Face::Kind::Empty, tr("No stock movements yet"),
                     tr("%1 has no record that could be applied. Levels appear with the first one.")
                         .arg(toQString(m_feed.spec().movements)),
                     tr("Look again"));
}

void StockTab::updateBanner() {
    const inventory::StockView& view = *m_feed.view();
    const bool blocked = !view.obstacles.empty() && view.stock && !view.stock->rows.empty();
    const bool catchingUp = m_face->isContentShown() && view.obstacles.empty() && !view.positions.empty() &&
                            !view.caughtUp() && view.total() - view.done() > 1'000;
    m_banner->setVisible(blocked || catchingUp);
    m_rebuild->setVisible(blocked);
    m_rebuild->setEnabled(!view.elsewhere);
    m_rebuild->setToolTip(view.elsewhere ? tr("This window only reads the store") : QString());
    m_progress->setVisible(catchingUp);
    if (blocked) {
        QStringList texts;
        for (const inventory::Obstacle& obstacle : view.obstacles)
            texts << toQString(base::describe(describe(obstacle)));
        m_bannerText->setText(
            tr("The stock stands still. %1").arg(texts.first()) +
            (texts.size() > 1 ? tr(" (and %1 more partitions)").arg(texts.size() - 1) : QString()));
        m_bannerText->setToolTip(texts.join(QLatin1Char('\n')));
    } else if (catchingUp) {
        m_bannerText->setToolTip({});
        m_bannerText->setText(tr("Catching up: %1 of %2 offsets read, %3 records/s")
                                  .arg(grouped(view.done()), grouped(view.total()),
                                       grouped(static_cast<std::int64_t>(view.perSecond))));
        m_progress->setValue(static_cast<int>(1000 * view.done() / std::max<std::int64_t>(1, view.total())));
    }
}

void StockTab::updateCards() {
    const inventory::Stock& stock = *m_feed.view()->stock;
    const inventory::StockSummary summary = summarize(stock);
    const inventory::Counts& counts = stock.projection.counts;
    m_units->set(
        grouped(summary.units),
        tr("units on hand in %1").arg(counted(summary.warehouses, tr("warehouse"), tr("warehouses"))));
    m_oversold->set(grouped(summary.oversold), tr("SKUs oversold"),
                    summary.oversold > 0 ? Severity::Bad : Severity::None,
                    tr("More promised than there is, in at least one warehouse"));
    m_low->set(grouped(summary.low), tr("SKUs low or out"), summary.low > 0 ? Severity::Warn : Severity::None,
               tr("At or below the reorder point, or nothing on hand, in at least one warehouse"));
    const QString repeats = tr("%1 repeated events were left out").arg(grouped(counts.duplicates));
    if (stock.badBurst) {
        QString caption = tr("bad records since %1")
                              .arg(base::clockTime(stock.badBurst->first, now(), m_context.view.zone()));
        if (counts.bad > stock.badBurst->count)
            caption += tr(" · %1 in all").arg(grouped(counts.bad));
        m_bad->set(grouped(stock.badBurst->count), caption, Severity::Bad,
                   tr("Refused, with their reason and place: streamscapectl inventory bad") +
                       QLatin1Char('\n') + repeats);
    } else {
        m_bad->set(QStringLiteral("0"), tr("bad records"), Severity::None, repeats);
    }
}

void StockTab::updateAge() {
    const inventory::StockView& view = *m_feed.view();
    const std::optional<base::Time> newest =
        view.stock ? view.stock->projection.newestRecorded : std::nullopt;
    if (!newest)
        return m_age->set(base::unknownText, tr("age of the newest movement"), Severity::None,
                          tr("No movement was read yet"));
    const QString age = base::durationWords(std::max(base::Duration::zero(), now() - *newest));
    const QString full = base::fullTime(*newest, m_context.view.zone());
    if (view.caughtUp())
        m_age->set(age, tr("since the newest movement"), Severity::None, full);
    else
        m_age->set(age,
                   tr("behind the warehouses · %1 of the log read").arg(percent(view.done(), view.total())),
                   Severity::Warn, full);
}

void StockTab::updateHeat() {
    m_map = heatMap(*m_feed.view()->stock);
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

void StockTab::updateTable() {
    const inventory::StockViewPtr& view = m_feed.view();
    if (!view->stock)
        return;
    const std::array<int, 4> counts = levelCounts(*view->stock);
    if (!m_showChosen) {
        m_show = LevelFilter::Oversold;
        while (m_show != LevelFilter::All && counts[static_cast<std::size_t>(m_show)] == 0)
            m_show = static_cast<LevelFilter>(static_cast<int>(m_show) + 1);
    }
    for (std::size_t i = 0; i < filterIds.size(); ++i)
        m_filter->setCount(QString::fromLatin1(filterIds[i]), counts[i]);
    m_filter->setCurrent(QString::fromLatin1(filterIds[static_cast<std::size_t>(m_show)]));
    std::vector<inventory::LevelRow> rows = levelRows(*view->stock, m_show, now());
    std::erase_if(rows, [this](const inventory::LevelRow& row) {
        const inventory::StockRow& stock = row.stock;
        return (!m_sku.empty() && stock.where.sku != m_sku) ||
               (!m_warehouse.empty() && stock.where.warehouse != m_warehouse) ||
               (!m_category.empty() && (!stock.product || stock.product->category != m_category));
    });
    for (inventory::LevelRow& row : rows) {
        if (const auto trend = m_trends.find(row.stock.where); trend != m_trends.end())
            row.trend = trend->second;
    }
    m_table->setEmptyText(!m_sku.empty() ? tr("There is no stock of %1").arg(toQString(m_sku))
                                         : tr("Nothing here"));
    m_levels.setRows(std::move(rows));
    if (!m_chosen)
        selectFirst();
    askTrends();
}

// Until somebody chooses, the page opens with the worst level. It does not jump from one to the next: only
// one that the table no longer shows gives way.
void StockTab::selectFirst() {
    const auto shown = [this](const inventory::LevelRow& row) {
        return m_level && row.stock.where == *m_level;
    };
    if (std::any_of(m_levels.rows().begin(), m_levels.rows().end(), shown))
        return;
    m_level.reset();
    if (m_table->visibleRows() > 0) {
        const QString key = m_table->model()->index(0, 0).data(base::KeyRole).toString();
        for (const inventory::LevelRow& row : m_levels.rows()) {
            if (row.keyText() == key)
                m_level = row.stock.where;
        }
        m_table->selectKey(key);
    }
    m_detail->setLevel(m_level);
}

void StockTab::askTrends() {
    std::vector<inventory::LevelKey> keys;
    for (const inventory::LevelRow& row : m_levels.rows()) {
        if (keys.size() == mostTrends)
            break;
        keys.push_back(row.stock.where);
    }
    if (keys.empty())
        return;
    using Trends = std::map<inventory::LevelKey, std::vector<double>>;
    base::whenAnswered(m_feed.trends(std::move(keys), trendLength), this,
                       [this](const base::Result<Trends>& trends) {
                           if (!trends) // a newer question took its place, or the page says why elsewhere
                               return;
                           m_trends = *trends;
                           std::vector<inventory::LevelRow> rows = m_levels.rows();
                           for (inventory::LevelRow& row : rows) {
                               if (const auto trend = m_trends.find(row.stock.where); trend != m_trends.end())
                                   row.trend = trend->second;
                           }
                           m_levels.setRows(std::move(rows));
                       });
}

void StockTab::askChart() {
    const base::TimeRange range = m_context.view.range();
    const base::Time from = range.begin(now());
    const base::Time to = std::min(range.end(now()), now());
    base::whenAnswered(m_feed.onHand(m_warehouse, from, to, mostPoints), this,
                       [this, from, to, number = ++m_chartQuestion](
                           const base::Result<std::vector<inventory::OnHandPoint>>& points) {
                           if (points && number == m_chartQuestion)
                               drawChart(*points, from, to);
                       });
}

void StockTab::drawChart(const std::vector<inventory::OnHandPoint>& points, base::Time from, base::Time to) {
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

void StockTab::confirmRebuild() {
    auto* box = new QMessageBox(
        QMessageBox::Question, tr("Rebuild the stock?"),
        tr("Everything projected so far is forgotten: levels, movements, bad records. Reading "
           "begins again at the start of the log. Records that have expired there stay lost."),
        QMessageBox::Cancel, this);
    box->setObjectName(QStringLiteral("rebuildQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* yes = box->addButton(tr("Rebuild"), QMessageBox::AcceptRole);
    connect(yes, &QPushButton::clicked, this, [this] { m_feed.rebuild(); });
    box->open();
}

} // namespace streamscape::widgets
