// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/expiry.h"

#include "models/lag/sentence.h"

#include <algorithm>
#include <cmath>

namespace streamscape::lag {

using namespace sentence;

namespace {

using base::Duration;
using base::Time;
using How = Expiry::How;

constexpr double mostDuration = 3.2e12; // ms; a hundred years are "never"

Expiry byTime(const PartitionRow& row, const Peek* peek, Duration kept, Time now) {
    const std::string rule = "kept for " + words(kept);
    // A stamp of −1 or 0 is none: the broker then goes by the segment's file.
    if (peek && peek->found && peek->timestamp && base::toMilliseconds(*peek->timestamp) > 0) {
        const Duration age = now - *peek->timestamp;
        const Duration left = std::max(Duration{0}, kept - age);
        const std::string stamped = age >= Duration{0} ? "stamped " + words(age) + " ago"
                                                       : "stamped " + words(-age) + " in the future";
        if (left.count() == 0)
            return {left, How::Time,
                    "The first unread record is " + rule + " and " + stamped +
                        ": it goes with its segment, any moment."};
        return {left, How::Time,
                "The first unread record is " + rule + " and " + stamped + ": it goes in " + words(left) +
                    " at the earliest."};
    }
    if (!row.timeLag.value)
        return {{},
                How::Unknown,
                "It is not known when the first unread record was written; it is " + rule + "."};
    const Duration left = std::max(Duration{0}, kept - *row.timeLag.value);
    if (row.timeLag.basis == Basis::Bound)
        return {left, How::Time,
                "The first unread record is " + rule + " and at least " + words(*row.timeLag.value) +
                    " old: it may go in " + words(left) + ", or sooner."};
    return {left, How::Time,
            "The first unread record is " + rule + " and was written about " + words(*row.timeLag.value) +
                " ago: it goes in about " + words(left) + " at the earliest."};
}

Expiry bySize(base::Offset unread, const LogHistory* log, std::int64_t bytes, Time now) {
    const std::string rule = "The log keeps " + number(bytes) + " bytes";
    const std::span<const Point> starts = log ? log->starts.points() : std::span<const Point>{};
    if (starts.size() < 2)
        return {
            {}, How::Unknown, rule + "; its start was not watched for long enough to see what that takes."};
    std::int64_t stride = 0;
    for (std::size_t i = 1; i < starts.size(); ++i)
        stride = std::max(stride, starts[i].value - starts[i - 1].value);
    const Duration watched = now - starts.front().at;
    const std::int64_t moved = starts.back().value - starts.front().value;
    if (moved <= 0)
        return {{},
                How::Unknown,
                rule + "; its start has not moved in the " + words(watched) + " it was watched."};
    const std::int64_t ahead = unread.value - starts.back().value;
    if (ahead < stride)
        return {Duration{0}, How::Size,
                rule + " and its start moves by up to " + count(stride, "record", "records") +
                    " at once; the first unread one lies " + number(ahead) +
                    " behind it: it may go any moment."};
    const double left = static_cast<double>(ahead - stride) / static_cast<double>(moved) *
                        static_cast<double>(watched.count());
    if (left > mostDuration)
        return {{}, How::Unknown, rule + "; its start hardly moves."};
    const Duration in{std::llround(left)};
    return {in, How::Size,
            rule + " and its start moved by " + count(moved, "record", "records") + " in " + words(watched) +
                "; at that pace it reaches the first unread one in about " + words(in) + "."};
}

// Passed before zero before later before what has no time.
std::pair<int, Duration> rank(const Expiry& expiry) {
    if (expiry.in)
        return {expiry.how == How::Passed ? 0 : 1, *expiry.in};
    return {expiry.how == How::Unknown ? 2 : 3, Duration{0}};
}

} // namespace

Expiry expiryOf(const PartitionRow& row, const LogHistory* log, const Peek* peek, const Retention* retention,
                Time now) {
    if (!row.committed || !row.logEnd)
        return {{}, How::Unknown, row.committed ? "The log end is not known." : "Nothing is committed."};
    if (row.logStart && *row.committed < *row.logStart)
        return {Duration{0}, How::Passed,
                count(row.logStart->value - row.committed->value, "record", "records") +
                    " after the commit are gone unread."};
    const std::optional<base::Offset> unread = firstUnread(row);
    if (!unread || row.condition == Condition::MarkersOnly)
        return {{}, How::Never, "Nothing is unread."};
    if (!retention)
        return {{}, How::Unknown, "What the topic keeps is not known: its configuration could not be read."};
    if (!retention->deletes)
        return {{}, How::Never, "The topic is only compacted: the newest record of each key stays."};
    if (!retention->time && !retention->bytes)
        return {{}, How::Never, "The topic keeps its records for ever."};
    if (!retention->bytes)
        return byTime(row, peek, *retention->time, now);
    Expiry size = bySize(*unread, log, *retention->bytes, now);
    if (!retention->time)
        return size;
    Expiry time = byTime(row, peek, *retention->time, now);
    Expiry& sooner = rank(size) < rank(time) ? size : time;
    if (size.how == How::Unknown && time.how != How::Unknown)
        sooner.why += " " + size.why;
    return std::move(sooner);
}

Expiry soonestOf(const std::vector<PartitionRow>& partitions) {
    const Expiry* soonest = nullptr;
    for (const PartitionRow& row : partitions)
        if (row.committed && (!soonest || rank(row.expiry) < rank(*soonest)))
            soonest = &row.expiry;
    return soonest ? *soonest : Expiry{{}, How::Unknown, "Nothing is committed."};
}

} // namespace streamscape::lag
