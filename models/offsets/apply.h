// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/journal.h"
#include "models/kafka/cluster.h"
#include "models/offsets/outcome.h"

namespace streamscape::offsets {

/// Carries a plan out: reads the group again and refuses (Conflict) where it is active by now or a commit is
/// not where the plan found it; writes the plan with its inverse to the journal, and changes nothing where
/// that fails; sends it; reads back; writes the outcome. The error means that nothing was sent. A member that
/// joins in between makes the broker refuse, or the outcome names what it moved.
/// Answers on context's thread; cluster and journal outlive the answer. A change under way goes on to its end
/// where nobody waits any more, as long as the context lives.
QFuture<base::Result<Outcome>> apply(kafka::Cluster& cluster, journal::Journal& journal, Plan plan,
                                     journal::Actor actor, QObject* context);

} // namespace streamscape::offsets
