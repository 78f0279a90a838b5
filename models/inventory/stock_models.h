// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/rowmodel.h"
#include "models/inventory/stock_view.h"

namespace streamscape::inventory {

/// A row of the level table.
struct LevelRow {
    StockRow stock;
    std::vector<double> trend; ///< the last levels, oldest first; empty: not asked for
    bool operator==(const LevelRow&) const = default;
    const LevelKey& key() const { return stock.where; }
    QString keyText() const { return levelText(stock.where); }
    /// "SKU|warehouse", as the levels topic's keys are spelled.
    static QString levelText(const LevelKey& key);
};
std::span<const base::Column<LevelRow>> levelColumns();

class LevelModel final : public base::RowModel<LevelRow> {
public:
    explicit LevelModel(QObject* parent = nullptr)
        : RowModel(levelColumns(), parent) {}
};

/// Which levels a table shows.
enum class LevelFilter { Oversold, Low, Out, All };
std::vector<LevelRow> levelRows(const Stock& stock, LevelFilter filter);
/// How many levels each filter shows.
std::array<int, 4> levelCounts(const Stock& stock);

/// A row of the table of movements behind a level, newest first.
struct MovementLine {
    MovementRow movement;
    bool operator==(const MovementLine&) const = default;
    std::int64_t key() const { return -movement.seq; }
    QString keyText() const { return QString::number(movement.seq); }
};
std::span<const base::Column<MovementLine>> movementColumns();

class MovementModel final : public base::RowModel<MovementLine> {
public:
    explicit MovementModel(QObject* parent = nullptr)
        : RowModel(movementColumns(), parent) {}
};

} // namespace streamscape::inventory
