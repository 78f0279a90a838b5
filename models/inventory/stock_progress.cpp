// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/stock_progress.h"

namespace streamscape::inventory {

namespace {
constexpr base::Duration rateSpan = std::chrono::seconds{5};
}

PartitionProgress* StockProgress::find(const TopicPartition& partition) {
    const auto found = m_partitions.find(partition);
    return found == m_partitions.end() ? nullptr : &found->second;
}

void StockProgress::setPartitions(const std::vector<TopicPartition>& partitions) {
    std::map<TopicPartition, PartitionProgress> fresh;
    for (const TopicPartition& partition : partitions) {
        PartitionProgress& progress = fresh[partition];
        progress.partition = partition;
        if (const PartitionProgress* before = find(partition))
            progress.tailError = before->tailError;
    }
    m_partitions = std::move(fresh);
}

void StockProgress::takeStands(const std::vector<PartitionStand>& stands) {
    for (const PartitionStand& stand : stands) {
        if (PartitionProgress* progress = find(stand.partition)) {
            progress->first = stand.first;
            progress->next = stand.next;
        }
    }
}

void StockProgress::takeEnds(const std::vector<kafka::PartitionOffset>& ends) {
    for (const kafka::PartitionOffset& end : ends) {
        PartitionProgress* progress = find(end.partition);
        if (!progress)
            continue;
        if (end.offset)
            progress->logEnd = *end.offset;
        progress->endError = end.error;
    }
}

void StockProgress::takeBatch(const kafka::RecordBatch& batch) {
    for (const kafka::Position& position : batch.positions) {
        PartitionProgress* progress = find(position.partition);
        if (!progress)
            continue;
        progress->next = std::max(progress->next.value_or(position.next), position.next);
        if (position.atEnd || progress->logEnd < progress->next)
            progress->logEnd = progress->next;
        progress->tailError.reset();
    }
    for (const kafka::PartitionFailure& failure : batch.failures)
        takeFailure(failure.partition, failure.error);
}

void StockProgress::takeFailure(const TopicPartition& partition, const base::Error& error) {
    if (PartitionProgress* progress = find(partition))
        progress->tailError = error;
}

void StockProgress::forgetTail() {
    for (auto& [partition, progress] : m_partitions)
        progress.tailError.reset();
}

std::vector<PartitionProgress> StockProgress::list() const {
    std::vector<PartitionProgress> list;
    for (const auto& [partition, progress] : m_partitions)
        list.push_back(progress);
    return list;
}

bool StockProgress::allAtEnd() const {
    for (const auto& [partition, progress] : m_partitions) {
        if (!progress.atEnd())
            return false;
    }
    return !m_partitions.empty();
}

bool StockProgress::hasUnbegun() const {
    for (const auto& [partition, progress] : m_partitions) {
        if (!progress.next && progress.logEnd && !progress.endError)
            return true;
    }
    return false;
}

bool StockProgress::hasFailed() const {
    for (const auto& [partition, progress] : m_partitions) {
        if (progress.tailError)
            return true;
    }
    return false;
}

double RecentRate::perSecond(base::Time now) {
    while (!m_counts.empty() && m_counts.front().first < now - rateSpan)
        m_counts.pop_front();
    std::int64_t records = 0;
    for (const auto& [when, count] : m_counts)
        records += count;
    return static_cast<double>(records) * 1000.0 / static_cast<double>(rateSpan.count());
}

std::vector<Trouble> troubles(const std::map<Trouble::Cause, base::Error>& whole,
                              const std::vector<PartitionProgress>& partitions) {
    std::vector<Trouble> list;
    for (const auto& [cause, error] : whole)
        list.push_back({cause, std::nullopt, error});
    for (const PartitionProgress& progress : partitions) {
        if (progress.tailError)
            list.push_back({Trouble::Cause::Tail, progress.partition, *progress.tailError});
    }
    for (const PartitionProgress& progress : partitions) {
        if (progress.endError)
            list.push_back({Trouble::Cause::Ends, progress.partition, *progress.endError});
    }
    return list;
}

} // namespace streamscape::inventory
