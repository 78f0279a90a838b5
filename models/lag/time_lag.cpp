// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/time_lag.h"

#include <algorithm>

namespace streamscape::lag {

TimeLag timeLag(std::optional<base::Offset> committed, std::optional<base::Offset> logStart,
                std::optional<base::Offset> logEnd, std::span<const Point> ends, base::Time now) {
    if (!committed)
        return {{}, Basis::Unknown, "nothing is committed"};
    if (!logEnd)
        return {{}, Basis::Unknown, "the log end is not known"};
    if (*committed >= *logEnd)
        return {base::Duration{0}, Basis::Exact, "nothing is unread"};
    // What retention took cannot be read any more: the first record that waits is the one at the log start.
    const std::int64_t unread = std::max(*committed, logStart.value_or(*committed)).value;
    const auto passed =
        std::upper_bound(ends.begin(), ends.end(), unread,
                         [](std::int64_t offset, const Point& p) { return offset < p.value; });
    if (passed == ends.begin()) {
        if (ends.empty() || ends.front().at >= now)
            return {{}, Basis::Unknown, "the log end was seen once; its past is not known yet"};
        return {now - ends.front().at, Basis::Bound,
                "the record was there before this session's first look at the log end"};
    }
    if (passed == ends.end()) // the end was read after the newest point
        return {std::max(base::Duration{0}, now - ends.back().at), Basis::Interpolated, ""};
    const Point& before = *std::prev(passed);
    const double share =
        static_cast<double>(unread + 1 - before.value) / static_cast<double>(passed->value - before.value);
    const auto written =
        before.at + std::chrono::duration_cast<base::Duration>(std::chrono::duration<double, std::milli>(
                        share * static_cast<double>((passed->at - before.at).count())));
    return {std::max(base::Duration{0}, now - written), Basis::Interpolated, ""};
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
