// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster.h"
#include "models/offsets/plan.h"

namespace streamscape::offsets {

/// Asks the cluster what a plan needs and makes it: the group, its commits, its topics, their logs; each kind
/// once. A refused plan is an answer; the error is for a cluster that could not be asked. Answers on
/// context's thread; the cluster outlives the answer or cancels it.
QFuture<base::Result<Plan>> makePlan(kafka::Cluster& cluster, std::string group, Spec spec, Scope scope,
                                     base::Clock clock, QObject* context);

/// The plan with the first record at each step's new position, or why it could not be read. Steps that were
/// looked up already, delete a commit, or go to the log's end are left as they are.
QFuture<base::Result<Plan>> lookUpFirstRecords(kafka::Cluster& cluster, Plan plan, QObject* context);

} // namespace streamscape::offsets
