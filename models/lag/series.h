// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace streamscape::lag {

/// A value as it was seen at a moment. 16 bytes: there are tens of thousands of series.
struct Point {
    base::Time at;
    std::int64_t value : 63; ///< within ±2^62
    bool afterGap : 1;       ///< nothing was seen for a while before it: no line leads here

    Point(base::Time when, std::int64_t what, bool gap = false);
    bool operator==(const Point&) const = default;
};
static_assert(sizeof(Point) == 16);

/// A number over time in bounded memory. Of a flat stretch the first and last point stay. When it is full,
/// the points of the older half that say least go: those closest to the line between their neighbours, the
/// older the sooner. So the recent past is whole, the distant one coarse, and a corner is never rounded off
/// first.
class Series final {
public:
    explicit Series(std::size_t capacity = 64)
        : m_capacity(capacity < 8 ? 8 : capacity) {}

    /// Moments ascend; one that does not is ignored.
    void add(base::Time at, std::int64_t value, bool afterGap);
    void clear() { m_points.clear(); }
    /// Forgets the newest points that lie above a value: a log was cut there.
    void cutAbove(std::int64_t value);

    std::span<const Point> points() const { return m_points; }
    bool isEmpty() const { return m_points.empty(); }
    const Point& last() const { return m_points.back(); }
    /// The points at or after a moment, led by the value at that moment where an earlier point tells it.
    std::vector<Point> since(base::Time from) const;
    /// The value at a moment, on the line between its neighbours; after the last point the last value.
    /// Nothing before the first point or in a gap.
    std::optional<double> at(base::Time moment) const;
    /// Since when the value is what it is now, and whether it was ever seen to be another.
    base::Time flatSince() const;
    bool everMoved() const;

private:
    void thin();
    std::size_t flatFrom() const;

    std::size_t m_capacity;
    std::vector<Point> m_points;
};

/// Change a second between the first point at or after from and the last one; nullopt below two points.
std::optional<double> ratePerSecond(const Series& series, base::Time from);

} // namespace streamscape::lag
