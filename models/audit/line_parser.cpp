// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/line_parser.h"

#include "models/audit/authorizer_line.h"

#include <cstdio>

namespace streamscape::audit {

namespace {

constexpr std::string_view momentForm = "[dddd-dd-dd dd:dd:dd,ddd]";

int number(std::string_view text, std::size_t at, std::size_t count) {
    int value = 0;
    for (std::size_t i = at; i < at + count; ++i)
        value = value * 10 + (text[i] - '0');
    return value;
}

} // namespace

std::optional<WallTime> takeMoment(std::string_view& text) {
    using namespace std::chrono;
    if (text.size() < momentForm.size())
        return std::nullopt;
    for (std::size_t i = 0; i < momentForm.size(); ++i)
        if (momentForm[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != momentForm[i])
            return std::nullopt;
    const year_month_day date{year{number(text, 1, 4)}, month{static_cast<unsigned>(number(text, 6, 2))},
                              day{static_cast<unsigned>(number(text, 9, 2))}};
    const int h = number(text, 12, 2);
    const int m = number(text, 15, 2);
    const int s = number(text, 18, 2);
    if (!date.ok() || h > 23 || m > 59 || s > 59)
        return std::nullopt;
    const auto moment = sys_days{date}.time_since_epoch() + hours{h} + minutes{m} + seconds{s} +
                        milliseconds{number(text, 21, 3)};
    text.remove_prefix(momentForm.size());
    return WallTime{duration_cast<milliseconds>(moment).count()};
}

std::string momentText(WallTime moment) {
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds{moment.ms}};
    const auto midnight = floor<days>(time);
    const year_month_day date{midnight};
    const hh_mm_ss clock{time - midnight};
    char buffer[64];
    std::snprintf(buffer, sizeof buffer, "[%04d-%02u-%02u %02d:%02d:%02d,%03d]",
                  static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
                  static_cast<int>(clock.subseconds().count()));
    return buffer;
}

std::string joined(const Shape& shape) {
    std::string line = shape.moment ? momentText(*shape.moment) : std::string{};
    line += shape.before;
    if (shape.count)
        line += std::to_string(*shape.count);
    line += shape.after;
    return line;
}

base::Result<std::shared_ptr<const LineParser>> parserFor(std::string_view kind) {
    if (kind == "authorizer")
        return std::make_shared<const AuthorizerLine>();
    return base::fail(base::ErrorKind::Unsupported, "This kind of audit log cannot be read",
                      std::string(kind), "The kinds that can: authorizer");
}

} // namespace streamscape::audit
