// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/text_match.h"

#include <algorithm>

namespace streamscape::audit {

namespace {

constexpr std::string_view moment = "[dddd-dd-dd dd:dd:dd,ddd]"; // d is any digit

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// Can the text begin within the moment? What lies behind the end of before is left open.
bool fitsInMoment(std::string_view text, std::string_view before) {
    for (std::size_t start = 0; start < moment.size(); ++start) {
        bool fits = true;
        for (std::size_t i = 0; fits && i < text.size(); ++i) {
            const std::size_t at = start + i;
            if (at < moment.size())
                fits = moment[at] == 'd' ? isDigit(text[i]) : moment[at] == text[i];
            else if (at - moment.size() < before.size())
                fits = before[at - moment.size()] == text[i];
            else
                break;
        }
        if (fits)
            return true;
    }
    return false;
}

// Can the text have digits of the count in it?
bool fitsInCount(std::string_view text, std::string_view before, std::string_view after) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view front = text.substr(0, i);
        if (!isDigit(text[i]) ||
            !(front.size() > before.size() ? front.ends_with(before) : before.ends_with(front)))
            continue;
        for (std::size_t j = i; j < text.size() && isDigit(text[j]); ++j) {
            const std::string_view back = text.substr(j + 1);
            if (after.starts_with(back))
                return true;
        }
    }
    return false;
}

} // namespace

TextMatch matchShape(std::string_view text, std::string_view before, bool counted, std::string_view after) {
    if (text.empty() || before.find(text) != std::string_view::npos ||
        (counted && after.find(text) != std::string_view::npos))
        return TextMatch::All;
    if (fitsInMoment(text, before) || (counted && fitsInCount(text, before, after)))
        return TextMatch::Some;
    return TextMatch::None;
}

} // namespace streamscape::audit
