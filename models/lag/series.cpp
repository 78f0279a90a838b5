// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/series.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace streamscape::lag {

namespace {

constexpr std::int64_t largest = (std::int64_t{1} << 62) - 1;

double milliseconds(base::Duration duration) { return static_cast<double>(duration.count()); }

double valueBetween(const Point& a, const Point& b, base::Time moment) {
    const double share = milliseconds(moment - a.at) / milliseconds(b.at - a.at);
    return static_cast<double>(a.value) + share * static_cast<double>(b.value - a.value);
}

// How much would be lost without the point in the middle: the triangle it makes, and more of it the younger.
double worth(const Point& before, const Point& point, const Point& after, base::Time now) {
    if (point.afterGap || after.afterGap)
        return std::numeric_limits<double>::max();
    const double area =
        std::abs(milliseconds(after.at - before.at) * static_cast<double>(point.value - before.value) -
                 milliseconds(point.at - before.at) * static_cast<double>(after.value - before.value));
    // Where all is straight, time that is covered twice as densely goes first.
    return (area + milliseconds(after.at - before.at)) / (1.0 + milliseconds(now - point.at));
}

} // namespace

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion" // it cannot see that the clamped value fits
Point::Point(base::Time when, std::int64_t what, bool gap)
    : at(when)
    , value(std::clamp(what, -largest, largest))
    , afterGap(gap) {}
#pragma GCC diagnostic pop

void Series::add(base::Time at, std::int64_t value, bool afterGap) {
    if (!m_points.empty() && at <= m_points.back().at)
        return;
    const std::size_t size = m_points.size();
    if (size >= 2 && !afterGap && !m_points[size - 1].afterGap && m_points[size - 1].value == value &&
        m_points[size - 2].value == value) {
        m_points.back().at = at; // a flat stretch grows by its last point
        return;
    }
    if (size == m_capacity)
        thin();
    m_points.emplace_back(at, value, afterGap);
}

void Series::thin() {
    const base::Time now = m_points.back().at;
    for (std::size_t gone = 0; gone < m_capacity / 8; ++gone) {
        std::size_t least = 1; // the very first stays: it says since when we know
        double lost = std::numeric_limits<double>::infinity();
        for (std::size_t i = 1; i < m_capacity / 2; ++i) {
            const double here = worth(m_points[i - 1], m_points[i], m_points[i + 1], now);
            if (here < lost) {
                lost = here;
                least = i;
            }
        }
        if (m_points[least].afterGap)
            m_points[least + 1].afterGap = true;
        m_points.erase(m_points.begin() + static_cast<std::ptrdiff_t>(least));
    }
}

void Series::cutAbove(std::int64_t value) {
    while (!m_points.empty() && m_points.back().value > value)
        m_points.pop_back();
}

std::vector<Point> Series::since(base::Time from) const {
    const auto it = std::lower_bound(m_points.begin(), m_points.end(), from,
                                     [](const Point& point, base::Time time) { return point.at < time; });
    std::vector<Point> points;
    points.reserve(static_cast<std::size_t>(m_points.end() - it) + 1);
    if (it != m_points.begin() && it != m_points.end() && it->at > from && !it->afterGap)
        points.emplace_back(from, std::llround(valueBetween(*std::prev(it), *it, from)));
    points.insert(points.end(), it, m_points.end());
    return points;
}

std::optional<double> Series::at(base::Time moment) const {
    const auto after = std::lower_bound(m_points.begin(), m_points.end(), moment,
                                        [](const Point& point, base::Time time) { return point.at < time; });
    if (after == m_points.end())
        return m_points.empty() ? std::optional<double>() : static_cast<double>(m_points.back().value);
    if (after->at == moment)
        return static_cast<double>(after->value);
    if (after == m_points.begin() || after->afterGap)
        return std::nullopt;
    return valueBetween(*std::prev(after), *after, moment);
}

// The index at which the last flat stretch begins: 0 where the value never moved.
std::size_t Series::flatFrom() const {
    std::size_t flat = m_points.size();
    while (flat > 0 && m_points[flat - 1].value == m_points.back().value)
        --flat;
    return flat;
}

base::Time Series::flatSince() const { return m_points[flatFrom()].at; }
bool Series::everMoved() const { return flatFrom() > 0; }

std::optional<double> ratePerSecond(const Series& series, base::Time from) {
    const std::vector<Point> points = series.since(from);
    if (points.size() < 2)
        return std::nullopt;
    const std::chrono::duration<double> span = points.back().at - points.front().at;
    return static_cast<double>(points.back().value - points.front().value) / span.count();
}

} // namespace streamscape::lag
