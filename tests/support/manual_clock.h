// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <atomic>
#include <cstdint>

namespace streamscape::test {

/// A clock that stands still until it is told to move. Outlives whoever got its clock(). Any thread.
class ManualClock final {
public:
    /// 2026-11-22T02:00:00Z, a night like another.
    explicit ManualClock(base::Time start = base::fromMilliseconds(1'795'312'800'000))
        : m_ms(base::toMilliseconds(start)) {}

    base::Time now() const { return base::fromMilliseconds(m_ms.load()); }
    void advance(base::Duration by) { m_ms += by.count(); }
    void set(base::Time time) { m_ms = base::toMilliseconds(time); }
    base::Clock clock() const {
        return [this] { return now(); };
    }

private:
    std::atomic<std::int64_t> m_ms;
};

} // namespace streamscape::test
