// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <functional>

namespace streamscape::base {

using Duration = std::chrono::milliseconds;
/// A moment in UTC, to the millisecond: the resolution of Kafka's own timestamps.
using Time = std::chrono::time_point<std::chrono::system_clock, std::chrono::milliseconds>;

/// Where a feed gets "now" from; tests hand in their own.
using Clock = std::function<Time()>;

inline Time systemNow() {
    return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}
inline Time fromMilliseconds(std::int64_t ms) { return Time{std::chrono::milliseconds{ms}}; }
inline std::int64_t toMilliseconds(Time time) { return time.time_since_epoch().count(); }

} // namespace streamscape::base
