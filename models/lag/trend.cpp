// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/trend.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace streamscape::lag {

namespace {

constexpr std::size_t fewest = 5;
constexpr std::size_t most = 12;
// Each window twice the one before.
constexpr base::Duration shortest = std::chrono::minutes{2};
constexpr base::Duration longest = std::chrono::hours{17};

double milliseconds(base::Duration duration) { return static_cast<double>(duration.count()); }

double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// The lag that commits left in (from, to], the least of them; where none came, the lag at its end.
std::optional<double> lowest(const Track& track, base::Time from, base::Time to) {
    const std::span<const Point> points = track.commits->points();
    std::optional<double> least;
    auto it = std::upper_bound(points.begin(), points.end(), from,
                               [](base::Time time, const Point& point) { return time < point.at; });
    for (; it != points.end() && it->at <= to; ++it) {
        const std::optional<double> end = track.ends->at(it->at);
        if (!end)
            continue;
        const double lag = std::max(0.0, *end - static_cast<double>(it->value));
        least = std::min(least.value_or(lag), lag);
    }
    if (least)
        return least;
    const std::optional<double> end = track.ends->at(to);
    const std::optional<double> commit = track.commits->at(to);
    if (!end || !commit)
        return std::nullopt;
    return std::max(0.0, *end - *commit);
}

Trend over(std::span<const Track> tracks, base::Time now, base::Duration window, std::size_t count) {
    const base::Duration apart = window / static_cast<std::int64_t>(count);
    std::vector<double> lows(count, 0.0);
    for (const Track& track : tracks)
        for (std::size_t i = 0; i < count; ++i) {
            const base::Time to = now - apart * static_cast<std::int64_t>(count - 1 - i);
            lows[i] += lowest(track, to - apart, to).value_or(std::numeric_limits<double>::quiet_NaN());
        }
    return trendOf(lows, apart);
}

struct Known {
    double at;
    double value;
};

} // namespace

Trend trendOf(std::span<const double> values, base::Duration apart) {
    std::vector<Known> known;
    for (std::size_t i = 0; i < values.size(); ++i)
        if (!std::isnan(values[i]))
            known.push_back({static_cast<double>(i), values[i]});
    Trend trend;
    if (known.size() < fewest)
        return trend;
    std::vector<double> slopes;
    int balance = 0;
    for (std::size_t i = 0; i < known.size(); ++i)
        for (std::size_t j = i + 1; j < known.size(); ++j) {
            const double rise = known[j].value - known[i].value;
            slopes.push_back(rise / (known[j].at - known[i].at));
            balance += rise > 0 ? 1 : rise < 0 ? -1 : 0;
        }
    const double pairs = static_cast<double>(slopes.size());
    const double slope = median(std::move(slopes));
    std::vector<double> rest;
    for (const Known& one : known)
        rest.push_back(one.value - slope * one.at);
    const double level = median(rest);
    for (double& one : rest)
        one = std::abs(one - level);
    const double scatter = 1.4826 * median(std::move(rest));
    const double span = known.back().at - known.front().at;
    trend.over = base::Duration{std::llround(span * static_cast<double>(apart.count()))};
    trend.change = slope * span;
    const bool agree = std::abs(balance) >= 0.6 * pairs; // four fifths this way, one fifth that way
    const bool standsOut = std::abs(trend.change) > 3 * scatter && std::abs(trend.change) >= 1;
    // What rose and has turned is over.
    const double side = slope > 0 ? 1 : -1;
    double furthest = -std::numeric_limits<double>::infinity();
    for (const Known& one : known)
        furthest = std::max(furthest, side * one.value);
    const double most = std::abs(trend.change) / (trend.over < shortest ? 100 : 10);
    const bool goesOn = side * known.back().value >= furthest - std::clamp(scatter, most / 2, most);
    trend.course = !agree || !standsOut || !goesOn ? Course::Steady
                   : slope > 0                     ? Course::Growing
                                                   : Course::Shrinking;
    return trend;
}

