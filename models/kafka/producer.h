// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster_values.h"

#include <string_view>

namespace streamscape::kafka {

struct OutgoingRecord {
    std::string topic;
    std::optional<PartitionId> partition; ///< nullopt: by the key's murmur2 hash, as Java clients do
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::optional<base::Time> timestamp; ///< nullopt: now
    std::vector<std::pair<std::string, std::string>> headers;
};

/// Writes records; idempotent. send() queues and applies back-pressure by blocking its caller, so it belongs
/// on a thread of its own, never the GUI's. flush() waits until everything was acknowledged and answers the
/// first failure.
class Producer {
public:
    virtual ~Producer() = default;
    virtual base::Result<base::Done> send(OutgoingRecord record) = 0;
    virtual base::Result<base::Done> flush() = 0;
    // Transactions (only with a transactional id in the connection's properties).
    virtual base::Result<base::Done> beginTransaction() = 0;
    virtual base::Result<base::Done> commitTransaction() = 0;
    virtual base::Result<base::Done> abortTransaction() = 0;
};

} // namespace streamscape::kafka
