// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/location.h"

#include "models/base/text.h"

#include <QUrl>
#include <QUrlQuery>

#include <array>
#include <charconv>

namespace streamscape::base {

Time TimeRange::begin(Time now) const {
    if (last)
        return now - *last;
    return from.value_or(Time{});
}
Time TimeRange::end(Time now) const { return last ? now : to.value_or(now); }

std::string Location::value(const std::string& key) const {
    const auto it = query.find(key);
    return it == query.end() ? std::string{} : it->second;
}

namespace {

struct Unit {
    std::string_view name;
    std::int64_t ms;
};
// Longest first, so that a span prints in its largest whole unit.
constexpr std::array<Unit, 5> units{
    {{"d", 86'400'000}, {"h", 3'600'000}, {"m", 60'000}, {"s", 1'000}, {"ms", 1}}};

QString encoded(const std::string& text) {
    return QString::fromLatin1(QUrl::toPercentEncoding(toQString(text)));
}

} // namespace

std::optional<Duration> parseSpan(std::string_view text) {
    std::int64_t count = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error != std::errc{} || count <= 0)
        return std::nullopt;
    const std::string_view unit(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
    for (const Unit& u : units)
        if (unit == u.name)
            return count > 36'500LL * 86'400'000 / u.ms ? std::nullopt
                                                        : std::optional(Duration{count * u.ms});
    return std::nullopt;
}

std::string spanText(Duration span) {
    for (const Unit& u : units)
        if (span.count() % u.ms == 0)
            return std::to_string(span.count() / u.ms) + std::string(u.name);
    return std::to_string(span.count()) + "ms";
}

QString toUrl(const Location& location) {
    QString url = QStringLiteral("streamscape://") + toQString(location.page);
    if (!location.tab.empty())
        url += QLatin1Char('/') + encoded(location.tab);
    QStringList pairs;
    for (const auto& [key, value] : location.query)
        if (!value.empty())
            pairs << encoded(key) + QLatin1Char('=') + encoded(value);
    if (location.range) {
        if (location.range->last)
            pairs << QStringLiteral("last=") + toQString(spanText(*location.range->last));
        if (location.range->from)
            pairs << QStringLiteral("from=") + encoded(rfc3339(*location.range->from));
        if (location.range->to)
            pairs << QStringLiteral("to=") + encoded(rfc3339(*location.range->to));
    }
    return pairs.isEmpty() ? url : url + QLatin1Char('?') + pairs.join(QLatin1Char('&'));
}

Result<Location> fromUrl(const QString& text) {
    const auto invalid = [&](const char* what) {
        return fail(ErrorKind::Invalid, what, text.toStdString(),
                    "an address looks like streamscape://lag?group=NAME&last=1h");
    };
    const QUrl url(text, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != QStringLiteral("streamscape") || url.host().isEmpty())
        return invalid("This is not a streamscape address");
    Location location;
    location.page = toStd(url.host());
    location.tab = toStd(url.path(QUrl::FullyDecoded).mid(1));
    TimeRange range;
    const QList<std::pair<QString, QString>> items = QUrlQuery(url).queryItems(QUrl::FullyDecoded);
    for (const auto& [key, value] : items) {
        if (key == QStringLiteral("last")) {
            range.last = parseSpan(toStd(value));
            if (!range.last)
                return invalid("The time span of this address cannot be read");
        } else if (key == QStringLiteral("from") || key == QStringLiteral("to")) {
            const std::optional<Time> time = parseRfc3339(toStd(value));
            if (!time)
                return invalid("A time of this address is not RFC 3339 with a zone");
            (key == QStringLiteral("from") ? range.from : range.to) = time;
        } else {
            location.query[toStd(key)] = toStd(value);
        }
    }
    if (range.from && range.to && *range.from >= *range.to)
        return invalid("The time range of this address ends before it begins");
    if (range.last || range.from || range.to)
        location.range = range;
    return location;
}

} // namespace streamscape::base
