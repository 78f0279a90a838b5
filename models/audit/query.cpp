// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/query.h"

namespace streamscape::audit {

base::Duration roundBucket(base::Duration span) {
    using namespace std::chrono;
    constexpr milliseconds lengths[] = {1ms, 5ms,  10ms, 50ms, 100ms, 500ms, 1s,    2s,    5s,    10s,   15s,
                                        30s, 1min, 2min, 5min, 10min, 15min, 30min, 1h,    2h,    3h,    6h,
                                        12h, 24h,  48h,  168h, 336h,  720h,  2160h, 4320h, 8760h, 87600h};
    for (const milliseconds length : lengths)
        // One more than the quotient: the first bar begins before the span does.
        if (span / length + 1 < mostBuckets)
            return length;
    return lengths[std::size(lengths) - 1];
}

} // namespace streamscape::audit
