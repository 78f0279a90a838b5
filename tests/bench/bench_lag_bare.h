// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/connection.h"
#include "models/kafkard/handle.h"

#include <functional>
#include <string>
#include <vector>

namespace streamscape::bench {

/// What the bare calls took, in milliseconds, and what they found: rows, and the sum of all offsets.
struct BareTimes {
    double listing = 0;
    double groups = 0; ///< descriptions and commits, at once
    double logs = 0;   ///< starts and ends, at once
    std::size_t listed = 0;
    std::size_t commits = 0;
    std::size_t offsets = 0;
    std::int64_t sum = 0;
    double all() const { return listing + groups + logs; }
};

/// The same content read by librdkafka's own calls and nothing else: what our looks are measured against. As
/// good as they come: commits 64 in flight, descriptions and log offsets in requests of a size that its lists
/// do not slow down, what does not depend on each other at once.
class BareCalls {
public:
    explicit BareCalls(const kafka::ConnectionSpec& spec);
    BareTimes all(const std::string& prefix);

private:
    using Take = std::function<void(rd_kafka_event_t*)>;
    using Ask = std::function<void(std::size_t part, const rd_kafka_AdminOptions_t* options)>;
    struct Question {
        rd_kafka_admin_op_t op;
        std::size_t parts;
        std::size_t atOnce;
        Ask ask;
        Take take;
    };
    void run(const std::vector<Question>& questions);

    kafkard::HandlePtr m_handle;
    kafkard::QueuePtr m_queue;
};

} // namespace streamscape::bench
