// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/assess.h"

#include "models/lag/time_lag.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace streamscape::lag {

namespace {

constexpr std::size_t sparkPoints = 48;

std::optional<base::Duration> drainTime(std::optional<std::int64_t> lag, std::optional<double> consume,
                                        std::optional<double> produce) {
    if (!lag || !consume || !produce)
        return std::nullopt;
    if (*lag == 0)
        return base::Duration{0};
    const double closing = *consume - *produce;
    const double ms = static_cast<double>(*lag) * 1000.0 / closing;
    // Above a hundred years it is "never", and would not fit.
    if (closing <= 0 || ms > 3.2e12)
        return std::nullopt;
    return base::Duration{std::llround(ms)};
}

// How far a commit went on, or back without having regained, over the window.
void addProgress(std::span<const Point> commits, Evidence& evidence) {
    std::int64_t highest = commits.empty() ? 0 : commits.front().value;
    for (std::size_t i = 1; i < commits.size(); ++i) {
        evidence.consumed += std::max<std::int64_t>(0, commits[i].value - commits[i - 1].value);
        highest = std::max(highest, commits[i].value);
    }
    if (!commits.empty())
        evidence.rewound += highest - commits.back().value;
}

// Where the last flat stretch of a series begins: 0 where it never moved.
std::size_t flatFrom(std::span<const Point> points) {
    std::size_t flat = points.size();
    while (flat > 0 && points[flat - 1].value == points.back().value)
        --flat;
    return flat;
}

std::optional<StuckPartition> stuckOf(const PartitionRow& row, const Series& commits, base::Time now) {
    if (row.lag.value_or(0) == 0 || row.timeLag.value.value_or(base::Duration{0}) < stuckAfter)
        return std::nullopt;
    const std::span<const Point> points = commits.points();
    const base::Duration since = now - points[flatFrom(points)].at;
    if (since < stuckAfter)
        return std::nullopt;
    return StuckPartition{row.partition, since, row.member.has_value()};
}

// The lag over the session as the small picture in the table shows it.
std::vector<double> sparkOf(const Series& lag) {
    std::vector<double> spark;
    const std::span<const Point> points = lag.points();
    if (points.size() < 2)
        return spark;
    const base::Time first = points.front().at;
    const base::Duration span = points.back().at - first;
    std::size_t at = 0;
    for (std::size_t i = 0; i < sparkPoints; ++i) {
        const base::Time moment = first + span * static_cast<std::int64_t>(i) / (sparkPoints - 1);
        while (at + 1 < points.size() && points[at + 1].at <= moment)
            ++at;
        const bool inGap = at + 1 < points.size() && points[at + 1].afterGap && moment > points[at].at;
        spark.push_back(inGap ? std::numeric_limits<double>::quiet_NaN()
                              : static_cast<double>(points[at].value));
    }
    return spark;
}

void assess(PartitionRow& row, const std::string& group, const History& history, base::Time now) {
    const base::Time from = now - window;
    const Series* ends = history.end(row.partition);
    row.timeLag = timeLag(row.committed, row.logStart, row.logEnd,
                          ends ? ends->points() : std::span<const Point>{}, now);
    if (ends && row.logEnd)
        row.produceRate = ratePerSecond(*ends, from);
    if (const Series* commits = history.committed(group, row.partition); commits && row.committed) {
        row.consumeRate = ratePerSecond(*commits, from);
        // A commit that was set back is no reading backwards.
        if (row.consumeRate && *row.consumeRate < 0)
            row.consumeRate.reset();
    }
    row.drain = drainTime(row.lag, row.consumeRate, row.produceRate);
}

} // namespace

Evidence evidenceOf(const Group& group, const History& history, base::Time now) {
    Evidence evidence;
    evidence.error = group.row.error;
    evidence.members = group.row.members;
    evidence.lag = group.row.lag;
    const base::Time from = now - window;
    std::optional<base::Time> moved;
    for (const PartitionRow& row : group.partitions) {
        evidence.committed = evidence.committed || row.committed;
        const Series* commits = history.committed(group.row.group, row.partition);
        if (row.committed && commits) {
            addProgress(commits->since(from), evidence);
            const std::size_t flat = flatFrom(commits->points());
            evidence.everMoved = evidence.everMoved || flat > 0;
            const base::Time at = commits->points()[flat].at;
            moved = std::max(moved.value_or(at), at);
            if (const std::optional<StuckPartition> stuck = stuckOf(row, *commits, now);
                stuck && (!evidence.stuck || stuck->since > evidence.stuck->since))
                evidence.stuck = stuck;
        }
        if (const Series* ends = history.end(row.partition); ends && row.logEnd)
            if (const std::vector<Point> points = ends->since(from); points.size() > 1)
                evidence.produced += points.back().value - points.front().value;
    }
    if (moved)
        evidence.stillFor = now - *moved;
    const Series* lag = history.lag(group.row.group);
    const std::vector<Point> looks = lag ? lag->since(from) : std::vector<Point>{};
    if (looks.empty())
        return evidence;
    evidence.looks = static_cast<int>(looks.size());
    evidence.lagWas = looks.front().value;
    evidence.watched = now - looks.front().at;
    evidence.unreadFor = evidence.watched;
    for (const Point& point : looks)
        if (point.value == 0)
            evidence.unreadFor = now - point.at;
    evidence.lagGrows = grows(looks);
    return evidence;
}

void assess(Snapshot& snapshot, const History& history) {
    snapshot.looks = history.looks();
    snapshot.since = history.since();
    for (Group& group : snapshot.groups) {
        GroupRow& row = group.row;
        row.consumeRate.reset();
        row.produceRate.reset();
        for (PartitionRow& partition : group.partitions) {
            assess(partition, row.group, history, snapshot.asOf);
            if (partition.consumeRate)
                row.consumeRate = row.consumeRate.value_or(0) + *partition.consumeRate;
            if (partition.produceRate && partition.committed)
                row.produceRate = row.produceRate.value_or(0) + *partition.produceRate;
        }
        row.drain = drainTime(row.lag, row.consumeRate, row.produceRate);
        row.timeLag = worstOf(group.partitions);
        const Judgement judgement = judge(evidenceOf(group, history, snapshot.asOf));
        row.verdict = judgement.verdict;
        row.why = judgement.why;
        if (const Series* lag = history.lag(row.group))
            row.spark = sparkOf(*lag);
    }
}

} // namespace streamscape::lag
