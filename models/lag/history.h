// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"
#include "models/lag/series.h"

#include <map>
#include <unordered_map>

namespace streamscape::lag {

/// What this session saw: lag of each group, log end of each partition, commit of each group's partition.
/// Memory is bounded by the number of rows (about 1.5 kB each); what has not been seen for an hour goes.
class History final {
public:
    /// Looks further apart than longest leave a gap.
    explicit History(base::Duration longest = std::chrono::seconds{10})
        : m_longest(longest) {}

    void record(const Snapshot& snapshot);
    void clear();

    int looks() const { return m_looks; }
    /// The first look; nullopt before it.
    std::optional<base::Time> since() const { return m_since; }

    // Null where nothing was seen.
    const Series* lag(const std::string& group) const;
    const Series* end(const base::TopicPartition& partition) const;
    const Series* committed(const std::string& group, const base::TopicPartition& partition) const;
    const Series* start(const base::TopicPartition& partition) const;
    const Series* members(const std::string& group) const; ///< how many the group had

private:
    void forgetOld(base::Time now);

    base::Duration m_longest;
    int m_looks = 0;
    std::optional<base::Time> m_since;
    std::optional<base::Time> m_last;
    std::map<std::string, Series> m_lag;
    std::map<std::string, Series> m_members;
    std::unordered_map<base::TopicPartition, Series> m_ends;
    std::unordered_map<base::TopicPartition, Series> m_starts;
    std::map<std::string, std::unordered_map<base::TopicPartition, Series>> m_commits;
};

} // namespace streamscape::lag
