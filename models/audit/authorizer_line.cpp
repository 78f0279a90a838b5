// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/authorizer_line.h"

#include "models/audit/authorizer_grammar.h"

#include <charconv>

namespace streamscape::audit {

namespace {

constexpr std::string_view countMarker = " with resourceRefCount = ";

bool isDigit(char c) { return c >= '0' && c <= '9'; }

// "(kafka.authorizer.logger)" at the end, by its form: third parties log under names of their own.
bool takeLogger(std::string_view& message) {
    if (message.empty() || message.back() != ')')
        return false;
    const std::size_t open = message.rfind(" (");
    if (open == std::string_view::npos || open + 3 > message.size() - 1)
        return false;
    for (const char c : message.substr(open + 2, message.size() - open - 3))
        if (!(isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '_' ||
              c == '$' || c == '-'))
            return false;
    message = message.substr(0, open);
    return true;
}

std::optional<Level> takeLevel(std::string_view& text) {
    constexpr std::array<std::pair<std::string_view, Level>, 3> levels{
        {{" INFO ", Level::Info}, {" DEBUG ", Level::Debug}, {" TRACE ", Level::Trace}}};
    for (const auto& [word, level] : levels)
        if (text.starts_with(word)) {
            text.remove_prefix(word.size());
            return level;
        }
    return std::nullopt;
}

std::string_view withoutCarriageReturn(std::string_view line) {
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    return line;
}

} // namespace

Shape AuthorizerLine::shapeOf(std::string_view line) const {
    Shape shape;
    shape.moment = takeMoment(line);
    shape.before = line;
    const std::size_t marker = line.rfind(countMarker);
    if (!shape.moment || marker == std::string_view::npos)
        return shape;
    const std::size_t first = marker + countMarker.size();
    std::size_t end = first;
    while (end < line.size() && isDigit(line[end]))
        ++end;
    std::int64_t count = 0;
    // A number that would not print back as it stands stays part of the shape.
    if (end == first || (line[first] == '0' && end - first > 1) ||
        std::from_chars(line.data() + first, line.data() + end, count).ec != std::errc{})
        return shape;
    shape.before = line.substr(0, first);
    shape.count = count;
    shape.after = line.substr(end);
    return shape;
}

std::optional<Facts> AuthorizerLine::factsOf(std::string_view line) const {
    line = withoutCarriageReturn(line);
    if (!takeMoment(line))
        return std::nullopt;
    const std::optional<Level> level = takeLevel(line);
    if (!level || !takeLogger(line))
        return std::nullopt;
    return readMessage(*level, line);
}

bool AuthorizerLine::holdsCount(const Facts& facts) const {
    const auto holds = [](const std::optional<std::string>& text) {
        return text && text->find(countMarker) != std::string::npos;
    };
    return holds(facts.principal) || holds(facts.resource) || (facts.acl && holds(facts.acl->name));
}

bool AuthorizerLine::isTorn(std::string_view line) const {
    line = withoutCarriageReturn(line);
    return takeMoment(line) && takeLevel(line) && line.starts_with("Principal = ") && !takeLogger(line);
}

} // namespace streamscape::audit
