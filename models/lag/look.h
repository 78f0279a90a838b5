// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster.h"
#include "models/lag/roster.h"

namespace streamscape::lag {

/// What to read of a cluster, and how often what is read again. Zero: at each look.
struct Query {
    std::vector<std::string> groups; ///< only these; empty is all
    kafka::Isolation isolation = kafka::Isolation::ReadUncommitted;
    std::string interest; ///< the group in front of somebody: described at each look

    base::Duration descriptions{0};   ///< of groups whose listed state did not change
    base::Duration restingCommits{0}; ///< of groups without members: only tools move those
    base::Duration starts{0};         ///< log starts and last stable offsets
    base::Duration topics{0};         ///< ids and leaders
    base::Duration configs{0};        ///< retention
    /// Each of a look's two halves ends after this long with what came; late answers count for the next. Zero
    /// waits for all.
    base::Duration patience{0};
    /// Where brokers are known to be faster, those that lag behind are waited for only a few times as long as
    /// the others take, but this long at least.
    base::Duration leastPatience{1000};
    bool operator==(const Query&) const = default;
};

/// What a console that goes on looking asks: what moves at each look, the rest in turn.
Query steady();

/// How a look went.
struct Looked {
    base::Time began{};
    base::Time asOf{};               ///< when the log ends were there
    int questions = 0;               ///< sent to the cluster
    std::vector<base::Error> errors; ///< of questions as a whole, and of groups asked for by name
};

/// Looks at the cluster once: groups, commits and descriptions that are due, then log ends and what else is
/// due, one question for each broker so that a slow one holds up nobody else's rows. Answers go into the
/// roster as they come, late ones too. Fails as a whole only where nothing was answered. Call on, and answers
/// on, the context's thread, whose event loop runs; the roster belongs to that thread. The cluster outlives
/// the answer or cancels it.
QFuture<base::Result<Looked>> look(kafka::Cluster& cluster, std::shared_ptr<Roster> roster, Query query,
                                   base::Clock clock, QObject* context);

} // namespace streamscape::lag
