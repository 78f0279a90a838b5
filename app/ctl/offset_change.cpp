// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/offset_change.h"

#include "app/ctl/offsets_print.h"
#include "models/base/answered.h"
#include "models/offsets/apply.h"
#include "models/offsets/make_plan.h"

#include <ostream>

namespace streamscape::ctl {

using base::Result;

void OffsetChange::declareLookingUp(CLI::App& app) {
    app.add_flag("--first-records", m_firstRecords, "Look up the first record at each new position");
}

void OffsetChange::declareLeavingOut(CLI::App& app) {
    app.add_option("--without", m_without, "Leave these partitions out, as in orders:0,3 (repeatable)")
        ->allow_extra_args(false)
        ->type_name("TOPIC:P,P");
}

void OffsetChange::declareApplying(CLI::App& app) {
    app.add_flag("--apply", m_apply, "Do it; without this the plan is printed and nothing is changed");
    app.add_option("--if-plan", m_planId, "Only if the plan still is the one that was printed with this id")
        ->type_name("ID");
}

Result<std::set<base::TopicPartition>> OffsetChange::without() const {
    std::set<base::TopicPartition> partitions;
    for (const std::string& text : m_without) {
        const auto scope = offsets::parseTopicScope(text);
        if (!scope)
            return base::fail(scope.error());
        if (scope->partitions.empty())
            return base::fail(base::ErrorKind::Invalid, "--without names no partition", text,
                              "Write the topic and its partitions: orders:0,3");
        for (const base::PartitionId partition : scope->partitions)
            partitions.insert({scope->topic, partition});
    }
    return partitions;
}

QFuture<Exit> OffsetChange::refuse(Session& session, const base::Error& error) {
    m_promise.start();
    finish(session.fail(error));
    return m_promise.future();
}

QFuture<Exit> OffsetChange::carryOut(Session& session, const Making& make) {
    const Result<kafka::Cluster*> cluster = session.cluster();
    if (!cluster)
        return refuse(session, cluster.error());
    m_session = &session;
    m_cluster = *cluster;
    m_promise.start();
    base::whenAnswered(make(*m_cluster), this, [this](const Result<offsets::Plan>& plan) { take(plan); });
    return m_promise.future();
}

void OffsetChange::take(const Result<offsets::Plan>& plan) {
    if (!plan)
        return finish(m_session->fail(plan.error()));
    if (!m_planId.empty() && plan->id != m_planId)
        return finish(
            m_session->fail({base::ErrorKind::Conflict, "The plan is another one by now: " + plan->id,
                             "plan " + m_planId, "Print it again and look at it", ""}));
    if (!m_firstRecords || plan->isRefused())
        return m_apply ? apply(*plan) : show(*plan);
    base::whenAnswered(offsets::lookUpFirstRecords(*m_cluster, *plan, this), this,
                       [this, plan = *plan](const Result<offsets::Plan>& looked) {
                           if (!looked) // the plan is good without them
                               m_session->err()
                                   << "streamscapectl: " << base::describe(looked.error()) << std::endl;
                           const offsets::Plan& shown = looked ? *looked : plan;
                           m_apply ? apply(shown) : show(shown);
                       });
}

void OffsetChange::show(const offsets::Plan& plan) {
    if (m_asCsv && !plan.isRefused()) {
        m_session->out() << planCsv(plan);
        m_session->out().flush();
    } else {
        printPlan(*m_session, plan);
        if (m_session->json())
            m_session->print(changeJson(plan, nullptr, nullptr));
        else if (!plan.isRefused())
            m_session->err() << "Nothing was changed; --apply does it" << std::endl;
    }
    finish(plan.isRefused() ? Exit::No : Exit::Answered);
}

void OffsetChange::apply(const offsets::Plan& plan) {
    if (plan.isRefused())
        return show(plan);
    m_applying = true;
    base::whenAnswered(offsets::apply(*m_cluster, m_session->journal(), plan,
                                      journal::thisActor(m_session->principal()), this),
                       this, [this, plan](const Result<offsets::Outcome>& outcome) {
                           m_applying = false;
                           printPlan(*m_session, plan);
                           if (!outcome) {
                               const Exit exit = m_session->json() ? exitFor(outcome.error())
                                                                   : m_session->fail(outcome.error());
                               if (m_session->json())
                                   m_session->print(changeJson(plan, nullptr, &outcome.error()));
                               return finish(exit);
                           }
                           if (m_session->json())
                               m_session->print(changeJson(plan, &*outcome, nullptr));
                           else
                               printOutcome(*m_session, plan, *outcome);
                           finish(outcome->readBackEqual && !outcome->error ? Exit::Answered : Exit::No);
                       });
}

bool OffsetChange::stop() {
    if (m_applying)
        m_session->err() << "Waiting a moment for the outcome of what was sent; where it does not come, "
                            "streamscapectl journal has the plan without one"
                         << std::endl;
    return m_applying;
}

void OffsetChange::finish(Exit exit) {
    m_promise.addResult(exit);
    m_promise.finish();
}

} // namespace streamscape::ctl
