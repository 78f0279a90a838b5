// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/stock_reader.h"

#include <algorithm>

namespace streamscape::inventory {

namespace {

constexpr base::Duration burstGap = std::chrono::minutes{10};

std::optional<BadBurst> newestBurst(store::Sql& sql, std::int64_t projection) {
    store::Statement rows = sql.query(
        "SELECT min(b.recorded), max(b.recorded), count(*) FROM stock_bad b JOIN stock_partitions p "
        "ON p.key = b.partition WHERE p.projection = ? GROUP BY b.recorded / 60000 ORDER BY 1 DESC",
        projection);
    std::optional<BadBurst> burst;
    while (rows.next()) {
        if (!burst)
            burst = BadBurst{rows.time(0), rows.time(1), 0};
        else if (burst->first - rows.time(1) > burstGap)
            break;
        burst->first = rows.time(0);
        burst->count += rows.integer(2);
    }
    return burst;
}

std::map<std::int64_t, TopicPartition> partitionNames(store::Sql& sql, std::int64_t projection) {
    std::map<std::int64_t, TopicPartition> names;
    store::Statement rows =
        sql.query("SELECT key, topic, partition FROM stock_partitions WHERE projection = ?", projection);
    while (rows.next())
        names[rows.integer(0)] = {rows.text(1), {static_cast<std::int32_t>(rows.integer(2))}};
    return names;
}

template<class T>
std::shared_ptr<const T> find(const std::map<std::string, std::shared_ptr<const T>>& all,
                              const std::string& key) {
    const auto found = all.find(key);
    return found == all.end() ? nullptr : found->second;
}

template<class T>
bool sameValue(const std::shared_ptr<const T>& a, const std::shared_ptr<const T>& b) {
    return a == b || (a && b && *a == *b);
}

} // namespace

bool StockRow::operator==(const StockRow& other) const {
    return where == other.where && level == other.level && lastEvent == other.lastEvent &&
           reorderPoint == other.reorderPoint && sameValue(product, other.product) &&
           sameValue(warehouse, other.warehouse);
}

std::optional<Stock> readStock(store::Sql& sql, const std::string& clusterId, const std::string& name) {
    std::optional<ProjectionRow> projection = findProjection(sql, clusterId, name);
    if (!projection)
        return std::nullopt;
    Stock stock;
    stock.projection = *std::move(projection);
    const std::int64_t key = stock.projection.key;
    {
        store::Statement rows = sql.query("SELECT sku, name, category, size, colour, unit_price, currency, "
                                          "reorder_point FROM stock_products WHERE projection = ?",
                                          key);
        while (rows.next())
            stock.products[rows.text(0)] = std::make_shared<const Product>(
                Product{rows.maybeText(1), rows.maybeText(2), rows.maybeText(3), rows.maybeText(4),
                        rows.maybeText(5), rows.maybeText(6), rows.maybeInteger(7)});
    }
    {
        store::Statement rows =
            sql.query("SELECT id, name, city, kind FROM stock_warehouses WHERE projection = ?", key);
        while (rows.next())
            stock.warehouses[rows.text(0)] = std::make_shared<const Warehouse>(
                Warehouse{rows.maybeText(1), rows.maybeText(2), rows.maybeText(3)});
    }
    store::Statement rows = sql.query("SELECT sku, warehouse, on_hand, reserved, in_transit, last_event "
                                      "FROM stock_levels WHERE projection = ? ORDER BY sku, warehouse",
                                      key);
    while (rows.next()) {
        StockRow row{{rows.text(0), rows.text(1)},
                     {rows.integer(2), rows.integer(3), rows.integer(4)},
                     rows.time(5),
                     {},
                     {},
                     {}};
        row.product = find(stock.products, row.where.sku);
        row.warehouse = find(stock.warehouses, row.where.warehouse);
        if (row.product)
            row.reorderPoint = row.product->reorderPoint;
        stock.rows.push_back(std::move(row));
    }
    stock.badBurst = newestBurst(sql, key);
    return stock;
}

std::vector<MovementRow> readMovements(store::Sql& sql, std::int64_t projection, const MovementQuery& query) {
    const std::map<std::int64_t, TopicPartition> names = partitionNames(sql, projection);
    std::vector<MovementRow> movements;
    store::Statement rows = sql.query(
        "SELECT seq, partition, offset, recorded, event_id, type, quantity, on_hand_after, occurred, source "
        "FROM stock_movements WHERE level = (SELECT key FROM stock_levels WHERE projection = ?1 AND sku = ?2 "
        "AND "
        "warehouse = ?3) AND (?4 IS NULL OR occurred >= ?4) AND (?5 IS NULL OR occurred < ?5) "
        "ORDER BY seq DESC LIMIT ifnull(?6, -1)",
        projection, query.sku, query.warehouse, query.from, query.to, query.newest);
    while (rows.next()) {
        const auto partition = names.find(rows.integer(1));
        movements.push_back({rows.integer(0),
                             {partition == names.end() ? TopicPartition{} : partition->second,
                              {rows.integer(2)},
                              rows.time(3)},
                             rows.text(4),
                             static_cast<MovementType>(rows.integer(5)),
                             rows.integer(6),
                             rows.integer(7),
                             rows.time(8),
                             rows.maybeText(9)});
    }
    std::reverse(movements.begin(), movements.end());
    return movements;
}

std::vector<BadRecord> readBad(store::Sql& sql, std::int64_t projection, std::optional<BadReason> reason) {
    const std::optional<std::int64_t> wanted =
        reason ? std::optional(static_cast<std::int64_t>(*reason)) : std::nullopt;
    std::vector<BadRecord> bad;
    store::Statement rows = sql.query(
        "SELECT p.topic, p.partition, b.offset, b.recorded, b.reason, b.detail, b.key, b.sample, b.size "
        "FROM stock_bad b JOIN stock_partitions p ON p.key = b.partition "
        "WHERE p.projection = ?1 AND (?2 IS NULL OR b.reason = ?2) ORDER BY p.topic, p.partition, b.offset",
        projection, wanted);
    while (rows.next())
        bad.push_back(
            {{{rows.text(0), {static_cast<std::int32_t>(rows.integer(1))}}, {rows.integer(2)}, rows.time(3)},
             {static_cast<BadReason>(rows.integer(4)), rows.text(5)},
             rows.maybeText(6),
             rows.maybeText(7),
             rows.integer(8)});
    return bad;
}

std::vector<OnHandPoint> readOnHand(store::Sql& sql, std::int64_t projection, const std::string& warehouse,
                                    base::Time from, base::Time to, int most) {
    const std::int64_t first = base::toMilliseconds(from) / 60'000;
    const std::int64_t last = base::toMilliseconds(to) / 60'000;
    const std::optional<std::string> only = warehouse.empty() ? std::nullopt : std::optional(warehouse);
    std::int64_t level = 0;
    {
        store::Statement now = sql.query("SELECT sum(on_hand) FROM stock_levels WHERE projection = ?1 AND "
                                         "(?2 IS NULL OR warehouse = ?2)",
                                         projection, only);
        if (!now.next() || now.isNull(0))
            return {};
        level = now.integer(0);
    }
    // From now backwards: every minute's change taken back gives the level at that minute's beginning.
    std::map<std::int64_t, std::int64_t> deltas;
    std::optional<std::int64_t> oldest;
    store::Statement rows = sql.query("SELECT minute, sum(delta) FROM stock_flow WHERE projection = ?1 AND "
                                      "minute >= ?2 AND (?3 IS NULL OR warehouse = ?3) GROUP BY minute",
                                      projection, first, only);
    while (rows.next()) {
        if (rows.integer(0) > last)
            level -= rows.integer(1);
        else
            deltas[rows.integer(0)] = rows.integer(1);
    }
    store::Statement begin = sql.query("SELECT min(minute) FROM stock_flow WHERE projection = ?", projection);
    if (begin.next())
        oldest = begin.maybeInteger(0);
    const std::int64_t step = std::max<std::int64_t>(1, (last - first + most) / std::max(1, most));
    std::vector<OnHandPoint> points{{to, level}};
    for (std::int64_t minute = last; minute >= std::max(first, oldest.value_or(first)); --minute) {
        const auto delta = deltas.find(minute);
        level -= delta == deltas.end() ? 0 : delta->second;
        if ((last - minute) % step == 0)
            points.push_back({base::fromMilliseconds(minute * 60'000), level});
    }
    std::reverse(points.begin(), points.end());
    return points;
}

std::vector<double> readTrend(store::Sql& sql, std::int64_t projection, const LevelKey& level, int most) {
    std::vector<double> trend;
    store::Statement rows = sql.query(
        "SELECT on_hand_after FROM stock_movements WHERE level = (SELECT key FROM stock_levels WHERE "
        "projection = ?1 AND sku = ?2 AND warehouse = ?3) ORDER BY seq DESC LIMIT ?4",
        projection, level.sku, level.warehouse, most);
    while (rows.next())
        trend.push_back(static_cast<double>(rows.integer(0)));
    std::reverse(trend.begin(), trend.end());
    return trend;
}

std::vector<StockFinding> readFindings(store::Sql& sql, std::int64_t projection, base::Time now) {
    std::vector<StockFinding> findings;
    const auto add = [&](store::Statement rows) { // code, sku, warehouse, transfer_id, since, detail
        while (rows.next())
            findings.push_back(
                {rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.time(4), rows.text(5)});
    };
    add(sql.query(
        "SELECT 'unknown_sku', l.sku, '', '', min(l.last_event), 'the products topic does not know it' "
        "FROM stock_levels l LEFT JOIN stock_products p ON p.projection = l.projection AND p.sku = l.sku "
        "WHERE l.projection = ? AND p.sku IS NULL GROUP BY l.sku",
        projection));
    add(sql.query(
        "SELECT 'unknown_warehouse', '', l.warehouse, '', min(l.last_event), 'the warehouses topic does "
        "not know it' FROM stock_levels l LEFT JOIN stock_warehouses w ON w.projection = l.projection AND "
        "w.id = l.warehouse WHERE l.projection = ? AND w.id IS NULL GROUP BY l.warehouse",
        projection));
    add(sql.query("SELECT 'negative_stock', sku, warehouse, '', last_event, 'on hand is ' || on_hand "
                  "FROM stock_levels WHERE projection = ? AND on_hand < 0",
                  projection));
    add(sql.query(
        "SELECT 'transfer_in_without_out', t.sku, t.warehouse, ifnull(t.transfer_id, ''), t.occurred, "
        "iif(t.transfer_id IS NULL, 'it has no transfer_id', 'nothing was sent under this id') "
        "FROM stock_transfers t WHERE t.projection = ? AND t.arriving = 1 AND NOT EXISTS (SELECT 1 FROM "
        "stock_transfers o WHERE o.projection = t.projection AND o.sku = t.sku AND o.transfer_id = "
        "t.transfer_id AND o.arriving = 0)",
        projection));
    add(sql.query(
        "SELECT 'transfer_open', t.sku, t.warehouse, ifnull(t.transfer_id, ''), t.occurred, t.quantity || "
        "iif(t.transfer_id IS NULL, ' sent without a transfer_id', ' sent and not arrived') "
        "FROM stock_transfers t WHERE t.projection = ?1 AND t.arriving = 0 AND (t.transfer_id IS NULL OR "
        "t.occurred < ?2) AND NOT EXISTS (SELECT 1 FROM stock_transfers i WHERE i.projection = "
        "t.projection AND i.sku = t.sku AND i.transfer_id = t.transfer_id AND i.arriving = 1)",
        projection, now - std::chrono::hours{24}));
    add(sql.query(
        "SELECT 'transfer_quantity_differs', sku, '', transfer_id, min(occurred), 'sent ' || sum(iif("
        "arriving = 0, quantity, 0)) || ', arrived ' || sum(iif(arriving = 1, quantity, 0)) "
        "FROM stock_transfers WHERE projection = ? AND transfer_id IS NOT NULL GROUP BY sku, transfer_id "
        "HAVING sum(arriving) > 0 AND sum(1 - arriving) > 0 AND sum(iif(arriving = 1, quantity, "
        "-quantity)) != 0",
        projection));
    add(sql.query(
        "SELECT code, sku, warehouse, transfer_id, since, iif(count > 1, detail || ' (' || count || "
        "' times)', detail) FROM stock_notes WHERE projection = ?",
        projection));
    std::stable_sort(findings.begin(), findings.end(), [](const StockFinding& a, const StockFinding& b) {
        return std::tie(a.code, a.sku, a.warehouse, a.transferId) <
               std::tie(b.code, b.sku, b.warehouse, b.transferId);
    });
    return findings;
}

} // namespace streamscape::inventory
