// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/cadence.h"

#include "models/lag/time_lag.h"

#include <algorithm>

namespace streamscape::lag {

namespace {

constexpr std::size_t mostWaits = 12; // of a partition: the part of its series that is never thinned
constexpr std::size_t mostOfGroup = 240;

} // namespace

base::Duration Cadence::patience() const {
    if (seen == 0)
        return unknownPatience;
    // One outage among the newest commits is not what the group usually does.
    const base::Duration most = std::max(leastPatience, 6 * usual);
    const base::Duration wanted = std::max({leastPatience, 3 * usual, slow + slow / 2});
    return std::min(most, seen == 1 ? std::max(wanted, 2 * leastPatience) : wanted);
}

std::vector<base::Duration> waitsOf(const Series& commits, const Series& ends) {
    const std::span<const Point> points = commits.points();
    std::vector<base::Duration> waits;
    for (std::size_t moved = points.size(); moved-- > 1 && waits.size() < mostWaits;) {
        const Point& before = points[moved - 1];
        if (points[moved].value <= before.value || points[moved].afterGap)
            continue;
        std::size_t stood = moved - 1;
        while (stood > 0 && !points[stood].afterGap && points[stood - 1].value == before.value)
            --stood;
        base::Time since = points[stood].at;
        const Written next = written(base::Offset{before.value}, ends);
        if (!next.by)
            continue;
        since = std::max(since, next.after.value_or(since));
        if (since < points[moved].at)
            waits.push_back(points[moved].at - since);
    }
    return waits;
}

Cadence cadenceOf(std::vector<base::Duration> waits) {
    Cadence cadence;
    if (waits.empty())
        return cadence;
    std::sort(waits.begin(), waits.end());
    cadence.seen = static_cast<int>(waits.size());
    cadence.usual = waits[waits.size() / 2];
    cadence.slow = waits[waits.size() * 9 / 10];
    return cadence;
}

Cadence cadenceOf(const std::string& group, const History& history) {
    std::vector<base::Duration> waits;
    const History::Commits* commits = history.commits(group);
    if (!commits)
        return {};
    for (const auto& [partition, series] : *commits) {
        const Series* ends = history.end(partition);
        if (!ends || waits.size() >= mostOfGroup)
            continue;
        const std::vector<base::Duration> some = waitsOf(series, *ends);
        waits.insert(waits.end(), some.begin(), some.end());
    }
    return cadenceOf(std::move(waits));
}

std::optional<double> commitRate(const Series& commits, base::Time from, base::Time now) {
    const std::vector<Point> points = commits.since(from);
    if (points.size() < 2)
        return std::nullopt;
    const Point* first = nullptr;
    const Point* last = nullptr;
    int moves = 0;
    for (std::size_t i = 1; i < points.size(); ++i)
        if (points[i].value != points[i - 1].value) {
            first = first ? first : &points[i];
            last = &points[i];
            ++moves;
        }
    const std::chrono::duration<double> whole = points.back().at - points.front().at;
    const double change = static_cast<double>(points.back().value - points.front().value);
    // Too few moves to count between them, or one is overdue: the whole time counts.
    if (moves < 3 || now - last->at > 3 * (last->at - first->at) / (moves - 1))
        return change / whole.count();
    const std::chrono::duration<double> between = last->at - first->at;
    return static_cast<double>(last->value - first->value) / between.count();
}

} // namespace streamscape::lag
