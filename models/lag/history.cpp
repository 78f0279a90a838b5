// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/history.h"

#include <algorithm>

namespace streamscape::lag {

namespace {

constexpr std::size_t groupPoints = 128;
constexpr std::size_t memberPoints = 32;
constexpr base::Duration forgetAfter = std::chrono::hours{1};

bool isOld(const Series& series, base::Time now) {
    return series.isEmpty() || now - series.last().at > forgetAfter;
}

template<class Map, class Key>
const typename Map::mapped_type* found(const Map& map, const Key& key) {
    const auto it = map.find(key);
    return it == map.end() ? nullptr : &it->second;
}

const Series* orNull(const Series& series) { return series.isEmpty() ? nullptr : &series; }

} // namespace

bool History::begin(base::Time at) {
    if (m_looks > 0 && at <= m_now)
        return false;
    if (m_looks > 0) {
        if (m_step.count() == 0 || !isGap(m_now, at))
            m_step = at - m_now;
    }
    ++m_looks;
    m_since = m_since.value_or(at);
    m_now = at;
    forgetOld();
    return true;
}

void History::record(const Snapshot& snapshot) {
    if (!begin(snapshot.asOf))
        return;
    for (const Group& group : snapshot.groups) {
        const std::string& name = group.row.group;
        bool complete = group.row.lag.has_value();
        Commits* commits = group.partitions.empty() ? nullptr : &m_commits[name];
        for (const PartitionRow& row : group.partitions) {
            complete = complete && !row.readAt && (row.lag || !row.committed);
            if (row.readAt)
                continue;
            LogHistory& log = m_logs[row.partition];
            if (row.logStart)
                sawStart(log, row.logStart->value);
            if (row.logEnd)
                sawEnd(log, row.logEnd->value);
            if (const std::optional<base::Offset> watermark =
                    row.highWatermark ? row.highWatermark : row.logEnd;
                row.stableEnd && watermark)
                sawStable(log, row.stableEnd->value, watermark->value);
            if (row.committed)
                sawCommit(name, *commits, log, row.partition, row.committed->value);
        }
        if (group.row.members && !group.row.readAt)
            sawMembers(name, *group.row.members);
        // A sum over fewer partitions than last time would look like progress.
        if (complete)
            sawLag(name, *group.row.lag);
    }
}

void History::add(Series& series, std::int64_t value) const {
    series.add(m_now, value, !series.isEmpty() && isGap(series.last().at, m_now));
}

void History::sawEnd(const base::TopicPartition& partition, std::int64_t end) {
    sawEnd(m_logs[partition], end);
}
void History::sawStart(const base::TopicPartition& partition, std::int64_t start) {
    sawStart(m_logs[partition], start);
}
void History::sawStable(const base::TopicPartition& partition, std::int64_t stable,
                        std::int64_t highWatermark) {
    sawStable(m_logs[partition], stable, highWatermark);
}
void History::sawCommit(const std::string& group, const base::TopicPartition& partition,
                        std::int64_t offset) {
    sawCommit(group, m_commits[group], m_logs[partition], partition, offset);
}
void History::sawLag(const std::string& group, std::int64_t lag) {
    add(m_lag.try_emplace(group, groupPoints).first->second, lag);
}
void History::sawMembers(const std::string& group, std::int64_t members) {
    add(m_members.try_emplace(group, memberPoints).first->second, members);
}

void History::sawTimeLag(const std::string& group, base::Duration timeLag) {
    add(m_timeLags.try_emplace(group, groupPoints).first->second, timeLag.count());
}

void History::sawEnd(LogHistory& log, std::int64_t end) const {
    // A log that got shorter was cut at a leader's election, or is another one.
    if (!log.ends.isEmpty() && log.ends.last().at < m_now && end < log.ends.last().value) {
        const bool isAnother = !log.starts.isEmpty() && end < log.starts.last().value;
        log.cutAt = m_now;
        log.held.reset();
        log.ends.cutAbove(isAnother ? -1 : end);
    }
    add(log.ends, end);
}

void History::sawStart(LogHistory& log, std::int64_t start) const {
    if (!log.starts.isEmpty() && log.starts.last().at < m_now && start < log.starts.last().value) {
        // A log start never goes back: this is another log.
        log.cutAt = m_now;
        log.held.reset();
        log.starts.clear();
        log.ends.clear();
    }
    add(log.starts, start);
}

void History::sawStable(LogHistory& log, std::int64_t stable, std::int64_t highWatermark) const {
    if (stable >= highWatermark)
        log.held.reset();
    else if (log.held && log.held->stable == stable)
        log.held->end = highWatermark;
    else
        log.held = Held{m_now, stable, highWatermark, highWatermark};
}

void History::sawCommit(const std::string& group, Commits& commits, const LogHistory& log,
                        const base::TopicPartition& partition, std::int64_t offset) {
    Series& series = commits[partition];
    const bool isBack = !series.isEmpty() && offset < series.last().value;
    // On another log the commit starts anew; the one left over from the old log may stay for a while before.
    const bool isAnother = isBack && log.cutAt && *log.cutAt <= m_now && series.flatSince() <= *log.cutAt;
    if (isBack && !isAnother) {
        const std::int64_t from = series.last().value;
        Rewind& rewind = m_rewinds[group][partition];
        rewind = {m_now, std::max(rewind.from, from), offset};
    } else if (const auto known = m_rewinds.find(group); known != m_rewinds.end()) {
        const auto it = known->second.find(partition);
        if (it != known->second.end() && (isAnother || offset >= it->second.from))
            known->second.erase(it);
        if (known->second.empty())
            m_rewinds.erase(known);
    }
    if (isAnother)
        series.clear();
    add(series, offset);
}

void History::recallEnds(const base::TopicPartition& partition, std::span<const Point> points) {
    LogHistory& log = m_logs[partition];
    for (const Point& point : points) {
        m_now = point.at;
        sawEnd(log, point.value);
    }
}

void History::recallStarts(const base::TopicPartition& partition, std::span<const Point> points) {
    LogHistory& log = m_logs[partition];
    for (const Point& point : points) {
        m_now = point.at;
        // The ends of the whole stretch are there already, cut where they had to be.
        if (!log.starts.isEmpty() && point.value < log.starts.last().value) {
            log.cutAt = std::max(log.cutAt.value_or(m_now), m_now);
            log.starts.clear();
        }
        add(log.starts, point.value);
    }
}

void History::recallCommits(const std::string& group, const base::TopicPartition& partition,
                            std::span<const Point> points) {
    Commits& commits = m_commits[group];
    const LogHistory& log = m_logs[partition];
    for (const Point& point : points) {
        m_now = point.at;
        sawCommit(group, commits, log, partition, point.value);
    }
}

void History::recallLag(const std::string& group, std::span<const Point> points) {
    for (const Point& point : points) {
        m_now = point.at;
        sawLag(group, point.value);
    }
}

void History::recallMembers(const std::string& group, std::span<const Point> points) {
    for (const Point& point : points) {
        m_now = point.at;
        sawMembers(group, point.value);
    }
}

void History::recallTimeLag(const std::string& group, std::span<const Point> points) {
    for (const Point& point : points) {
        m_now = point.at;
        sawTimeLag(group, base::Duration{point.value});
    }
}

void History::endRecall(int looks, base::Time first, base::Time last) {
    m_looks = looks;
    m_since = first;
    m_now = last;
}

void History::forgetOld() {
    if (m_looks % 64 != 0)
        return;
    std::erase_if(m_lag, [&](const auto& item) { return isOld(item.second, m_now); });
    std::erase_if(m_members, [&](const auto& item) { return isOld(item.second, m_now); });
    std::erase_if(m_timeLags, [&](const auto& item) { return isOld(item.second, m_now); });
    std::erase_if(m_logs, [&](const auto& item) {
        return isOld(item.second.ends, m_now) && isOld(item.second.starts, m_now);
    });
    for (auto& [group, commits] : m_commits)
        std::erase_if(commits, [&](const auto& item) { return isOld(item.second, m_now); });
    std::erase_if(m_commits, [](const auto& item) { return item.second.empty(); });
    for (auto& [group, rewinds] : m_rewinds)
        std::erase_if(rewinds,
                      [&, name = &group](const auto& item) { return !committed(*name, item.first); });
    std::erase_if(m_rewinds, [](const auto& item) { return item.second.empty(); });
}

void History::clear() { *this = History(m_longest); }

const Series* History::lag(const std::string& group) const { return found(m_lag, group); }
const Series* History::members(const std::string& group) const { return found(m_members, group); }
const Series* History::timeLag(const std::string& group) const { return found(m_timeLags, group); }
const LogHistory* History::log(const base::TopicPartition& partition) const {
    return found(m_logs, partition);
}

const Series* History::end(const base::TopicPartition& partition) const {
    const LogHistory* log = this->log(partition);
    return log ? orNull(log->ends) : nullptr;
}
const Series* History::start(const base::TopicPartition& partition) const {
    const LogHistory* log = this->log(partition);
    return log ? orNull(log->starts) : nullptr;
}

const History::Commits* History::commits(const std::string& group) const { return found(m_commits, group); }
const Series* History::committed(const std::string& group, const base::TopicPartition& partition) const {
    const Commits* commits = this->commits(group);
    return commits ? found(*commits, partition) : nullptr;
}

const Rewind* History::rewind(const std::string& group, const base::TopicPartition& partition) const {
    const auto rewinds = m_rewinds.find(group);
    return rewinds == m_rewinds.end() ? nullptr : found(rewinds->second, partition);
}

} // namespace streamscape::lag
