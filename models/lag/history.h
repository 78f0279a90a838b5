// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"
#include "models/lag/series.h"

#include <map>
#include <unordered_map>

namespace streamscape::lag {

/// A commit that was set back, until it regains its old position.
struct Rewind {
    base::Time at{};       ///< the look that saw it
    std::int64_t from = 0; ///< where it was
    std::int64_t to = 0;   ///< where it was set
    bool operator==(const Rewind&) const = default;
};

/// A last stable offset below the high watermark that does not move: a transaction is open there.
struct Held {
    base::Time since{};      ///< the first look that saw it at this offset
    std::int64_t stable = 0; ///< the last stable offset
    std::int64_t endThen = 0;
    std::int64_t end = 0; ///< the high watermark, newest
    bool operator==(const Held&) const = default;
};

/// What was seen of one partition's log.
struct LogHistory {
    Series ends = Series();
    Series starts = Series();
    std::optional<Held> held;
    std::optional<base::Time> cutAt; ///< when it was last seen to have become another log, or a shorter one
};

/// What was seen of the cluster, by this session and, out of the store, before it: what the rules look at.
/// Memory is bounded by the number of rows: about 1 kB for a busy series, 100 bytes for a resting one. What
/// has not been seen for an hour goes. Each look is recorded once, in the order of time.
class History final {
public:
    /// Looks further apart than longest, and than three usual distances, leave a gap: isGap().
    explicit History(base::Duration longest = std::chrono::seconds{10})
        : m_longest(longest) {}

    /// A look that is a snapshot. What a row has from an earlier look (readAt) was not seen now.
    void record(const Snapshot& snapshot);
    void clear();

    // A look in parts, as the store has it: begin() first, then what was seen at that moment.
    /// False where the moment is not later than the last: then nothing may be added.
    bool begin(base::Time at);
    void sawEnd(const base::TopicPartition& partition, std::int64_t end);
    void sawStart(const base::TopicPartition& partition, std::int64_t start);
    /// The last stable offset with the high watermark of the same moment, or near it.
    void sawStable(const base::TopicPartition& partition, std::int64_t stable, std::int64_t highWatermark);
    void sawCommit(const std::string& group, const base::TopicPartition& partition, std::int64_t offset);
    void sawLag(const std::string& group, std::int64_t lag);
    void sawMembers(const std::string& group, std::int64_t members);
    /// The time lag of a look already recorded: it takes the history to tell.
    void sawTimeLag(const std::string& group, base::Duration timeLag);

    // A stretch of the past series by series, out of the store; before any look. Points ascend; a series may
    // come again with later ones. endRecall() says which moments it was.
    /// How far apart the points that follow were meant to be.
    void recallAtStep(base::Duration step) { m_step = step; }
    void recallEnds(const base::TopicPartition& partition, std::span<const Point> points);
    void recallStarts(const base::TopicPartition& partition, std::span<const Point> points);
    void recallCommits(const std::string& group, const base::TopicPartition& partition,
                       std::span<const Point> points);
    void recallLag(const std::string& group, std::span<const Point> points);
    void recallMembers(const std::string& group, std::span<const Point> points);
    void recallTimeLag(const std::string& group, std::span<const Point> points);
    void endRecall(int looks, base::Time first, base::Time last);

    int looks() const { return m_looks; }
    /// The first look; nullopt before it.
    std::optional<base::Time> since() const { return m_since; }

    // Null where nothing was seen.
    const Series* lag(const std::string& group) const;
    const Series* members(const std::string& group) const; ///< how many the group had
    const Series* timeLag(const std::string& group) const; ///< milliseconds
    const LogHistory* log(const base::TopicPartition& partition) const;
    const Series* end(const base::TopicPartition& partition) const;
    const Series* start(const base::TopicPartition& partition) const;
    using Commits = std::unordered_map<base::TopicPartition, Series>;
    const Commits* commits(const std::string& group) const;
    const Series* committed(const std::string& group, const base::TopicPartition& partition) const;
    /// Set back and not regained.
    const Rewind* rewind(const std::string& group, const base::TopicPartition& partition) const;

private:
    /// Nothing was seen between two moments, though something should have been: no line leads from one to the
    /// other, nothing is interpolated, and no wait is counted over them. Looks and samples come late by up to
    /// twice their distance.
    bool isGap(base::Time before, base::Time now) const {
        return now - before > std::max(m_longest, 3 * m_step);
    }
    void add(Series& series, std::int64_t value) const;
    void sawEnd(LogHistory& log, std::int64_t end) const;
    void sawStart(LogHistory& log, std::int64_t start) const;
    void sawStable(LogHistory& log, std::int64_t stable, std::int64_t highWatermark) const;
    void sawCommit(const std::string& group, Commits& commits, const LogHistory& log,
                   const base::TopicPartition& partition, std::int64_t offset);
    void forgetOld();

    base::Duration m_longest;
    base::Duration m_step{}; ///< between the last looks, or samples, that were no gap; zero before
    int m_looks = 0;
    std::optional<base::Time> m_since;
    base::Time m_now{}; ///< of the newest look
    std::map<std::string, Series> m_lag;
    std::map<std::string, Series> m_members;
    std::map<std::string, Series> m_timeLags;
    std::unordered_map<base::TopicPartition, LogHistory> m_logs;
    std::map<std::string, Commits> m_commits;
    std::map<std::string, std::unordered_map<base::TopicPartition, Rewind>> m_rewinds;
};

} // namespace streamscape::lag
