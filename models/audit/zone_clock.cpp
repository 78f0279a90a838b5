// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/zone_clock.h"

#include <QDateTime>

namespace streamscape::audit {

namespace {

constexpr std::int64_t quarterMs = 15 * 60 * 1000; // no zone changes its offset within a quarter of an hour
constexpr std::int64_t dayMs = 24 * 3600 * 1000;

std::int64_t floorDiv(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

// Qt would take any word for a POSIX rule.
QTimeZone zoneNamed(const std::string& zone) {
    if (zone.empty())
        return QTimeZone::systemTimeZone();
    const QByteArray id = QByteArray::fromStdString(zone);
    const bool offset = id.startsWith("UTC+") || id.startsWith("UTC-");
    return offset || QTimeZone::isTimeZoneIdAvailable(id) ? QTimeZone(id) : QTimeZone();
}

} // namespace

ZoneClock::ZoneClock(const std::string& zone)
    : m_zone(zoneNamed(zone)) {}

std::string ZoneClock::name() const { return m_zone.id().toStdString(); }

std::int64_t ZoneClock::offsetAt(std::int64_t utcMs) {
    const std::int64_t quarter = floorDiv(utcMs, quarterMs);
    if (quarter != m_utcQuarter) {
        m_utcQuarter = quarter;
        m_utcOffset =
            1000LL * m_zone.offsetFromUtc(QDateTime::fromMSecsSinceEpoch(quarter * quarterMs, Qt::UTC));
    }
    return m_utcOffset;
}

Time ZoneClock::toUtc(WallTime wall, std::optional<Time> lineAbove) {
    const std::int64_t quarter = floorDiv(wall.ms, quarterMs);
    if (quarter != m_wallQuarter) {
        m_wallQuarter = quarter;
        // A change within a day of this moment shows as two different offsets around it.
        const std::int64_t at = quarter * quarterMs;
        m_before = offsetAt(at - dayMs);
        m_after = offsetAt(at + dayMs);
        if (m_before != m_after) {
            const bool first = offsetAt(at - m_before) == m_before;
            const bool second = offsetAt(at - m_after) == m_after;
            if (first && !second)
                m_after = m_before;
            else if (second && !first)
                m_before = m_after;
            else if (!first && !second)
                m_after = m_before; // skipped
        }
    }
    const Time first = base::fromMilliseconds(wall.ms - m_before);
    // Threads hand their lines over a little out of order.
    if (m_before == m_after || !lineAbove || first >= *lineAbove - std::chrono::minutes{1})
        return first;
    return base::fromMilliseconds(wall.ms - m_after);
}

WallTime ZoneClock::toWall(Time time) {
    const std::int64_t ms = base::toMilliseconds(time);
    return {ms + offsetAt(ms)};
}

} // namespace streamscape::audit
