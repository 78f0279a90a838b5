// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/series.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace streamscape::lag {

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
    m_points.push_back({at, value, afterGap});
}

void Series::thin() {
    const std::size_t half = m_points.size() / 2;
    std::vector<Point> kept;
    kept.reserve(m_capacity);
    bool gap = false;
    for (std::size_t i = 0; i < m_points.size(); ++i) {
        gap = gap || m_points[i].afterGap;
        if (i < half && i % 2 == 1) // the very first stays: it says since when we know
            continue;
        kept.push_back(m_points[i]);
        kept.back().afterGap = std::exchange(gap, false);
    }
    m_points = std::move(kept);
}

std::vector<Point> Series::since(base::Time from) const {
    const auto it = std::lower_bound(m_points.begin(), m_points.end(), from,
                                     [](const Point& point, base::Time time) { return point.at < time; });
    std::vector<Point> points;
    points.reserve(static_cast<std::size_t>(m_points.end() - it) + 1);
    if (it != m_points.begin() && it != m_points.end() && it->at > from && !it->afterGap) {
        const Point& before = *std::prev(it);
        const double share = static_cast<double>((from - before.at).count()) /
                             static_cast<double>((it->at - before.at).count());
        points.push_back({from,
                          before.value + std::llround(share * static_cast<double>(it->value - before.value)),
                          false});
    }
    points.insert(points.end(), it, m_points.end());
    return points;
}

std::optional<double> ratePerSecond(const Series& series, base::Time from) {
    const std::vector<Point> points = series.since(from);
    if (points.size() < 2)
        return std::nullopt;
    const std::chrono::duration<double> span = points.back().at - points.front().at;
    return static_cast<double>(points.back().value - points.front().value) / span.count();
}

} // namespace streamscape::lag
