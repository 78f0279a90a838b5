// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <charconv>

namespace streamscape::base {

QString grouped(std::int64_t number) {
    std::string digits = std::to_string(number);
    const std::size_t first = digits.front() == '-' ? 1 : 0;
    for (std::size_t at = digits.size(); at > first + 3;) {
        at -= 3;
        digits.insert(at, 1, ',');
    }
    return QString::fromStdString(digits);
}

QString counted(std::int64_t count, const QString& one, const QString& many) {
    return grouped(count) + QLatin1Char(' ') + (count == 1 ? one : many);
}

QString counted(std::int64_t count, const char* one, const char* many) {
    return grouped(count) + QLatin1Char(' ') + QString::fromUtf8(count == 1 ? one : many);
}

std::string nameOf(const TopicPartition& partition) {
    return partition.topic + '-' + std::to_string(partition.partition.value);
}

QString durationWords(Duration duration) {
    using namespace std::chrono;
    const bool negative = duration < Duration::zero();
    const std::int64_t ms = negative ? -duration.count() : duration.count();
    const std::int64_t s = ms / 1000;
    const auto two = [](std::int64_t a, const char* ua, std::int64_t b, const char* ub) {
        return b == 0 ? QStringLiteral("%1 %2").arg(a).arg(QLatin1String(ua))
                      : QStringLiteral("%1 %2 %3 %4")
                            .arg(a)
                            .arg(QLatin1String(ua))
                            .arg(b)
                            .arg(QLatin1String(ub));
    };
    QString text;
    if (ms == 0)
        text = QStringLiteral("0 s");
    else if (ms < 1000 && ms < 100)
        text = QStringLiteral("%1 ms").arg(ms);
    else if (s < 10)
        text = QStringLiteral("%1 s").arg(static_cast<double>(ms / 100) / 10.0, 0, 'f', 1);
    else if (s < 60)
        text = QStringLiteral("%1 s").arg(s);
    else if (s < 3600)
        text = two(s / 60, "m", s % 60, "s");
    else if (s < 86400)
        text = two(s / 3600, "h", s % 3600 / 60, "m");
    else
        text = two(s / 86400, "d", s % 86400 / 3600, "h");
    return negative ? QStringLiteral("-") + text : text;
}

std::string rfc3339(Time time) {
    using namespace std::chrono;
    const auto day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
    return buffer;
}

namespace {

// Reads exactly count digits at the front and takes them off.
bool digits(std::string_view& text, std::size_t count, int& value) {
    if (text.size() < count)
        return false;
    value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(count);
    return true;
}

bool one(std::string_view& text, char a, char b) {
    if (text.empty() || (text.front() != a && text.front() != b))
        return false;
    text.remove_prefix(1);
    return true;
}

} // namespace

std::optional<Time> parseRfc3339(std::string_view text) {
    using namespace std::chrono;
    int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
    if (!digits(text, 4, y) || !one(text, '-', '-') || !digits(text, 2, mo) || !one(text, '-', '-') ||
        !digits(text, 2, d) || !one(text, 'T', 't') || !digits(text, 2, h) || !one(text, ':', ':') ||
        !digits(text, 2, mi) || !one(text, ':', ':') || !digits(text, 2, s))
        return std::nullopt;
    int ms = 0;
    if (one(text, '.', '.')) {
        int scale = 100;
        std::size_t count = 0;
        while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
            ms += (text.front() - '0') * scale;
            scale /= 10;
            ++count;
            text.remove_prefix(1);
        }
        if (count == 0)
            return std::nullopt;
    }
    minutes zone{0};
    if (!one(text, 'Z', 'z')) {
        if (text.empty() || (text.front() != '+' && text.front() != '-'))
            return std::nullopt;
        const bool west = text.front() == '-';
        text.remove_prefix(1);
        int zh = 0, zm = 0;
        if (!digits(text, 2, zh) || !one(text, ':', ':') || !digits(text, 2, zm) || zh > 23 || zm > 59)
            return std::nullopt;
        zone = hours{zh} + minutes{zm};
        if (west)
            zone = -zone;
    }
    const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
    if (!text.empty() || !date.ok() || h > 23 || mi > 59 || s > 59)
        return std::nullopt;
    return Time{sys_days{date}.time_since_epoch() + hours{h} + minutes{mi} + seconds{s} + milliseconds{ms} -
                zone};
}

namespace {

QDateTime zoned(Time time, Zone zone) {
    const QDateTime utc = QDateTime::fromMSecsSinceEpoch(toMilliseconds(time), Qt::UTC);
    return zone == Zone::Utc ? utc : utc.toLocalTime();
}

// Nothing today, month and day in this year, else all of it; with a blank behind.
QString dateAsNeeded(Time time, Time now, Zone zone) {
    const QDate day = zoned(time, zone).date();
    const QDate today = zoned(now, zone).date();
    return day == today                 ? QString()
           : day.year() == today.year() ? QStringLiteral("MM-dd ")
                                        : QStringLiteral("yyyy-MM-dd ");
}

} // namespace

QString clockTime(Time time, Time now, Zone zone) {
    return zoned(time, zone).toString(dateAsNeeded(time, now, zone) + QStringLiteral("HH:mm:ss"));
}

QString clockMoment(Time time, Time now, Zone zone) {
    return zoned(time, zone).toString(dateAsNeeded(time, now, zone) + QStringLiteral("HH:mm:ss.zzz"));
}

QString fullTime(Time time, Zone zone) {
    const QDateTime at = zoned(time, zone);
    const QString stamp = at.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
    return stamp + QLatin1Char(' ') + (zone == Zone::Utc ? QStringLiteral("UTC") : at.timeZoneAbbreviation());
}

QString shellQuoted(std::string_view utf8) {
    const auto isPlain = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("._-:@%+=,/").find(c) != std::string_view::npos;
    };
    const QString text = toQString(utf8);
    if (!utf8.empty() && std::all_of(utf8.begin(), utf8.end(), isPlain))
        return text;
    return QLatin1Char('\'') + QString(text).replace(QLatin1Char('\''), QLatin1String("'\\''")) +
           QLatin1Char('\'');
}

QString toQString(std::string_view utf8) {
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}
std::string toStd(const QString& text) { return text.toStdString(); }

} // namespace streamscape::base
