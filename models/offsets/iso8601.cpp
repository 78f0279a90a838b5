// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/iso8601.h"

#include "models/base/text.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

namespace streamscape::offsets {

namespace {

using base::ErrorKind;

tl::unexpected<base::Error> noDatetime(std::string_view text) {
    return base::fail(ErrorKind::Invalid, "This is no moment: " + std::string(text), "",
                      "Write it as in 2026-11-22T02:00:00.000, UTC unless a zone such as +01:00 follows");
}
tl::unexpected<base::Error> noDuration(std::string_view text) {
    return base::fail(ErrorKind::Invalid, "This is no duration: " + std::string(text), "",
                      "Write it as in P1D, PT2H or P1DT12H30M");
}

// "Z" for none, "+05:30" for "+0530", "+05:00" for "+05"; others as they are.
std::string wholeZone(std::string_view zone) {
    if (zone.empty())
        return "Z";
    std::string text(zone);
    if (text.size() == 3)
        text += ":00";
    else if (text.size() == 5 && text.find(':') == std::string::npos)
        text.insert(3, 1, ':');
    return text;
}

// A number with its sign at the front of the text, taken off it; nullopt where there is none or it is too
// large.
std::optional<std::int64_t> signedNumber(std::string_view& text) {
    std::string_view rest = text;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+'))
        rest.remove_prefix(1);
    if (rest.empty() || rest.front() < '0' || rest.front() > '9')
        return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc{})
        return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return negative ? -value : value;
}

// Adds count units to the sum; false where it does not fit.
bool add(std::int64_t& sum, std::int64_t count, std::int64_t unit) {
    std::int64_t part = 0;
    return !__builtin_mul_overflow(count, unit, &part) && !__builtin_add_overflow(sum, part, &sum);
}

// ".25" or ",25" at the front as milliseconds, taken off the text; at most nine digits, as in Java.
std::optional<std::int64_t> fraction(std::string_view& text) {
    if (!text.starts_with('.') && !text.starts_with(','))
        return 0;
    text.remove_prefix(1);
    std::int64_t ms = 0;
    std::int64_t scale = 100;
    std::size_t count = 0;
    while (count < text.size() && text[count] >= '0' && text[count] <= '9') {
        ms += (text[count] - '0') * scale;
        scale /= 10;
        ++count;
    }
    if (count > 9)
        return std::nullopt;
    text.remove_prefix(count);
    return ms;
}

struct Unit {
    char letter;
    std::int64_t ms;
};
constexpr Unit timeUnits[] = {{'H', 3'600'000}, {'M', 60'000}, {'S', 1'000}};

} // namespace

base::Result<base::Time> parseDatetime(std::string_view text) {
    const std::size_t t = text.find('T');
    if (t == std::string_view::npos)
        return noDatetime(text);
    const std::string_view date = text.substr(0, t);
    const std::string_view behind = text.substr(t + 1);
    const std::size_t zone = std::min(behind.find_first_of("+-Zz"), behind.size());
    std::string clock(behind.substr(0, zone));
    if (std::count(clock.begin(), clock.end(), ':') == 1)
        clock += ":00";
    const auto time = base::parseRfc3339(std::string(date) + 'T' + clock + wholeZone(behind.substr(zone)));
    if (!time)
        return noDatetime(text);
    return *time;
}

base::Result<base::Duration> parseDuration(std::string_view text) {
    std::string upper(text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    std::string_view rest = upper;
    const bool negative = rest.starts_with('-');
    if (negative || rest.starts_with('+'))
        rest.remove_prefix(1);
    if (!rest.starts_with('P'))
        return noDuration(text);
    rest.remove_prefix(1);
    std::int64_t sum = 0;
    bool any = false;
    if (!rest.empty() && !rest.starts_with('T')) {
        const auto days = signedNumber(rest);
        if (!days || !rest.starts_with('D') || !add(sum, *days, 86'400'000))
            return noDuration(text);
        rest.remove_prefix(1);
        any = true;
    }
    if (rest.starts_with('T')) {
        rest.remove_prefix(1);
        any = false; // something must follow a T
        for (const Unit& unit : timeUnits) {
            std::string_view ahead = rest;
            const bool minus = ahead.starts_with('-');
            const auto count = signedNumber(ahead);
            if (!count)
                break;
            std::optional<std::int64_t> part = 0;
            if (unit.letter == 'S')
                part = fraction(ahead);
            if (!part)
                return noDuration(text);
            if (!ahead.starts_with(unit.letter))
                continue;
            if (!add(sum, *count, unit.ms) || !add(sum, minus ? -*part : *part, 1))
                return noDuration(text);
            ahead.remove_prefix(1);
            rest = ahead;
            any = true;
        }
    }
    if (!any || !rest.empty() || sum == std::numeric_limits<std::int64_t>::min())
        return noDuration(text);
    return base::Duration{negative ? -sum : sum};
}

std::string durationText(base::Duration duration) {
    std::int64_t ms = duration.count();
    std::string text = ms < 0 ? "-P" : "P";
    ms = ms < 0 ? -ms : ms;
    const std::int64_t days = ms / 86'400'000;
    ms %= 86'400'000;
    if (days > 0)
        text += std::to_string(days) + 'D';
    if (ms == 0)
        return days > 0 ? text : text + "T0S";
    text += 'T';
    for (const Unit& unit : timeUnits) {
        const std::int64_t count = ms / unit.ms;
        ms %= unit.ms;
        if (unit.letter == 'S' && ms > 0) {
            const std::string digits = std::to_string(1000 + ms).substr(1);
            return text + std::to_string(count) + '.' + digits.substr(0, digits.find_last_not_of('0') + 1) +
                   'S';
        }
        if (count > 0)
            text += std::to_string(count) + unit.letter;
    }
    return text;
}

} // namespace streamscape::offsets
