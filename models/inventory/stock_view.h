// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/inventory/stock_reader.h"

#include <memory>

namespace streamscape::inventory {

/// A partition being read: how far, and how far there is to go.
struct PartitionProgress {
    TopicPartition partition;
    std::optional<Offset> first;  ///< where reading began; nullopt: nothing read yet
    std::optional<Offset> next;   ///< where the next fetch begins; nullopt: nothing read yet
    std::optional<Offset> logEnd; ///< the last stable offset; nullopt: not known
    std::optional<base::Error> error;
    bool operator==(const PartitionProgress&) const = default;
    bool atEnd() const { return next && logEnd && *next >= *logEnd; }
};

/// Why the projection will not go on by itself: going on would leave a hole or mix two topics.
struct Obstacle {
    enum class Kind {
        Recreated, ///< the topic has another id than the one that was read
        Expired,   ///< records between the stored offset and the log's start are gone
        Shorter,   ///< the log ends before the stored offset
    } kind = Kind::Recreated;
    TopicPartition partition;
    std::int64_t missing = 0; ///< records, where Expired or Shorter
    bool operator==(const Obstacle&) const = default;
};
/// In words, with what to do: a rebuild.
base::Error describe(const Obstacle& obstacle);

/// What stored offsets and the cluster's answer say to each other. starts and ends may lack partitions.
std::vector<Obstacle> obstacles(const std::vector<PartitionStand>& stands,
                                const std::map<std::string, std::string>& topicIds,
                                const std::map<TopicPartition, Offset>& starts,
                                const std::map<TopicPartition, Offset>& ends);

/// The stock and how it is being made, at one moment. Immutable once published.
struct StockView {
    base::Time asOf{};                  ///< when this was put together
    std::shared_ptr<const Stock> stock; ///< null: nothing projected yet, or not read yet
    std::vector<PartitionProgress> positions;
    std::vector<Obstacle> obstacles;  ///< not empty: reading stands still until a rebuild
    std::optional<base::Error> error; ///< why nothing new comes at the moment; it is tried again
    std::vector<base::Error> partly;  ///< what is missing beside: a catalogue topic that cannot be seen
    bool elsewhere = false;           ///< another process projects into this store, this one only reads
    bool started = false;             ///< the first answer, good or bad, has come
    double perSecond = 0;             ///< records projected a second, over the last seconds
    bool caughtUp() const;
    std::int64_t done() const;  ///< offsets read so far
    std::int64_t total() const; ///< offsets there are to read, as far as known
};
using StockViewPtr = std::shared_ptr<const StockView>;

/// The first question's numbers.
struct StockSummary {
    std::int64_t units = 0; ///< on hand, negative levels included
    int skus = 0;
    int warehouses = 0;
    int oversold = 0; ///< SKUs oversold in at least one warehouse
    int low = 0;      ///< SKUs low or out in at least one warehouse and oversold in none
    bool operator==(const StockSummary&) const = default;
};
StockSummary summarize(const Stock& stock);

/// Warehouse by category: what is on hand, as a share of the reorder points' sum.
struct HeatMap {
    struct Cell {
        std::int64_t onHand = 0;
        std::int64_t target = 0; ///< sum of the reorder points of the SKUs that have a level there
        int oversold = 0;        ///< levels below zero available
        int levels = 0;          ///< 0: nothing there
        bool operator==(const Cell&) const = default;
    };
    std::vector<std::string> warehouses;  ///< ids, sorted
    std::vector<std::string> names;       ///< of the warehouses; the id where there is none
    std::vector<std::string> categories;  ///< sorted; unknown last, as an empty text
    std::vector<std::vector<Cell>> cells; ///< [warehouse][category]
};
HeatMap heatMap(const Stock& stock);

} // namespace streamscape::inventory
