// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/line_parser.h"

#include <QTimeZone>

#include <string>

namespace streamscape::audit {

/// Turns a log's wall times into UTC and back, for one zone. Remembers the last hour's offset, so one object
/// is one thread's.
class ZoneClock final {
public:
    /// An IANA name ("Europe/Berlin"), "UTC" or "UTC+02:00"; empty is the system's zone.
    explicit ZoneClock(const std::string& zone);
    bool isValid() const { return m_zone.isValid(); }
    std::string name() const; ///< never empty: what to store with a file

    /// In the hour that a change to winter time repeats, the first moment that is not before the line above
    /// it; in the hour that a change to summer time skips, as if the change had not been yet.
    Time toUtc(WallTime wall, std::optional<Time> lineAbove);
    WallTime toWall(Time time);

private:
    std::int64_t offsetAt(std::int64_t utcMs);

    QTimeZone m_zone;
    std::int64_t m_wallQuarter = INT64_MIN; ///< quarter of an hour since 1970 that the next two are of
    std::int64_t m_before = 0;              ///< offsets in ms
    std::int64_t m_after = 0;
    std::int64_t m_utcQuarter = INT64_MIN;
    std::int64_t m_utcOffset = 0;
};

} // namespace streamscape::audit
