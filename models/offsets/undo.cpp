// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/undo.h"

#include "models/base/answered.h"
#include "models/offsets/make_plan.h"
#include "models/offsets/plan_json.h"

#include <QPointer>

namespace streamscape::offsets {

using base::Result;

QFuture<Result<Plan>> makeUndo(kafka::Cluster& cluster, journal::Journal& journal, std::string planId,
                               std::set<base::TopicPartition> without, base::Clock clock, QObject* context) {
    base::Reply<Plan> reply;
    const auto ask = [reply, connection = QPointer(&cluster), scope = Scope{false, {}, std::move(without)},
                      clock = std::move(clock), context](const Result<journal::Journal::Planned>& planned) {
        if (!planned)
            return reply.answer(base::fail(planned.error()));
        const auto inverse = inverseOf(planned->entry);
        if (!inverse)
            return reply.answer(base::fail(inverse.error()));
        if (!connection)
            return; // the reply answers Cancelled as it goes
        base::whenAnswered(makePlan(*connection, inverse->group, inverse->spec, scope, clock, context),
                           context, [reply, reading = planned->reading](Result<Plan> plan) {
                               if (plan && !reading.intact)
                                   plan->warnings.push_back(
                                       "The journal is not as it was written from entry " +
                                       std::to_string(reading.firstBroken.value_or(0)) +
                                       " on: " + reading.why);
                               reply.answer(std::move(plan));
                           });
    };
    base::whenAnswered(journal.planned(std::move(planId)), context, ask);
    return reply.future();
}

} // namespace streamscape::offsets
