// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/apply.h"

#include "models/base/answered.h"
#include "models/kafka/readonly_cluster.h"
#include "models/offsets/plan_json.h"

#include <QPointer>

namespace streamscape::offsets {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using base::TopicPartition;

// One plan being carried out; as Making in make_plan.cpp.
class Applying final : public std::enable_shared_from_this<Applying> {
public:
    Applying(kafka::Cluster& cluster, journal::Journal& journal, Plan plan, journal::Actor actor,
             QObject* context)
        : m_cluster(&cluster)
        , m_journal(&journal)
        , m_plan(std::move(plan))
        , m_actor(std::move(actor))
        , m_context(context) {}

    QFuture<Result<Outcome>> start() {
        if (m_plan.isRefused())
            fail(m_plan.refused.front().error);
        else if (const auto* lock = qobject_cast<kafka::ReadOnlyCluster*>(m_cluster.data());
                 lock && lock->isLocked()) // before the journal is bothered; the lock itself refuses, too
            fail({ErrorKind::Denied, "This connection is read-only", m_cluster->where(),
                  "unlock it, or start without --read-only", ""});
        else if (m_plan.steps.empty() && m_plan.action != Action::DeleteGroup)
            m_reply.answer(Outcome{false, {}, true, {}});
        else
            check();
        return m_reply.future();
    }

private:
    template<class T, class Then>
    void take(QFuture<Result<T>> answer, Then then) {
        base::whenAnswered(
            answer, m_context,
            [self = shared_from_this(), then](const Result<T>& result) mutable { then(*self, result); });
    }
    void fail(const Error& error) { m_reply.answer(base::fail(error)); }

    // Nothing was sent yet: any trouble ends it.
    void check() {
        take(m_cluster->describeGroups({m_plan.group}),
             [](Applying& run, const Result<std::vector<kafka::GroupDescription>>& groups) {
                 if (!groups || groups->empty() || !run.m_cluster)
                     return run.fail(groups ? closed() : groups.error());
                 run.take(run.m_cluster->committedOffsets({run.m_plan.group}),
                          [description = groups->front()](
                              Applying& self, const Result<std::vector<kafka::GroupOffsets>>& commits) {
                              if (!commits || commits->empty())
                                  return self.fail(commits ? closed() : commits.error());
                              if (const auto stale = staleness(self.m_plan, description, commits->front()))
                                  return self.fail(*stale);
                              self.writePlan();
                          });
             });
    }

    void writePlan() {
        take(m_journal->append(draft(journal::Phase::Planned, plannedPayload(m_plan))),
             [](Applying& run, const Result<journal::Entry>& entry) {
                 if (!entry || !run.m_cluster)
                     return run.fail(entry ? closed() : entry.error());
                 run.send();
             });
    }

    void send() {
        if (m_plan.action == Action::DeleteGroup)
            return take(m_cluster->deleteGroups({m_plan.group}),
                        [](Applying& run, const Result<std::vector<kafka::ItemOutcome>>& answer) {
                            if (!answer)
                                run.m_groupError = answer.error();
                            else if (!answer->empty())
                                run.m_groupError = answer->front().error;
                            for (const Step& step : run.m_plan.steps)
                                if (run.m_groupError)
                                    run.m_answered[step.partition] = *run.m_groupError;
                            run.readBack();
                        });
        std::vector<kafka::OffsetChange> changes;
        for (const Step& step : m_plan.steps)
            if (step.to)
                changes.push_back({step.partition, step.to->offset, step.to->metadata, step.to->leaderEpoch});
        if (changes.empty())
            return sendDeletions();
        take(m_cluster->alterGroupOffsets(m_plan.group, std::move(changes)),
             [](Applying& run, const Result<std::vector<kafka::OffsetOutcome>>& answer) {
                 const bool any = run.keep(answer, true);
                 if (any && run.m_cluster)
                     run.sendDeletions();
                 else
                     run.readBack();
             });
    }

    void sendDeletions() {
        std::vector<TopicPartition> deletions;
        for (const Step& step : m_plan.steps)
            if (!step.to)
                deletions.push_back(step.partition);
        if (deletions.empty())
            return readBack();
        take(m_cluster->deleteGroupOffsets(m_plan.group, std::move(deletions)),
             [](Applying& run, const Result<std::vector<kafka::OffsetOutcome>>& answer) {
                 run.keep(answer, false);
                 run.readBack();
             });
    }

    // Remembers each partition's error; answers whether any went through.
    bool keep(const Result<std::vector<kafka::OffsetOutcome>>& answer, bool sets) {
        bool any = false;
        if (answer)
            for (const kafka::OffsetOutcome& row : *answer) {
                any = any || !row.error;
                if (row.error)
                    m_answered[row.partition] = *row.error;
            }
        else
            for (const Step& step : m_plan.steps)
                if (step.to.has_value() == sets)
                    m_answered[step.partition] = answer.error();
        if (sets && !any) // what would have followed was not sent
            for (const Step& step : m_plan.steps)
                if (!step.to)
                    m_answered[step.partition] =
                        Error{ErrorKind::Cancelled, "Not sent, as the rest was refused", "", "", ""};
        return any;
    }

    void readBack() {
        if (!m_cluster)
            return conclude({}, closed());
        take(m_cluster->committedOffsets({m_plan.group}),
             [](Applying& run, const Result<std::vector<kafka::GroupOffsets>>& commits) {
                 if (!commits)
                     return run.conclude({}, commits.error());
                 if (commits->empty() || commits->front().error)
                     return run.conclude({}, commits->empty() ? closed() : *commits->front().error);
                 run.conclude(commits->front(), {});
             });
    }

    void conclude(const std::optional<kafka::GroupOffsets>& read, const std::optional<Error>& trouble) {
        Outcome outcome = outcomeOf(m_plan, m_answered, read);
        if (m_plan.action == Action::DeleteGroup && m_plan.steps.empty())
            outcome.applied = !m_groupError;
        outcome.error = m_groupError;
        if (trouble)
            outcome.error = Error{trouble->kind, "The offsets could not be read back: " + trouble->what,
                                  trouble->where, "Look at the group before going on", trouble->native};
        take(m_journal->append(draft(journal::Phase::Outcome, outcomePayload(m_plan, outcome))),
             [outcome](Applying& run, const Result<journal::Entry>& entry) mutable {
                 if (!entry)
                     outcome.error =
                         Error{entry.error().kind,
                               "The outcome could not be written to the journal: " + entry.error().what,
                               entry.error().where, entry.error().hint, entry.error().native};
                 run.m_reply.answer(std::move(outcome));
             });
    }

    journal::Draft draft(journal::Phase phase, QJsonObject payload) const {
        return {m_actor, m_plan.cluster, journalAction(m_plan.action), m_plan.id, phase, std::move(payload)};
    }

    static Error closed() { return {ErrorKind::Cancelled, "The connection was closed", "", "", ""}; }

    QPointer<kafka::Cluster> m_cluster; // may go while an answer is on its way to us
    journal::Journal* const m_journal;
    const Plan m_plan;
    const journal::Actor m_actor;
    QObject* const m_context;
    base::Reply<Outcome> m_reply;
    std::map<TopicPartition, Error> m_answered;
    std::optional<Error> m_groupError;
};

} // namespace

QFuture<Result<Outcome>> apply(kafka::Cluster& cluster, journal::Journal& journal, Plan plan,
                               journal::Actor actor, QObject* context) {
    return std::make_shared<Applying>(cluster, journal, std::move(plan), std::move(actor), context)->start();
}

} // namespace streamscape::offsets
