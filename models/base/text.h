// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/ids.h"

#include <QString>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace streamscape::base {

/// The one sign for "not known"; its reason belongs in a tooltip.
inline const QString unknownText = QStringLiteral("\u2014");

/// "574,619", with the minus in front; the same in every locale, as numbers are copied into tickets.
QString grouped(std::int64_t number);
/// "1 record", "412,880 records".
QString counted(std::int64_t count, const QString& one, const QString& many);
QString counted(std::int64_t count, const char* one, const char* many);
/// "orders-3", as Kafka's own logs name a partition.
std::string nameOf(const TopicPartition& partition);
/// "11 m 24 s", "2 h 10 m", "3 d 4 h", "0.4 s": the two largest units, tenths below ten seconds.
QString durationWords(Duration duration);
/// RFC 3339 UTC with milliseconds: "2026-11-22T09:14:03.120Z".
std::string rfc3339(Time time);
/// RFC 3339 with a zone; nullopt where it is not. Digits after the millisecond are cut.
std::optional<Time> parseRfc3339(std::string_view text);

/// A zone in which the window shows times: UTC, or the system's own.
enum class Zone { Utc, Local };
/// "02:10:05" today (relative to now), "11-22 02:10:05" on other days of this year, with the year elsewhere.
QString clockTime(Time time, Time now, Zone zone);
/// The same to the millisecond: "02:10:05.118".
QString clockMoment(Time time, Time now, Zone zone);
/// "2026-11-22 02:10:05.118 UTC" or with the local zone's offset.
QString fullTime(Time time, Zone zone);

/// As a POSIX shell takes it as one word, whatever is in it: bare where nothing in it means anything there.
QString shellQuoted(std::string_view utf8);

QString toQString(std::string_view utf8);
std::string toStd(const QString& text);

} // namespace streamscape::base
