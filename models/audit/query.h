// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/event.h"

#include <vector>

namespace streamscape::audit {

/// One condition on one field.
struct Term {
    Field field = Field::Principal;
    std::string value;
    bool prefix = false; ///< the field begins with value
    auto operator<=>(const Term&) const = default;
};

/// What is asked of the index. The same field twice means either, different fields mean both; an excluded
/// term takes away what has that value, not what has none.
struct Query {
    std::optional<std::int64_t>
        cluster;              ///< by its key in the store; nullopt: lines of all, and of none named
    std::optional<Time> from; ///< inclusive; with from or to, lines without a time do not match
    std::optional<Time> to;   ///< exclusive
    std::vector<Term> where;
    std::vector<Term> whereNot;
    std::string text;                     ///< a substring of the raw line, in bytes
    std::optional<base::Duration> bucket; ///< none: at most mostBuckets of a round length
    std::vector<Field> facets;
    std::int64_t limit = 100;
    bool newestFirst = true;
    bool raw = true; ///< re-read the lines of the events
    bool operator==(const Query&) const = default;
};
constexpr std::int64_t mostBuckets = 150;

/// A bar of the timeline; those with nothing in them are left out.
struct Bucket {
    Time begin;
    std::int64_t allow = 0;
    std::int64_t deny = 0;
    std::int64_t other = 0; ///< probes, and lines that are no event
    bool operator==(const Bucket&) const = default;
};

struct FacetValue {
    std::string value;
    std::int64_t count = 0;
    bool operator==(const FacetValue&) const = default;
};
/// All values among the matches, by count falling, then by value. What has no value is in none.
struct Facet {
    Field field = Field::Principal;
    std::vector<FacetValue> values;
    bool operator==(const Facet&) const = default;
};

struct Answer {
    std::int64_t matched = 0;
    std::int64_t unparsed = 0;     ///< of them, lines that are no event
    std::int64_t unsearched = 0;   ///< lines whose file is gone, so that text could not be looked for in them
    std::optional<Time> from;      ///< asked for, or of the first match
    std::optional<Time> to;        ///< asked for, or behind the last match
    base::Duration bucket{};       ///< length of each
    std::vector<Bucket> histogram; ///< rising; lines without a time are in none
    std::vector<Facet> facets;     ///< in the order asked for
    std::vector<Event> events;
    base::Duration took{};
};

/// What the index holds of a cluster, or of all, whatever is asked.
struct Summary {
    std::int64_t lines = 0;
    std::int64_t unnamed = 0; ///< beside them, lines of no named cluster, which no cluster's answer has
    std::int64_t sources = 0;
    std::int64_t files = 0;
    std::optional<Time> first; ///< to the minute
    std::optional<Time> last;
    bool operator==(const Summary&) const = default;
};

/// The smallest round length that cuts the span in no more than mostBuckets.
base::Duration roundBucket(base::Duration span);

} // namespace streamscape::audit
