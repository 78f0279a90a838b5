// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster_values.h"

#include <unordered_map>

namespace streamscape::lag {

/// What a topic keeps, out of its configs.
struct Retention {
    bool deletes = true;                ///< cleanup.policy has delete; else only compaction takes records
    std::optional<base::Duration> time; ///< retention.ms; nullopt: for ever
    std::optional<std::int64_t> bytes;  ///< retention.bytes, of each partition; nullopt: any size
    bool operator==(const Retention&) const = default;
};
using Retentions = std::unordered_map<std::string, Retention>; ///< by topic

/// Nothing where the entries do not tell.
std::optional<Retention> retentionOf(const std::vector<kafka::ConfigEntry>& entries);

} // namespace streamscape::lag
