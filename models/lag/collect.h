// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster.h"
#include "models/lag/lag.h"

namespace streamscape::lag {

/// What to read of a cluster.
struct Query {
    std::vector<std::string> groups; ///< only these; empty is all
    kafka::Isolation isolation = kafka::Isolation::ReadUncommitted;
    bool operator==(const Query&) const = default;
};

/// Reads groups, members, commits and log ends once: three round trips, one question of a kind each. Groups
/// asked for and not found are errors of the snapshot (NotFound). Fails as a whole only where nothing can be
/// said: groups, commits or log ends not answered at all. Answers on context's thread; the cluster outlives
/// the answer or cancels it. Rates, time lag and verdicts are not filled in.
QFuture<base::Result<Snapshot>> collect(kafka::Cluster& cluster, Query query, base::Clock clock,
                                        QObject* context);

} // namespace streamscape::lag
