// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/time_lag.h"

#include "models/lag/sentence.h"

#include <algorithm>

namespace streamscape::lag {

using namespace sentence;

namespace {

using base::Duration;
using base::Time;

// Clocks of producers, brokers and this machine differ by seconds; producers batch for a moment.
constexpr Duration slack = std::chrono::seconds{10};
// Before there was Kafka. Records without a time have −1, and some programs write 0.
const Time kafkaBegan = base::fromMilliseconds(1'262'304'000'000);
// Longer times between two looks do not say when in them a record was written.
constexpr Duration longestStep = std::chrono::seconds{60};

Duration since(Time moment, Time now) { return std::max(Duration{0}, now - moment); }

// The first look at which the end lay above the offset.
std::span<const Point>::iterator passing(std::span<const Point> ends, base::Offset offset) {
    return std::upper_bound(ends.begin(), ends.end(), offset.value,
                            [](std::int64_t value, const Point& p) { return value < p.value; });
}

// Why a record's own time is not to be believed; empty where it is.
std::string doubt(const Peek& peek, const Series* ends, Time now) {
    const Time stamped = *peek.timestamp;
    const std::string whose = peek.logAppendTime ? "the broker's clock" : "the producer's clock";
    if (stamped < kafkaBegan)
        return "the record carries no usable time";
    if (stamped > now + slack)
        return "the record's time is " + words(stamped - now) + " in the future by " + whose;
    if (!ends)
        return {};
    const Written seen = written(*peek.found, *ends);
    if (seen.after && stamped < *seen.after - slack)
        return "the record's time is " + words(*seen.after - stamped) + " before it was written, by " + whose;
    if (seen.by && stamped > *seen.by + slack)
        return "the record's time is " + words(stamped - *seen.by) + " after it was written, by " + whose;
    return {};
}

TimeLag fromHistory(base::Offset unread, const Series* series, Time now) {
    const std::span<const Point> ends = series ? series->points() : std::span<const Point>{};
    if (ends.empty())
        return {{}, Basis::Unknown, "the log end's past is not known yet"};
    const auto passed = passing(ends, unread);
    if (passed == ends.begin()) {
        if (ends.front().at >= now)
            return {{}, Basis::Unknown, "the log end was seen once; its past is not known yet"};
        return {now - ends.front().at, Basis::Bound,
                "the record was there before the first look at the log end"};
    }
    const Point& before = *std::prev(passed);
    if (passed == ends.end()) // the end was read after the newest point
        return {since(before.at, now), Basis::Interpolated, ""};
    if (passed->afterGap && passed->at - before.at > longestStep)
        return {since(passed->at, now), Basis::Bound,
                "the record was written while nobody looked, between " + words(since(before.at, now)) +
                    " and " + words(since(passed->at, now)) + " ago"};
    const double share = static_cast<double>(unread.value + 1 - before.value) /
                         static_cast<double>(passed->value - before.value);
    const auto into = std::chrono::duration_cast<Duration>(std::chrono::duration<double, std::milli>(
        share * static_cast<double>((passed->at - before.at).count())));
    return {since(before.at + into, now), Basis::Interpolated, ""};
}

} // namespace

Written written(base::Offset offset, const Series& series) {
    const std::span<const Point> ends = series.points();
    const auto passed = passing(ends, offset);
    Written written;
    if (passed != ends.begin())
        written.after = std::prev(passed)->at;
    if (passed != ends.end())
        written.by = passed->at;
    return written;
}

TimeLag timeLag(const PartitionRow& row, const Series* ends, const Peek* peek, Time now) {
    if (!row.committed)
        return {{}, Basis::Unknown, "nothing is committed"};
    if (!row.logEnd)
        return {{}, Basis::Unknown, "the log end is not known"};
    if (row.condition == Condition::BeyondEnd || row.condition == Condition::Recreated)
        return {{}, Basis::Unknown, "the commit is not a place in this log"};
    const std::optional<base::Offset> unread = firstUnread(row);
    if (!unread)
        return {Duration{0}, Basis::Exact,
                *row.committed < *row.logEnd ? "nothing is left to read" : "nothing is unread"};
    if (row.condition == Condition::MarkersOnly)
        return {Duration{0}, Basis::Exact, "nothing is unread but transaction markers"};
    TimeLag lag = fromHistory(*unread, ends, now);
    if (!peek || !peek->found)
        return lag;
    if (!peek->timestamp) {
        lag.why = "the record carries no time" + (lag.why.empty() ? "" : "; " + lag.why);
        return lag;
    }
    const std::string why = doubt(*peek, ends, now);
    if (why.empty())
        return {since(*peek->timestamp, now), Basis::Exact, ""};
    lag.why = why + (lag.why.empty() ? "; from the log end as it was seen" : "; " + lag.why);
    return lag;
}

TimeLag worstOf(const std::vector<PartitionRow>& partitions) {
    TimeLag worst{{}, Basis::Unknown, "nothing is committed"};
    bool bounded = false;
    std::string why;
    for (const PartitionRow& row : partitions) {
        const bool unknown = !row.timeLag.value && (row.lag.value_or(0) > 0 || (row.committed && !row.lag));
        if (unknown || row.timeLag.basis == Basis::Bound) {
            bounded = true;
            why = row.timeLag.why;
        }
        if (row.timeLag.value && (!worst.value || *row.timeLag.value > *worst.value))
            worst = row.timeLag;
    }
    if (!bounded)
        return worst;
    // "At least nothing" says nothing.
    if (!worst.value || worst.value->count() == 0)
        return {{}, Basis::Unknown, why};
    worst.basis = Basis::Bound;
    worst.why = why;
    return worst;
}

} // namespace streamscape::lag
