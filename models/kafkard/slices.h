// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/kafkard/inbox.h"

#include <librdkafka/rdkafka.h>

#include <algorithm>

namespace streamscape::kafkard {

/// Calls once(ms) until it answers in full, waiting is in vain, or time is up. The waits are short, so that
/// one is soon done with a broken cluster, and closing with a hung one; where others answered and one broker
/// was too slow for them, they grow to what it needs.
template<class Call>
rd_kafka_resp_err_t inSlices(Inbox::Clock::time_point until, const Inbox& inbox, Call once) {
    constexpr base::Duration longest{6000};
    base::Duration slice{1500};
    for (;;) {
        const auto left = std::chrono::duration_cast<base::Duration>(until - Inbox::Clock::now());
        const auto wait = std::clamp(left, base::Duration{1}, slice);
        const rd_kafka_resp_err_t code = once(static_cast<int>(wait.count()));
        const bool isWorthAsking = code == RD_KAFKA_RESP_ERR__TIMED_OUT ||
                                   code == RD_KAFKA_RESP_ERR__TRANSPORT ||
                                   code == RD_KAFKA_RESP_ERR__PARTIAL; // a broker was silent, others answered
        if (!isWorthAsking || left <= slice || !inbox.isWorthWaiting())
            return code;
        if (code == RD_KAFKA_RESP_ERR__PARTIAL)
            slice = std::min(slice * 2, longest);
    }
}

} // namespace streamscape::kafkard
