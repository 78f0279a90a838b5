// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/event.h"
#include "models/base/result.h"

#include <memory>
#include <vector>

namespace streamscape::audit {

/// Milliseconds since 1970-01-01 00:00 on the writer's own wall clock; a zone makes a Time of it.
struct WallTime {
    std::int64_t ms = 0;
    auto operator<=>(const WallTime&) const = default;
};

/// A line cut where its kind of log varies from event to event: the moment and one count. What remains is its
/// shape; lines of one shape have the same Facts, so a shape is parsed once. Nothing is lost:
/// joined(shape) is the line.
struct Shape {
    std::optional<WallTime> moment; ///< "[2026-03-04 02:10:07,412]" in front
    std::string_view before;        ///< between moment and count, or all of the rest
    std::optional<std::int64_t> count;
    std::string_view after;
    bool operator==(const Shape&) const = default;
};
std::string joined(const Shape& shape);
/// "[2026-03-04 02:10:07,412]"
std::string momentText(WallTime moment);
/// Takes the moment in front off; nullopt (and text untouched) where there is none.
std::optional<WallTime> takeMoment(std::string_view& text);

/// What makes events of one kind of log. Pure: from bytes to values, from any thread.
class LineParser {
public:
    virtual ~LineParser() = default;
    virtual const char* kind() const = 0; ///< as `audit import --kind` names it
    /// Cheap, without the grammar; the line has no newline.
    virtual Shape shapeOf(std::string_view line) const = 0;
    /// nullopt where the line is no event, or where it could be read in two ways: never a guess.
    virtual std::optional<Facts> factsOf(std::string_view line) const = 0;
    /// True where the count cut out of the shape stands in one of the facts, as somebody named a group after
    /// the marker: such a line keeps its count in its shape.
    virtual bool holdsCount(const Facts& facts) const = 0;
    /// True for the first half of an event that somebody's newline broke in two.
    virtual bool isTorn(std::string_view line) const = 0;
};

/// "authorizer"; Unsupported with the kinds there are for any other.
base::Result<std::shared_ptr<const LineParser>> parserFor(std::string_view kind);

} // namespace streamscape::audit
