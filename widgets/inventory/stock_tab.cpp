// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inventory/stock_tab.h"

#include "models/base/answered.h"
#include "widgets/common/buttons.h"
#include "widgets/common/data_table.h"
#include "widgets/common/face.h"
#include "widgets/common/labels.h"
#include "widgets/common/pane.h"
#include "widgets/common/segmented.h"
#include "widgets/common/split.h"
#include "widgets/inventory/stock_cards.h"
#include "widgets/inventory/stock_detail.h"
#include "widgets/inventory/stock_pictures.h"
#include "widgets/inventory/words.h"

#include <QHBoxLayout>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace streamscape::widgets {

using base::grouped;
using base::Severity;
using base::toQString;
using inventory::LevelFilter;

namespace {

constexpr std::size_t mostTrends = 300;
constexpr int trendLength = 30;
constexpr qsizetype mostTroubles = 3; // lines of them
constexpr std::array<const char*, 4> filterIds{"oversold", "low", "out", "all"};

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
        if (!m_feed.view()->obstacles.empty())
            confirmRebuild();
        else if (!m_feed.view()->troubles.empty())
            m_feed.start();
        else
            m_feed.refresh();
    });
    connect(&feed, &inventory::StockFeed::changed, this, &StockTab::showNewest);
    showNewest();
}

StockTab::~StockTab() = default;

QWidget* StockTab::makeBanner() {
    m_banner = new QWidget(this);
    auto* row = new QHBoxLayout(m_banner);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    m_bannerText = makeLabel("warnbox", m_banner);
    m_bannerText->setObjectName(QStringLiteral("stockBanner"));
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
    m_cards = new StockCards(m_context, m_feed, content);
    m_pictures = new StockPictures(m_context, m_feed, content);
    rows->addWidget(m_cards);
    rows->addWidget(m_pictures);
    connect(m_pictures, &StockPictures::chosen, this,
            [this](const std::string& warehouse, const std::string& category) {
                m_show = LevelFilter::All;
                m_showChosen = true;
                m_filter->setCurrent(QStringLiteral("all"));
                setScope(warehouse, category);
                Q_EMIT locationChanged();
            });
    makeTable(content);
    return content;
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
    m_table->setLeastWidths({{"sku", 106},
                             {"product", 100},
                             {"warehouse", 86},
                             {"state", 104},
                             {"on_hand", 66},
                             {"reserved", 72},
                             {"available", 88},
                             {"in_transit", 76},
                             {"reorder_point", 80},
                             {"last_event", 76},
                             {"trend", 60}});
    m_table->setRowModel(&m_levels);
    pane->body()->addWidget(m_table);
    m_detail = new StockDetail(m_context, m_feed, content);
    QWidget* split = makeSplit(m_context.memory, QStringLiteral("inventory/stockSplit"),
                               {{pane, 764, 2}, {m_detail, 422, 1}}, content);
    static_cast<QVBoxLayout*>(content->layout())->addWidget(split, 1);
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
    m_pictures->setWarehouse(m_warehouse);
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
    m_pictures->setWarehouse(m_warehouse);
}

void StockTab::showNewest() {
    updateFace();
    updateBanner();
    m_cards->showNewest();
    m_pictures->showNewest();
    const inventory::StockViewPtr& view = m_feed.view();
    if (!view->stock || view->stock->projection.revision == m_shownRevision)
        return;
    m_shownRevision = view->stock->projection.revision;
    updateTable();
    m_detail->showNewest();
}

void StockTab::updateFace() {
    const inventory::StockView& view = *m_feed.view();
    const bool nothing = !view.stock || view.stock->rows.empty();
    m_face->setStale(nothing ? QString() : staleText(view));
    if (!view.started)
        return m_face->showFace(Face::Kind::Loading, tr("Reading what the store and the cluster have…"));
    if (!nothing)
        return m_face->showContent();
    if (const std::optional<base::Error> inTheWay = view.inTheWay())
        return m_face->showError(*inTheWay, view.obstacles.empty() ? tr("Try again") : tr("Rebuild…"));
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

// What is in the way, one line each: which partition, and why.
QString StockTab::staleText(const inventory::StockView& view) const {
    QStringList lines;
    for (const inventory::Trouble& trouble : view.troubles) {
        if (lines.size() == mostTroubles) {
            lines << tr("and %1 more").arg(static_cast<qsizetype>(view.troubles.size()) - mostTroubles);
            break;
        }
        QString line = toQString(base::describe(describe(trouble)));
        if (trouble.stopsReading() && !trouble.partition)
            line = tr("Nothing new since %1: %2")
                       .arg(view.stock->projection.committedAt
                                ? base::clockTime(*view.stock->projection.committedAt, now(),
                                                  m_context.view.zone())
                                : base::unknownText,
                            line);
        lines << line;
    }
    return lines.join(QLatin1Char('\n'));
}

void StockTab::updateBanner() {
    const inventory::StockView& view = *m_feed.view();
    const bool blocked = !view.obstacles.empty() && view.stock && !view.stock->rows.empty();
    const bool catchingUp = m_face->isContentShown() && view.obstacles.empty() && view.catchingUp();
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
        m_bannerText->setToolTip(rateWhy(view));
        m_bannerText->setText(tr("Catching up: %1 of %2 offsets read, %3")
                                  .arg(grouped(view.done()), grouped(view.total()), rateText(view)));
        m_progress->setValue(static_cast<int>(1000 * view.done() / std::max<std::int64_t>(1, view.total())));
    }
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
    std::vector<inventory::LevelRow> rows = levelRows(*view->stock, m_show);
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
