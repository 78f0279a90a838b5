// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/stock_feed.h"
#include "models/inventory/stock_models.h"
#include "widgets/common/context.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace streamscape::widgets {

class DataTable;
class FaceStack;
class Segmented;
class StockCards;
class StockDetail;
class StockPictures;

/// What the events say is on the shelves. Address: inventory/stock?sku=S&warehouse=W&category=C&show=low
class StockTab final : public QWidget {
    Q_OBJECT

public:
    StockTab(const PageContext& context, inventory::StockFeed& feed, QWidget* parent = nullptr);
    ~StockTab() override;

    void open(const base::Location& location);
    base::Location location() const;
    void setFilterText(const QString& text);
    /// What the table is narrowed to by clicks in the heat map; empty: all.
    const std::string& warehouse() const { return m_warehouse; }
    const std::string& category() const { return m_category; }
    void setScope(const std::string& warehouse, const std::string& category);

Q_SIGNALS:
    void locationRequested(const streamscape::base::Location& location);
    void locationChanged();

private:
    QWidget* makeContent();
    QWidget* makeBanner();
    void makeTable(QWidget* content);
    void showNewest();
    void updateFace();
    QString staleText(const inventory::StockView& view) const;
    void updateTable();
    void updateBanner();
    void askTrends();
    void followRow(const QString& key);
    void selectFirst();
    void confirmRebuild();
    base::Time now() const { return m_context.clock(); }

    PageContext m_context;
    inventory::StockFeed& m_feed;
    inventory::LevelModel m_levels;
    std::map<inventory::LevelKey, std::vector<double>> m_trends;
    inventory::LevelFilter m_show = inventory::LevelFilter::Oversold;
    bool m_showChosen = false; ///< by a person or an address: else the first filter that has rows
    std::optional<inventory::LevelKey> m_level;
    bool m_chosen = false; ///< m_level, by a person or an address
    std::string m_sku;     ///< asked for by an address without a warehouse
    std::string m_warehouse;
    std::string m_category;
    std::int64_t m_shownRevision = -1;
    FaceStack* m_face = nullptr;
    QWidget* m_banner = nullptr;
    QLabel* m_bannerText = nullptr;
    QPushButton* m_rebuild = nullptr;
    QProgressBar* m_progress = nullptr;
    StockCards* m_cards = nullptr;
    StockPictures* m_pictures = nullptr;
    Segmented* m_filter = nullptr;
    DataTable* m_table = nullptr;
    StockDetail* m_detail = nullptr;
};

} // namespace streamscape::widgets
