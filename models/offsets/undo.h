// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/journal.h"
#include "models/kafka/cluster.h"
#include "models/offsets/plan.h"

namespace streamscape::offsets {

/// The plan that takes back what a plan did, newest use first, as the journal says the commits were. It is
/// carried out like any other, and can itself be taken back. Commits that were moved since, and a journal
/// that was changed by hand, are warnings of the plan. NotFound where the journal has no such plan,
/// Unsupported where it is no change of offsets.
QFuture<base::Result<Plan>> makeUndo(kafka::Cluster& cluster, journal::Journal& journal, std::string planId,
                                     std::set<base::TopicPartition> without, base::Clock clock,
                                     QObject* context);

} // namespace streamscape::offsets
