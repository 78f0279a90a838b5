// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inventory/inventory_page.h"

#include "widgets/common/face.h"
#include "widgets/common/filter_bar.h"
#include "widgets/common/page_head.h"
#include "widgets/common/segmented.h"
#include "widgets/inventory/cluster_tab.h"
#include "widgets/inventory/stock_tab.h"
#include "widgets/inventory/words.h"

#include <QStackedWidget>

#include <algorithm>
#include <set>

namespace streamscape::widgets {

using base::grouped;
using base::Severity;
using base::toQString;

namespace {

const QString stockTab = QStringLiteral("stock");
const QString clusterTab = QStringLiteral("cluster");
const QString warehouseChip = QStringLiteral("warehouse");
const QString categoryChip = QStringLiteral("category");

} // namespace

InventoryPage::InventoryPage(const PageContext& context, inventory::StockFeed* stock,
                             inventory::ClusterFeed& cluster, const base::Error& noStock, QWidget* parent)
    : Page(parent)
    , m_context(context)
    , m_stockFeed(stock)
    , m_clusterFeed(cluster) {
    makeHead();
    m_stack = new QStackedWidget(this);
    if (stock) {
        m_stock = new StockTab(context, *stock, m_stack);
        m_stack->addWidget(m_stock);
        connect(m_stock, &StockTab::locationRequested, this, &InventoryPage::locationRequested);
        connect(m_stock, &StockTab::locationChanged, this, [this] {
            updateChips();
            Q_EMIT locationChanged();
            Q_EMIT statusChanged();
        });
        connect(stock, &inventory::StockFeed::changed, this, &InventoryPage::showNewest);
    } else {
        auto* face = new FaceStack(new QWidget(m_stack), m_stack);
        face->showError(noStock);
        m_stack->addWidget(face);
    }
    m_cluster = new ClusterTab(context, cluster, m_stack);
    m_stack->addWidget(m_cluster);
    layOut(m_head, m_stack);
    connect(m_cluster, &ClusterTab::locationRequested, this, &InventoryPage::locationRequested);
    connect(m_cluster, &ClusterTab::locationChanged, this, &InventoryPage::locationChanged);
    connect(&cluster, &inventory::ClusterFeed::changed, this, &InventoryPage::showNewest);
    showTab(stockTab);
}

InventoryPage::~InventoryPage() = default;

void InventoryPage::makeHead() {
    m_head = new PageHead(title(), tr("Filter SKUs, products, topics…"), PageHead::FilterPlace::Beside, this);
    m_filter = m_head->filter();
    m_tabs = new Segmented(m_head);
    m_tabs->setObjectName(QStringLiteral("inventoryTabs"));
    m_tabs->add(stockTab, tr("Stock"), tr("What the movement events say is on the shelves"));
    m_tabs->add(clusterTab, tr("Cluster"), tr("Brokers, topics and partitions"));
    m_head->addBehindTitle(m_tabs);
    connect(m_tabs, &Segmented::chosen, this, [this](const QString& tab) {
        showTab(tab);
        Q_EMIT locationChanged();
    });
    connect(m_filter, &FilterBar::textChanged, this, [this](const QString& text) {
        if (m_stock)
            m_stock->setFilterText(text);
        m_cluster->setFilterText(text);
    });
    connect(m_filter, &FilterBar::chipRemoved, this, [this](const QString& id) {
        m_stock->setScope(id == warehouseChip ? std::string() : m_stock->warehouse(),
                          id == categoryChip ? std::string() : m_stock->category());
        updateChips();
        Q_EMIT locationChanged();
    });
}

bool InventoryPage::onCluster() const { return m_stack->currentWidget() == m_cluster; }

void InventoryPage::showTab(const QString& tab) {
    m_tabs->setCurrent(tab);
    m_stack->setCurrentIndex(tab == clusterTab ? 1 : 0);
    m_clusterFeed.setActive(tab == clusterTab);
    updateChips();
    showNewest();
}

void InventoryPage::open(const base::Location& location) {
    showTab(location.tab == "cluster" ? clusterTab : stockTab);
    if (onCluster())
        m_cluster->open(location);
    else if (m_stock)
        m_stock->open(location);
    updateChips();
    Q_EMIT statusChanged();
}

base::Location InventoryPage::location() const {
    if (onCluster())
        return m_cluster->location();
    return m_stock ? m_stock->location() : base::Location{"inventory", "stock", {}, std::nullopt};
}

bool InventoryPage::isReady() const {
    if (onCluster())
        return m_clusterFeed.view()->started;
    return !m_stockFeed || m_stockFeed->view()->started;
}

// A projection takes its time, a rate two readings.
bool InventoryPage::isSettled() const {
    if (!isReady())
        return false;
    if (onCluster()) {
        const inventory::ClusterView& view = *m_clusterFeed.view();
        return view.error ||
               std::all_of(view.topics.begin(), view.topics.end(), [](const inventory::TopicRow& topic) {
                   return topic.perSecond || !topic.records;
               });
    }
    if (!m_stockFeed)
        return true;
    const inventory::StockView& view = *m_stockFeed->view();
    return view.caughtUp() || view.inTheWay().has_value();
}

void InventoryPage::refresh() {
    if (onCluster())
        m_clusterFeed.refresh();
    else if (m_stockFeed)
        m_stockFeed->refresh();
}

void InventoryPage::focusFilter() { m_filter->focusLine(); }

void InventoryPage::updateChips() {
    QList<FilterBar::Chip> chips;
    if (m_stock && !onCluster()) {
        if (!m_stock->warehouse().empty())
            chips << FilterBar::Chip{warehouseChip,
                                     tr("warehouse is %1").arg(toQString(m_stock->warehouse()))};
        if (!m_stock->category().empty())
            chips << FilterBar::Chip{categoryChip, tr("category is %1").arg(toQString(m_stock->category()))};
    }
    m_filter->setChips(chips);
}

void InventoryPage::updateHead() {
    if (onCluster()) {
        const inventory::ClusterView& view = *m_clusterFeed.view();
        return m_head->setCounts(view.id.empty() ? QString() : tr("cluster %1").arg(toQString(view.id)));
    }
    if (!m_stockFeed)
        return m_head->setCounts({});
    const inventory::StockView& view = *m_stockFeed->view();
    QString text = tr("from %1").arg(toQString(m_stockFeed->spec().movements));
    if (view.stock && !view.stock->rows.empty()) {
        if (!view.stock->products.empty())
            text += tr(" + products");
        const inventory::StockSummary summary = summarize(*view.stock);
        text += QStringLiteral(" · ") + base::counted(summary.skus, tr("SKU"), tr("SKUs")) +
                QStringLiteral(" · ") + base::counted(summary.warehouses, tr("warehouse"), tr("warehouses"));
    }
    if (view.elsewhere)
        text += tr(" · read only, as committed by another process");
    QStringList partly;
    for (const base::Error& error : view.partly) {
        text += tr(" · without %1").arg(toQString(error.where));
        partly << toQString(base::describe(error));
    }
    m_head->setCounts(text, partly.join(QLatin1Char('\n')));
}

void InventoryPage::showNewest() {
    updateHead();
    int attention = 0;
    if (m_stockFeed && m_stockFeed->view()->stock)
        attention = summarize(*m_stockFeed->view()->stock).oversold;
    Q_EMIT badgeChanged(attention, attention > 0 ? Severity::Bad : Severity::None);
    Q_EMIT statusChanged();
    tellReady();
}

PageStatus InventoryPage::status() const { return onCluster() ? clusterStatus() : stockStatus(); }

PageStatus InventoryPage::stockStatus() const {
    PageStatus status;
    status.age = tr("Stock read");
    status.command = QStringLiteral("streamscapectl inventory stock");
    if (m_stock) {
        const base::Location here = m_stock->location();
        if (const std::string sku = here.value("sku"); !sku.empty())
            status.command += QStringLiteral(" --sku ") + base::shellQuoted(sku);
        if (const std::string warehouse = here.value("warehouse"); !warehouse.empty())
            status.command += QStringLiteral(" --warehouse ") + base::shellQuoted(warehouse);
    }
    if (!m_stockFeed || !m_stockFeed->view()->started)
        return status;
    const inventory::StockView& view = *m_stockFeed->view();
    status.asOf = view.asOf;
    if (view.caughtUp()) {
        status.cost = tr("caught up · exactly once");
    } else if (!view.positions.empty()) {
        status.cost =
            tr("%1 of %2 offsets · %3").arg(grouped(view.done()), grouped(view.total()), rateText(view));
        if (const QString why = rateWhy(view); !why.isEmpty())
            status.cost += QStringLiteral(" (%1)").arg(why);
    }
    if (const std::optional<base::Error> inTheWay = view.inTheWay()) {
        status.notice = toQString(base::describe(*inTheWay));
        status.severity = Severity::Bad;
    } else if (view.stock && view.stock->projection.counts.bad > 0) {
        status.notice = tr("%1 bad records").arg(grouped(view.stock->projection.counts.bad));
        status.severity = Severity::Bad;
    }
    return status;
}

PageStatus InventoryPage::clusterStatus() const {
    PageStatus status;
    status.age = tr("Cluster read");
    status.command = QStringLiteral("streamscapectl inventory cluster");
    const inventory::ClusterView& view = *m_clusterFeed.view();
    if (view.started && !view.brokers.empty()) {
        status.asOf = view.asOf;
        status.cost = tr("%1 in %2 ms")
                          .arg(view.noTopics ? base::unknownText + QLatin1Char(' ') + tr("topics")
                                             : base::counted(static_cast<std::int64_t>(view.topics.size()),
                                                             tr("topic"), tr("topics")))
                          .arg(view.took.count());
    }
    if (view.error) {
        status.notice = toQString(base::describe(*view.error));
        status.severity = Severity::Bad;
    } else if (view.noTopics || !view.partly.empty()) {
        status.notice = toQString((view.noTopics ? *view.noTopics : view.partly.front()).what);
        status.severity = Severity::Warn;
    }
    return status;
}

std::vector<Finding> InventoryPage::findings() const {
    std::vector<Finding> found;
    if (m_stockFeed && m_stockFeed->view()->stock) {
        const inventory::Stock& stock = *m_stockFeed->view()->stock;
        const std::string* last = nullptr;
        for (const inventory::StockRow& row : stock.rows) {
            if (last && *last == row.where.sku)
                continue;
            last = &row.where.sku;
            QString text = toQString(row.where.sku);
            if (row.product && row.product->name)
                text += QStringLiteral(" · ") + toQString(*row.product->name);
            found.push_back({text, tr("SKU"),
                             base::Location{"inventory", "stock", {{"sku", row.where.sku}}, std::nullopt}});
        }
    }
    for (const inventory::TopicRow& topic : m_clusterFeed.view()->topics)
        found.push_back({toQString(topic.name), tr("topic"),
                         base::Location{"inventory", "cluster", {{"topic", topic.name}}, std::nullopt}});
    return found;
}

} // namespace streamscape::widgets
