// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/cluster_feed.h"
#include "models/inventory/stock_feed.h"
#include "widgets/common/context.h"

class QStackedWidget;

namespace streamscape::widgets {

class ClusterTab;
class FilterBar;
class PageHead;
class Segmented;
class StockTab;

/// Inventory: the stock as the events say, and the cluster they lie on.
/// Addresses: inventory/stock?sku=S&warehouse=W and inventory/cluster?topic=T
class InventoryPage final : public Page {
    Q_OBJECT

public:
    /// The feeds outlive the page. Without a stock feed (the store could not be opened) noStock says why.
    InventoryPage(const PageContext& context, inventory::StockFeed* stock, inventory::ClusterFeed& cluster,
                  const base::Error& noStock = {}, QWidget* parent = nullptr);
    ~InventoryPage() override;

    QString id() const override { return QStringLiteral("inventory"); }
    QString title() const override { return tr("Inventory"); }
    void open(const base::Location& location) override;
    base::Location location() const override;
    bool isReady() const override;
    bool isSettled() const override;
    PageStatus status() const override;
    std::vector<Finding> findings() const override;
    void refresh() override;
    void focusFilter() override;

private:
    void makeHead();
    bool onCluster() const;
    void showTab(const QString& tab);
    void showNewest();
    void updateHead();
    void updateChips();
    PageStatus stockStatus() const;
    PageStatus clusterStatus() const;

    PageContext m_context;
    inventory::StockFeed* m_stockFeed;
    inventory::ClusterFeed& m_clusterFeed;
    Segmented* m_tabs = nullptr;
    PageHead* m_head = nullptr;
    FilterBar* m_filter = nullptr;
    QStackedWidget* m_stack = nullptr;
    StockTab* m_stock = nullptr; ///< null without a stock feed
    ClusterTab* m_cluster = nullptr;
};

} // namespace streamscape::widgets
