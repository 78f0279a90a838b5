// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/timeline.h"

namespace streamscape::audit {

std::vector<Bucket> timeline(const Answer& answer) {
    std::vector<Bucket> bars;
    const std::int64_t step = answer.bucket.count();
    if (!answer.from || !answer.to || step <= 0 || (*answer.to - *answer.from).count() / step > mostBuckets)
        return answer.histogram;
    const std::int64_t from = base::toMilliseconds(*answer.from);
    const std::int64_t to = base::toMilliseconds(*answer.to);
    std::int64_t begin = from - (from % step + step) % step;
    auto next = answer.histogram.begin();
    for (; begin < to; begin += step) {
        if (next != answer.histogram.end() && base::toMilliseconds(next->begin) == begin)
            bars.push_back(*next++);
        else
            bars.push_back({base::fromMilliseconds(begin), 0, 0, 0});
    }
    return bars;
}

} // namespace streamscape::audit
