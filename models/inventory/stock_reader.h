// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/projection_store.h"

#include <memory>

namespace streamscape::inventory {

/// A level with what the catalogue says of it: one row of the stock page.
struct StockRow {
    LevelKey where;
    Level level;
    base::Time lastEvent{};
    std::optional<std::int64_t> reorderPoint;
    std::shared_ptr<const Product> product;     ///< null: the products topic does not know the SKU
    std::shared_ptr<const Warehouse> warehouse; ///< null: the warehouses topic does not know it
    bool operator==(const StockRow& other) const;
    StockState state() const { return stateOf(level, reorderPoint); }
};

/// A stretch of minutes with bad records, no more than 10 minutes apart.
struct BadBurst {
    base::Time first{}; ///< the first bad record's timestamp
    base::Time last{};
    std::int64_t count = 0;
    bool operator==(const BadBurst&) const = default;
};

/// All levels at one commit. Immutable once published.
struct Stock {
    ProjectionRow projection;
    std::vector<StockRow> rows; ///< by (sku, warehouse)
    std::map<std::string, std::shared_ptr<const Product>> products;
    std::map<std::string, std::shared_ptr<const Warehouse>> warehouses;
    std::optional<BadBurst> badBurst; ///< the newest
};

/// nullopt where nothing was ever projected.
std::optional<Stock> readStock(store::Sql& sql, const std::string& clusterId, const std::string& name);

/// One movement behind a level.
struct MovementRow {
    std::int64_t seq = 0;
    Coordinates at;
    std::string eventId;
    MovementType type = MovementType::Receipt;
    std::int64_t quantity = 0;
    std::int64_t onHandAfter = 0;
    base::Time occurredAt{};
    std::optional<std::string> source;
    bool operator==(const MovementRow&) const = default;
    std::int64_t key() const { return seq; }
};
/// Of occurred_at: from inclusive, to exclusive.
struct MovementQuery {
    std::string sku;
    std::string warehouse;
    std::optional<base::Time> from;
    std::optional<base::Time> to;
    std::optional<std::int64_t> newest; ///< only so many, the last applied
};
/// In applied order.
std::vector<MovementRow> readMovements(store::Sql& sql, std::int64_t projection, const MovementQuery& query);

/// By (topic, partition, offset).
std::vector<BadRecord> readBad(store::Sql& sql, std::int64_t projection, std::optional<BadReason> reason);

/// What was on hand at a moment, by the records' timestamps.
struct OnHandPoint {
    base::Time time{};
    std::int64_t onHand = 0;
    bool operator==(const OnHandPoint&) const = default;
};
/// Minute by minute in [from, to], thinned to at most so many points; empty warehouse: all of them.
std::vector<OnHandPoint> readOnHand(store::Sql& sql, std::int64_t projection, const std::string& warehouse,
                                    base::Time from, base::Time to, int most);
/// The last levels of one SKU in one warehouse, oldest first.
std::vector<double> readTrend(store::Sql& sql, std::int64_t projection, const LevelKey& level, int most);

/// Something about the stock that a person should know.
struct StockFinding {
    std::string code;
    std::string sku;
    std::string warehouse;
    std::string transferId; ///< empty: none
    base::Time since{};
    std::string detail;
    bool operator==(const StockFinding&) const = default;
};
/// now tells which transfers are open for longer than a day.
std::vector<StockFinding> readFindings(store::Sql& sql, std::int64_t projection, base::Time now);

} // namespace streamscape::inventory
