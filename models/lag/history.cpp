// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/history.h"

namespace streamscape::lag {

namespace {

constexpr std::size_t groupPoints = 360;
constexpr std::size_t partitionPoints = 64;
constexpr base::Duration forgetAfter = std::chrono::hours{1};

bool isOld(const Series& series, base::Time now) {
    return series.isEmpty() || now - series.last().at > forgetAfter;
}

} // namespace

void History::record(const Snapshot& snapshot) {
    const base::Time now = snapshot.asOf;
    if (m_last && now <= *m_last)
        return;
    const bool gap = m_last && now - *m_last > m_longest;
    for (const Group& group : snapshot.groups) {
        bool complete = group.row.lag.has_value();
        for (const PartitionRow& row : group.partitions) {
            complete = complete && !row.readAt && (row.lag || !row.committed);
            if (row.readAt) // an earlier look's: nothing was seen now
                continue;
            if (row.logEnd) {
                Series& ends = m_ends.try_emplace(row.partition, partitionPoints).first->second;
                // A log that got shorter is another log: recreated, or cut at a leader's election.
                if (!ends.isEmpty() && row.logEnd->value < ends.last().value)
                    ends.clear();
                ends.add(now, row.logEnd->value, gap);
            }
            if (row.logStart)
                m_starts.try_emplace(row.partition, partitionPoints)
                    .first->second.add(now, row.logStart->value, gap);
            if (row.committed)
                m_commits[group.row.group]
                    .try_emplace(row.partition, partitionPoints)
                    .first->second.add(now, row.committed->value, gap);
        }
        if (group.row.members)
            m_members.try_emplace(group.row.group, partitionPoints)
                .first->second.add(now, *group.row.members, gap);
        // A sum over fewer partitions than last time would look like progress.
        if (complete)
            m_lag.try_emplace(group.row.group, groupPoints).first->second.add(now, *group.row.lag, gap);
    }
    ++m_looks;
    m_since = m_since.value_or(now);
    m_last = now;
    forgetOld(now);
}

void History::forgetOld(base::Time now) {
    if (m_looks % 64 != 0)
        return;
    std::erase_if(m_lag, [&](const auto& item) { return isOld(item.second, now); });
    std::erase_if(m_members, [&](const auto& item) { return isOld(item.second, now); });
    std::erase_if(m_ends, [&](const auto& item) { return isOld(item.second, now); });
    std::erase_if(m_starts, [&](const auto& item) { return isOld(item.second, now); });
    for (auto& [group, commits] : m_commits)
        std::erase_if(commits, [&](const auto& item) { return isOld(item.second, now); });
    std::erase_if(m_commits, [](const auto& item) { return item.second.empty(); });
}

void History::clear() {
    m_looks = 0;
    m_since.reset();
    m_last.reset();
    m_lag.clear();
    m_members.clear();
    m_ends.clear();
    m_starts.clear();
    m_commits.clear();
}

namespace {

template<class Map, class Key>
const Series* found(const Map& map, const Key& key) {
    const auto it = map.find(key);
    return it == map.end() ? nullptr : &it->second;
}

} // namespace

const Series* History::lag(const std::string& group) const { return found(m_lag, group); }
const Series* History::members(const std::string& group) const { return found(m_members, group); }
const Series* History::end(const base::TopicPartition& partition) const { return found(m_ends, partition); }
const Series* History::start(const base::TopicPartition& partition) const {
    return found(m_starts, partition);
}

const Series* History::committed(const std::string& group, const base::TopicPartition& partition) const {
    const auto it = m_commits.find(group);
    return it == m_commits.end() ? nullptr : found(it->second, partition);
}

} // namespace streamscape::lag
