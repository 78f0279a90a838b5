// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/result.h"

#include <QString>

#include <map>
#include <optional>
#include <string>

namespace streamscape::base {

/// The time a page looks at: the last span up to now, or a fixed stretch [from, to).
struct TimeRange {
    std::optional<Duration> last; ///< live: this long, up to now
    std::optional<Time> from;     ///< fixed: inclusive
    std::optional<Time> to;       ///< fixed: exclusive

    bool operator==(const TimeRange&) const = default;
    bool isLive() const { return last.has_value(); }
    Time begin(Time now) const;
    Time end(Time now) const;
};

inline TimeRange lastOf(Duration span) { return TimeRange{span, {}, {}}; }
inline TimeRange between(Time from, Time to) { return TimeRange{{}, from, to}; }

/// A place in the window: a page, what is selected or filtered there, and the time it looks at. Links between
/// pages, history, copied addresses and the command line all carry this one value. URL:
/// streamscape://<page>[/<tab>]?group=…&topic=…&last=15m  or  &from=RFC3339&to=RFC3339
struct Location {
    std::string page; ///< "lag", "inventory", "audit", "access"
    std::string tab;  ///< "stock", "cluster"; empty is the page's first
    std::map<std::string, std::string>
        query;                      ///< group, topic, partition, principal, sku, warehouse, host, text, …
    std::optional<TimeRange> range; ///< nullopt keeps the shared range as it is

    bool operator==(const Location&) const = default;
    /// The value of a query key, or empty.
    std::string value(const std::string& key) const;
};

QString toUrl(const Location& location);
/// Invalid with the reason for anything that is not such an address.
Result<Location> fromUrl(const QString& url);

/// "15m", "1h", "7d", "90s", "250ms" and back.
std::optional<Duration> parseSpan(std::string_view text);
std::string spanText(Duration span);

} // namespace streamscape::base
