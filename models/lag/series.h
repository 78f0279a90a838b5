// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace streamscape::lag {

/// A value as it was seen at a moment.
struct Point {
    base::Time at{};
    std::int64_t value = 0;
    bool afterGap = false; ///< nothing was seen for a while before it: no line leads here
    bool operator==(const Point&) const = default;
};

/// A number over time in bounded memory: of a flat stretch the first and last point stay, and when it is full
/// every second point of the older half goes, so that the recent past is dense and the distant one coarse.
class Series final {
public:
    explicit Series(std::size_t capacity = 96)
        : m_capacity(capacity < 8 ? 8 : capacity) {}

    /// Moments ascend; one that does not is ignored.
    void add(base::Time at, std::int64_t value, bool afterGap);
    void clear() { m_points.clear(); }

    std::span<const Point> points() const { return m_points; }
    bool isEmpty() const { return m_points.empty(); }
    const Point& last() const { return m_points.back(); }
    /// The points at or after a moment, led by the value at that moment where an earlier point tells it.
    std::vector<Point> since(base::Time from) const;

private:
    void thin();

    std::size_t m_capacity;
    std::vector<Point> m_points;
};

/// Change a second between the first point at or after from and the last one; nullopt below two points.
std::optional<double> ratePerSecond(const Series& series, base::Time from);

} // namespace streamscape::lag