Trend trendOf(std::span<const Track> tracks, const Cadence& cadence, double worth, base::Time now,
              const std::function<bool(const Trend&)>& counts) {
    Trend trend;
    base::Time since{};
    for (const Track& track : tracks)
        since = std::max({since, track.commits->points().front().at, track.ends->points().front().at});
    const base::Duration watched = now - since;
    const base::Duration stretch =
        std::max(cadence.slow + cadence.slow / 4, base::Duration{std::chrono::seconds{3}});
    for (base::Duration wanted = shortest; wanted <= longest; wanted *= 2) {
        // Of the last window that what was seen does not fill, the part that it does.
        const base::Duration window = std::min(wanted, watched);
        const auto count = std::min(most, static_cast<std::size_t>(window / stretch));
        if (count < fewest)
            continue;
        Trend here = over(tracks, now, window, count);
        const bool denied =
            std::abs(here.change) < worth || (here.course == Course::Growing && !counts(here));
        if (denied && here.course != Course::Unknown)
            here.course = Course::Steady;
        if (here.course != Course::Unknown)
            trend = here;
        if (trend.course == Course::Growing || trend.course == Course::Shrinking)
            return trend;
        if (window < wanted)
            break;
    }
    return trend;
}

int peaksLikeThis(const Series& lag, base::Time now) {
    const std::span<const Point> points = lag.points();
    if (points.empty())
        return 0;
    const double high = 0.9 * static_cast<double>(points.back().value);
    const double low = 0.3 * static_cast<double>(points.back().value);
    std::vector<base::Duration> peaks;
    base::Time rose = points.front().at;
    bool isUp = false;
    for (const Point& point : points) {
        const auto value = static_cast<double>(point.value);
        if (value <= low) {
            if (isUp)
                peaks.push_back(point.at - rose);
            isUp = false;
            rose = point.at;
        }
        isUp = isUp || value >= high;
    }
    const base::Duration risen = now - rose;
    return static_cast<int>(
        std::count_if(peaks.begin(), peaks.end(), [&](base::Duration peak) { return peak >= risen; }));
}

std::optional<base::Time> lowsRiseSince(const Series& lag, double worth) {
    const std::span<const Point> points = lag.points();
    if (points.empty())
        return std::nullopt;
    const auto [least, greatest] = std::minmax_element(
        points.begin(), points.end(), [](const Point& a, const Point& b) { return a.value < b.value; });
    const std::int64_t swing = (greatest->value - least->value) / 10;
    // A low is where lag turns up by a tenth of all it ever moved, after it had gone down by as much.
    std::vector<const Point*> lows;
    const Point* low = &points.front();
    std::int64_t high = low->value;
    bool falls = false;
    for (const Point& point : points) {
        low = point.value < low->value ? &point : low;
        high = std::max<std::int64_t>(high, point.value);
        if (falls && point.value > low->value + swing) {
            lows.push_back(low);
            high = point.value;
            falls = false;
        } else if (!falls && point.value < high - swing) {
            low = &point;
            falls = true;
        }
    }
    const std::size_t n = lows.size();
    if (n < 3 || lows[n - 1]->value <= lows[n - 2]->value || lows[n - 2]->value <= lows[n - 3]->value ||
        static_cast<double>(lows[n - 1]->value - lows[n - 3]->value) <
            std::max(worth, static_cast<double>(swing)))
        return std::nullopt;
    return lows[n - 3]->at;
}

std::optional<base::Duration> leastWait(const Track& track, base::Time from, base::Time to) {
    const std::span<const Point> ends = track.ends->points();
    std::optional<base::Duration> least;
    for (const Point& commit : track.commits->points()) {
        if (commit.at <= from || commit.at > to)
            continue;
        const auto passed =
            std::upper_bound(ends.begin(), ends.end(), commit.value,
                             [](std::int64_t value, const Point& end) { return value < end.value; });
        if (passed == ends.begin())
            continue;
        const Point& before = *std::prev(passed);
        base::Duration wait{0};
        if (passed != ends.end() && passed->at <= commit.at) {
            const double share = static_cast<double>(commit.value - before.value) /
                                 static_cast<double>(passed->value - before.value);
            wait = commit.at - before.at -
                   base::Duration{std::llround(share * milliseconds(passed->at - before.at))};
        }
        least = std::min(least.value_or(wait), wait);
    }
    return least;
}

std::vector<Point> lagOf(const Track& track, base::Time from) {
    std::vector<Point> lag;
    for (const Point& commit : track.commits->points())
        if (const std::optional<double> end = track.ends->at(commit.at); end && commit.at >= from)
            lag.emplace_back(commit.at, std::llround(*end) - commit.value);
    return lag;
}

} // namespace streamscape::lag
