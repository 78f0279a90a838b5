// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/json_numbers.h"

#include <charconv>
#include <cstdint>

namespace streamscape::inventory {

namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits(std::string_view text, std::size_t at) {
    while (at < text.size() && isDigit(text[at]))
        ++at;
    return at;
}

// The length of the JSON number at the front, 0 where there is none: -?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?
std::size_t numberLength(std::string_view text) {
    std::size_t at = !text.empty() && text.front() == '-' ? 1 : 0;
    const std::size_t whole = at;
    at = digits(text, at);
    if (at == whole || (text[whole] == '0' && at > whole + 1))
        return 0;
    if (at < text.size() && text[at] == '.') {
        const std::size_t fraction = at + 1;
        at = digits(text, fraction);
        if (at == fraction)
            return 0;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        std::size_t exponent = at + 1;
        if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-'))
            ++exponent;
        at = digits(text, exponent);
        if (at == exponent)
            return 0;
    }
    return at;
}

bool fits(std::string_view number) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), value);
    return error == std::errc() && end == number.data() + number.size();
}

} // namespace

std::string withTameNumbers(std::string_view json) {
    std::string tame;
    tame.reserve(json.size() + 8);
    bool inText = false;
    for (std::size_t at = 0; at < json.size();) {
        const char c = json[at];
        if (inText) {
            tame.push_back(c);
            ++at;
            if (c == '\\' && at < json.size())
                tame.push_back(json[at++]);
            else if (c == '"')
                inText = false;
            continue;
        }
        const std::size_t length = c == '-' || isDigit(c) ? numberLength(json.substr(at)) : 0;
        if (length == 0) {
            inText = c == '"';
            tame.push_back(c);
            ++at;
            continue;
        }
        const std::string_view number = json.substr(at, length);
        tame.append(fits(number) ? number : std::string_view("0.5"));
        at += length;
    }
    return tame;
}

} // namespace streamscape::inventory
