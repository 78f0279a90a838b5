// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"
#include "models/inventory/stock_reader.h"

#include <memory>

namespace streamscape::inventory {

/// A partition being read: how far, how far there is to go, and what is in the way of either.
struct PartitionProgress {
    TopicPartition partition;
    std::optional<Offset> first;          ///< where reading began; nullopt: nothing read yet
    std::optional<Offset> next;           ///< where the next fetch begins; nullopt: nothing read yet
    std::optional<Offset> logEnd;         ///< the last stable offset, as last told; nullopt: not known
    std::optional<base::Error> tailError; ///< it is not read, until the tail reads it again
    std::optional<base::Error> endError;  ///< its end is not told, until it is told again
    bool operator==(const PartitionProgress&) const = default;
    bool atEnd() const { return next && logEnd && !endError && *next >= *logEnd; }
};

/// One thing that keeps new stock from coming, or from being known to be all. It lasts until that very thing
/// goes well again, whatever else does.
struct Trouble {
    enum class Cause {
        Opening, ///< what must be known before reading was not answered; it is asked again
        Commit,  ///< a batch could not be written; reading resumes from what the store has
        Store,   ///< the levels could not be read from the store
        Tail,    ///< records do not come
        Ends,    ///< where the logs end is not told
    } cause = Cause::Opening;
    std::optional<TopicPartition> partition; ///< nullopt: it concerns all of them
    base::Error error;
    bool operator==(const Trouble&) const = default;
    /// False where records still come and only how many there are is not known.
    bool stopsReading() const { return cause != Cause::Ends; }
};
/// In words that name the partition.
base::Error describe(const Trouble& trouble);

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
    std::vector<Obstacle> obstacles; ///< not empty: reading stands still until a rebuild
    std::vector<Trouble> troubles;   ///< what is in the way at the moment, the widest first
    std::vector<base::Error> partly; ///< what is missing beside: a catalogue topic that cannot be seen
    bool elsewhere = false;          ///< another process projects into this store, this one only reads
    bool started = false;            ///< the first answer, good or bad, has come
    /// Records projected a second, over the last seconds; nullopt where another process projects.
    std::optional<double> perSecond;
    /// No partition is below its end, and the ends are known as of now.
    bool caughtUp() const;
    /// The first obstacle or trouble, in words.
    std::optional<base::Error> inTheWay() const;
    /// So far behind that it is worth saying; a few records always come in while one looks.
    bool catchingUp() const { return total() - done() > 1'000; }
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

/// Warehouse by category: what is on hand, as a share of the reorder points' sum. Levels without a reorder
/// point are in neither sum.
struct HeatMap {
    struct Cell {
        std::int64_t onHand = 0;    ///< of the levels that have a reorder point
        std::int64_t target = 0;    ///< the sum of their reorder points
        std::int64_t unplanned = 0; ///< on hand at the levels without one
        int unplannedLevels = 0;    ///< how many those are
        int oversold = 0;           ///< levels below zero available
        int levels = 0;             ///< all of them; 0: nothing there
        bool operator==(const Cell&) const = default;
        /// In percent, cut to a whole number; nullopt where no reorder point above zero is known.
        std::optional<std::int64_t> share() const;
    };
    std::vector<std::string> warehouses;  ///< ids, sorted
    std::vector<std::string> names;       ///< of the warehouses; the id where there is none
    std::vector<std::string> categories;  ///< sorted; unknown last, as an empty text
    std::vector<std::vector<Cell>> cells; ///< [warehouse][category]
};
HeatMap heatMap(const Stock& stock);

} // namespace streamscape::inventory
