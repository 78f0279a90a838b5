// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/assess.h"

#include "models/lag/burrow.h"
#include "models/lag/hanging.h"
#include "models/lag/skew.h"
#include "models/lag/time_lag.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace streamscape::lag {

namespace {

constexpr std::size_t sparkPoints = 48;
// Rates are taken over several commits of the group.
constexpr base::Duration shortestRate = std::chrono::seconds{60};
constexpr base::Duration longestRate = std::chrono::minutes{30};
// What has waited for less than this is on its way.
constexpr base::Duration onItsWay = std::chrono::seconds{30};

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

// A peek from before a log was cut may be of another log.
const Peek* peekAt(const PartitionRow& row, const LogHistory* log, const Peeks* peeks) {
    const std::optional<base::Offset> place = firstUnread(row);
    const Peek* peek = peeks && place ? peeks->find(row.partition, *place) : nullptr;
    return peek && log && log->cutAt && peek->at < *log->cutAt ? nullptr : peek;
}

struct Past {
    const LogHistory* log = nullptr;
    const Series* commits = nullptr;
    base::Time ratesFrom{};
    base::Time now{};
};

void assess(PartitionRow& row, const Past& past, const Known& known) {
    const Series* ends = past.log && !past.log->ends.isEmpty() ? &past.log->ends : nullptr;
    const Peek* peek = peekAt(row, past.log, known.peeks);
    if (peek)
        noteMarkers(row, *peek);
    noteHanging(row, past.log, past.now);
    row.timeLag = timeLag(row, ends, peek, past.now);
    row.produceRate.reset();
    row.consumeRate.reset();
    if (ends && row.logEnd && !row.readAt)
        row.produceRate = ratePerSecond(*ends, past.ratesFrom);
    if (past.commits && row.committed && !row.readAt)
        row.consumeRate = commitRate(*past.commits, past.ratesFrom, past.now);
    // A commit that was set back is no reading backwards.
    if (row.consumeRate && *row.consumeRate < 0)
        row.consumeRate.reset();
    row.drain = drainTime(row.lag, row.consumeRate, row.produceRate);
    const Retention* retention = nullptr;
    if (known.retentions)
        if (const auto it = known.retentions->find(row.partition.topic); it != known.retentions->end())
            retention = &it->second;
    row.expiry = expiryOf(row, past.log, peek, retention, past.now);
}

// The slowest of the partitions that are behind: one that never drains is not hidden by others that do.
std::optional<base::Duration> drainOf(const Group& group) {
    std::optional<base::Duration> slowest;
    for (const PartitionRow& row : group.partitions) {
        if (row.lag.value_or(0) == 0 || row.condition == Condition::MarkersOnly)
            continue;
        if (!row.consumeRate || !row.produceRate)
            return std::nullopt;
        if (row.timeLag.value && *row.timeLag.value < onItsWay)
            continue;
        if (!row.drain)
            return std::nullopt;
        slowest = std::max(slowest.value_or(base::Duration{0}), *row.drain);
    }
    // What is on its way does not drain: there is always some of it.
    return slowest || group.row.lag != 0
               ? slowest
               : drainTime(group.row.lag, group.row.consumeRate, group.row.produceRate);
}

void sumRates(Group& group) {
    GroupRow& row = group.row;
    row.consumeRate.reset();
    row.produceRate.reset();
    row.ratesUnknown = 0;
    for (const PartitionRow& partition : group.partitions) {
        if (!partition.committed)
            continue;
        if (!partition.consumeRate || !partition.produceRate) {
            ++row.ratesUnknown;
            continue;
        }
        row.consumeRate = row.consumeRate.value_or(0) + *partition.consumeRate;
        row.produceRate = row.produceRate.value_or(0) + *partition.produceRate;
    }
    row.drain = drainOf(group);
}

} // namespace

Snapshot onlyTopicsOf(Snapshot assessed, const std::vector<std::string>& topics) {
    Snapshot rest = onlyTopics(std::move(assessed), topics);
    for (Group& group : rest.groups) {
        sumRates(group);
        group.row.timeLag = worstOf(group.partitions);
        group.row.expiry = soonestOf(group.partitions);
    }
    return rest;
}

void assess(Snapshot& snapshot, const History& history, const Known& known) {
    snapshot.looks = history.looks();
    snapshot.since = history.since();
    for (Group& group : snapshot.groups) {
        GroupRow& row = group.row;
        // A group that has read everything needs no patience.
        const Cadence cadence = row.lag.value_or(0) > 0 ? cadenceOf(row.group, history) : Cadence{};
        const base::Duration span = std::clamp(4 * cadence.slow, shortestRate, longestRate);
        const History::Commits* commits = history.commits(row.group);
        for (PartitionRow& partition : group.partitions) {
            Past past{history.log(partition.partition), nullptr, snapshot.asOf - span, snapshot.asOf};
            if (commits)
                if (const auto it = commits->find(partition.partition); it != commits->end())
                    past.commits = &it->second;
            assess(partition, past, known);
        }
        sumRates(group);
        row.timeLag = worstOf(group.partitions);
        row.expiry = soonestOf(group.partitions);
        row.skew = skewOf(group);
        const Judgement judgement = known.rules == Rules::Burrow
                                        ? burrow::judge(group, history, {}, snapshot.asOf)
                                        : judge(evidenceOf(group, cadence, history, snapshot.asOf));
        row.verdict = judgement.verdict;
        row.why = judgement.why;
        if (const Series* lag = history.lag(row.group))
            row.spark = sparkOf(*lag);
    }
}

} // namespace streamscape::lag
