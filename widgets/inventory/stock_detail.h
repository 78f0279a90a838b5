// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/stock_feed.h"
#include "models/inventory/stock_models.h"
#include "widgets/common/context.h"

class QHBoxLayout;
class QLabel;
class QPushButton;

namespace streamscape::widgets {

class DataTable;
class Pane;

/// Why one level is what it is: its movements, newest first, and the ways on from there.
class StockDetail final : public QWidget {
    Q_OBJECT

public:
    StockDetail(const PageContext& context, inventory::StockFeed& feed, QWidget* parent = nullptr);

    /// Shows another level, or none; asks the store for its movements.
    void setLevel(const std::optional<inventory::LevelKey>& level);
    /// Asks again where the store has more than is shown.
    void showNewest();

Q_SIGNALS:
    void locationRequested(const streamscape::base::Location& location);

private:
    QPushButton* addLink(QHBoxLayout* row, const QString& text, const char* name);
    void ask();
    void showMovements(std::vector<inventory::MovementRow> movements);
    void updateHead();
    void openAudit();

    inventory::StockFeed& m_feed;
    inventory::MovementModel m_model;
    std::optional<inventory::LevelKey> m_level;
    std::int64_t m_shownRevision = -1; ///< of the projection, when the movements were asked for
    int m_question = 0;
    Pane* m_pane;
    QLabel* m_what;
    DataTable* m_table;
    QPushButton* m_audit = nullptr;
    QPushButton* m_access = nullptr;
    QPushButton* m_lag = nullptr;
};

} // namespace streamscape::widgets
