// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/stock_view.h"

#include <deque>

namespace streamscape::inventory {

/// How far each partition is, by what the tail, the cluster and the store say of it. Each of them takes back
/// only its own word: an answer about a log's end does not mean that the log is read.
class StockProgress {
public:
    /// These partitions from now on. What the tail said of them before stays, until it says otherwise.
    void setPartitions(const std::vector<TopicPartition>& partitions);

    /// As the store has them.
    void takeStands(const std::vector<PartitionStand>& stands);
    /// As the cluster answers for their ends.
    void takeEnds(const std::vector<kafka::PartitionOffset>& ends);
    /// What a committed batch read, and failed to read.
    void takeBatch(const kafka::RecordBatch& batch);
    /// It cannot be read: not even where it begins is known.
    void takeFailure(const TopicPartition& partition, const base::Error& error);
    /// There is no tail that could be in trouble.
    void forgetTail();

    /// By (topic, partition).
    std::vector<PartitionProgress> list() const;
    bool allAtEnd() const; ///< of at least one
    /// A partition whose end is told but that was never begun.
    bool hasUnbegun() const;
    /// A partition that is not read.
    bool hasFailed() const;

private:
    PartitionProgress* find(const TopicPartition& partition);

    std::map<TopicPartition, PartitionProgress> m_partitions;
};

/// Records a second, over the last seconds.
class RecentRate {
public:
    void add(base::Time when, std::int64_t records) { m_counts.emplace_back(when, records); }
    double perSecond(base::Time now);

private:
    std::deque<std::pair<base::Time, std::int64_t>> m_counts;
};

/// The troubles of the whole by their cause, then those of partitions.
std::vector<Trouble> troubles(const std::map<Trouble::Cause, base::Error>& whole,
                              const std::vector<PartitionProgress>& partitions);

} // namespace streamscape::inventory
