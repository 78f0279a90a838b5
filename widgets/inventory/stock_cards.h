// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/stock_feed.h"
#include "widgets/common/context.h"

#include <QTimer>

namespace streamscape::widgets {

class KpiCard;

/// The few numbers that say whether anyone is needed: units, oversold, low, bad records, age.
class StockCards final : public QWidget {
    Q_OBJECT

public:
    StockCards(const PageContext& context, inventory::StockFeed& feed, QWidget* parent = nullptr);

    void showNewest();

private:
    void updateNumbers(const inventory::Stock& stock);
    void updateAge();
    base::Time now() const { return m_context.clock(); }

    PageContext m_context;
    inventory::StockFeed& m_feed;
    std::int64_t m_shownRevision = -1;
    QTimer m_tick; ///< the age counts up between commits
    KpiCard* m_units = nullptr;
    KpiCard* m_oversold = nullptr;
    KpiCard* m_low = nullptr;
    KpiCard* m_bad = nullptr;
    KpiCard* m_age = nullptr;
};

} // namespace streamscape::widgets
