// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/stock_view.h"

#include "models/base/text.h"

#include <algorithm>
#include <set>

namespace streamscape::inventory {

namespace {

std::size_t indexOf(const std::vector<std::string>& sorted, const std::string& value) {
    return static_cast<std::size_t>(std::lower_bound(sorted.begin(), sorted.end(), value) - sorted.begin());
}

} // namespace

base::Error describe(const Obstacle& obstacle) {
    const std::string where = base::nameOf(obstacle.partition);
    const std::string missing = std::to_string(obstacle.missing);
    constexpr const char* rebuild = "Rebuild the stock from the start of the log";
    switch (obstacle.kind) {
    case Obstacle::Kind::Recreated:
        return {base::ErrorKind::Conflict, "The topic was deleted and made again since it was read", where,
                rebuild, "recreated"};
    case Obstacle::Kind::Expired:
        return {base::ErrorKind::Conflict, missing + " records expired before they were read", where, rebuild,
                "expired"};
    case Obstacle::Kind::Shorter:
        return {base::ErrorKind::Conflict,
                "The log ends " + missing +
                    " offsets before what was read: records were lost or the topic is another",
                where, rebuild, "shorter"};
    }
    return {};
}

std::vector<Obstacle> obstacles(const std::vector<PartitionStand>& stands,
                                const std::map<std::string, std::string>& topicIds,
                                const std::map<TopicPartition, Offset>& starts,
                                const std::map<TopicPartition, Offset>& ends) {
    std::vector<Obstacle> found;
    for (const PartitionStand& stand : stands) {
        const auto id = topicIds.find(stand.partition.topic);
        if (id != topicIds.end() && !id->second.empty() && !stand.topicId.empty() &&
            id->second != stand.topicId) {
            found.push_back({Obstacle::Kind::Recreated, stand.partition, 0});
            continue;
        }
        if (const auto start = starts.find(stand.partition);
            start != starts.end() && start->second > stand.next)
            found.push_back(
                {Obstacle::Kind::Expired, stand.partition, start->second.value - stand.next.value});
        if (const auto end = ends.find(stand.partition); end != ends.end() && end->second < stand.next)
            found.push_back({Obstacle::Kind::Shorter, stand.partition, stand.next.value - end->second.value});
    }
    return found;
}

base::Error describe(const Trouble& trouble) {
    base::Error error = trouble.error;
    const std::string which = trouble.partition ? base::nameOf(*trouble.partition) : std::string();
    if (trouble.cause == Trouble::Cause::Ends)
        error.what =
            "Where " + (which.empty() ? "the topics end" : which + " ends") + " is not known: " + error.what;
    else if (!which.empty())
        error.what = which + " is not read: " + error.what;
    return error;
}

bool StockView::caughtUp() const {
    const bool endsKnown = std::none_of(troubles.begin(), troubles.end(), [](const Trouble& trouble) {
        return trouble.cause == Trouble::Cause::Ends || trouble.cause == Trouble::Cause::Opening;
    });
    return !positions.empty() && obstacles.empty() && endsKnown &&
           std::all_of(positions.begin(), positions.end(),
                       [](const PartitionProgress& p) { return p.atEnd(); });
}

std::optional<base::Error> StockView::inTheWay() const {
    if (!obstacles.empty())
        return describe(obstacles.front());
    return troubles.empty() ? std::nullopt : std::optional(describe(troubles.front()));
}

std::int64_t StockView::done() const {
    std::int64_t sum = 0;
    for (const PartitionProgress& p : positions)
        sum += p.next && p.first ? p.next->value - p.first->value : 0;
    return sum;
}
std::int64_t StockView::total() const {
    std::int64_t sum = 0;
    for (const PartitionProgress& p : positions) {
        if (p.first && p.next)
            sum += std::max(p.next->value, p.logEnd.value_or(*p.next).value) - p.first->value;
    }
    return sum;
}

StockSummary summarize(const Stock& stock) {
    StockSummary summary;
    std::set<std::string> warehouses;
    for (std::size_t at = 0; at < stock.rows.size();) {
        bool oversold = false;
        bool low = false;
        const std::string& sku = stock.rows[at].where.sku;
        for (; at < stock.rows.size() && stock.rows[at].where.sku == sku; ++at) {
            const StockRow& row = stock.rows[at];
            const StockState state = row.state();
            summary.units += row.level.onHand;
            warehouses.insert(row.where.warehouse);
            oversold = oversold || state == StockState::Oversold;
            low = low || state == StockState::Low || state == StockState::Out;
        }
        ++summary.skus;
        summary.oversold += oversold ? 1 : 0;
        summary.low += low && !oversold ? 1 : 0;
    }
    summary.warehouses = static_cast<int>(warehouses.size());
    return summary;
}

std::optional<std::int64_t> HeatMap::Cell::share() const {
    return target > 0 ? std::optional(100 * onHand / target) : std::nullopt;
}

HeatMap heatMap(const Stock& stock) {
    HeatMap map;
    std::set<std::string> warehouses;
    std::set<std::string> categories;
    bool unknown = false;
    const auto categoryOf = [](const StockRow& row) {
        return row.product && row.product->category ? *row.product->category : std::string();
    };
    for (const StockRow& row : stock.rows) {
        warehouses.insert(row.where.warehouse);
        const std::string category = categoryOf(row);
        unknown = unknown || category.empty();
        if (!category.empty())
            categories.insert(category);
    }
    map.warehouses.assign(warehouses.begin(), warehouses.end());
    map.categories.assign(categories.begin(), categories.end());
    const std::size_t known = map.categories.size();
    map.cells.assign(map.warehouses.size(), std::vector<HeatMap::Cell>(known + (unknown ? 1 : 0)));
    for (const std::string& id : map.warehouses) {
        const auto found = stock.warehouses.find(id);
        map.names.push_back(found == stock.warehouses.end() ? id : found->second->name.value_or(id));
    }
    for (const StockRow& row : stock.rows) {
        const std::string category = categoryOf(row);
        HeatMap::Cell& cell =
            map.cells[indexOf(map.warehouses, row.where.warehouse)]
                     [category.empty()
                          ? known
                          : static_cast<std::size_t>(
                                std::lower_bound(map.categories.begin(),
                                                 map.categories.begin() + static_cast<std::ptrdiff_t>(known),
                                                 category) -
                                map.categories.begin())];
        if (row.reorderPoint) {
            cell.onHand += row.level.onHand;
            cell.target += *row.reorderPoint;
        } else {
            cell.unplanned += row.level.onHand;
            ++cell.unplannedLevels;
        }
        cell.oversold += row.level.available() < 0 ? 1 : 0;
        ++cell.levels;
    }
    if (unknown)
        map.categories.emplace_back();
    return map;
}

} // namespace streamscape::inventory
