// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/make_plan.h"

#include "models/base/answered.h"

#include <QPointer>

#include <algorithm>

namespace streamscape::offsets {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

// One plan in the making. Every continuation holds it, so it lives until the last answer came; if answers are
// dropped, its reply answers Cancelled.
class Making final : public std::enable_shared_from_this<Making> {
public:
    Making(kafka::Cluster& cluster, std::string group, Spec spec, Scope scope, base::Clock clock,
           QObject* context)
        : m_cluster(&cluster)
        , m_group(std::move(group))
        , m_spec(std::move(spec))
        , m_scope(std::move(scope))
        , m_clock(std::move(clock))
        , m_context(context) {}

    QFuture<Result<Plan>> start() {
        m_pending = 4;
        take(m_cluster->describeCluster(), &Making::askTopics,
             [](Facts& facts, kafka::ClusterInfo info) { facts.cluster = std::move(info.id); });
        take(m_cluster->listGroups(), &Making::askTopics, [this](Facts& facts, const kafka::GroupList& list) {
            const auto it = std::find_if(list.groups.begin(), list.groups.end(),
                                         [this](const auto& one) { return one.id == m_group; });
            if (it != list.groups.end())
                facts.listing = *it;
        });
        take(m_cluster->describeGroups({m_group}), &Making::askTopics,
             [](Facts& facts, std::vector<kafka::GroupDescription> groups) {
                 if (!groups.empty())
                     facts.description = std::move(groups.front());
             });
        std::vector<std::string> groups{m_group};
        if (m_spec.target == Target::CopyFrom)
            groups.push_back(m_spec.from);
        take(m_cluster->committedOffsets(std::move(groups)), &Making::askTopics,
             [](Facts& facts, std::vector<kafka::GroupOffsets> commits) {
                 if (!commits.empty())
                     facts.committed = std::move(commits.front());
                 if (commits.size() > 1)
                     facts.source = std::move(commits[1]);
             });
        return m_reply.future();
    }

private:
    // Keeps an answer among the facts; the last of a round goes on with the next.
    template<class T, class Keep>
    void take(QFuture<Result<T>> answer, void (Making::*next)(), Keep keep) {
        base::whenAnswered(answer, m_context, [self = shared_from_this(), next, keep](Result<T> result) {
            if (self->m_failed)
                return;
            if (!result)
                return self->fail(result.error());
            if (!self->m_cluster)
                return self->fail({ErrorKind::Cancelled, "The connection was closed", "", "", ""});
            keep(self->m_facts, std::move(*result));
            if (--self->m_pending == 0)
                (self.get()->*next)();
        });
    }

    void fail(const Error& error) {
        m_failed = true;
        m_reply.answer(base::fail(error));
    }

    void askTopics() {
        m_facts.committed.group = m_group;
        const std::set<std::string> topics = topicsToAsk(m_spec, m_scope, m_facts);
        if (topics.empty()) // an empty list would ask for all
            return finish();
        m_pending = 1;
        take(m_cluster->describeTopics({topics.begin(), topics.end()}), &Making::askLogs,
             [](Facts& facts, std::vector<kafka::Topic> answer) { facts.topics = std::move(answer); });
    }

    void askLogs() {
        const std::vector<base::TopicPartition> partitions =
            partitionsToAsk(m_spec, m_scope, m_group, m_facts);
        if (partitions.empty())
            return finish();
        const std::optional<base::Time> time = timeToAsk(m_spec, m_clock());
        m_pending = time ? 3 : 2;
        ask(partitions, {kafka::OffsetQuery::At::Earliest, {}}, &LogFacts::start);
        ask(partitions, {kafka::OffsetQuery::At::Latest, {}}, &LogFacts::end);
        if (time)
            ask(partitions, {kafka::OffsetQuery::At::Time, *time}, &LogFacts::atTime);
    }

    void ask(const std::vector<base::TopicPartition>& partitions, kafka::OffsetQuery query,
             std::optional<base::Offset> LogFacts::*member) {
        take(m_cluster->listOffsets(partitions, query, kafka::Isolation::ReadUncommitted), &Making::finish,
             [member](Facts& facts, const std::vector<kafka::PartitionOffset>& rows) {
                 for (const kafka::PartitionOffset& row : rows) {
                     LogFacts& log = facts.logs[row.partition];
                     log.*member = row.offset;
                     if (row.error)
                         log.error = row.error;
                 }
             });
    }

    void finish() {
        m_facts.asOf = m_clock();
        m_reply.answer(plan(m_spec, m_scope, m_group, m_facts));
    }

    QPointer<kafka::Cluster> m_cluster; // may go while an answer is on its way to us
    const std::string m_group;
    const Spec m_spec;
    const Scope m_scope;
    const base::Clock m_clock;
    QObject* const m_context;
    base::Reply<Plan> m_reply;
    Facts m_facts;
    int m_pending = 0;
    bool m_failed = false;
};

bool wantsLookUp(const Step& step) {
    return step.to && !step.first && !(step.logEnd && step.to->offset >= *step.logEnd);
}

} // namespace

QFuture<Result<Plan>> makePlan(kafka::Cluster& cluster, std::string group, Spec spec, Scope scope,
                               base::Clock clock, QObject* context) {
    return std::make_shared<Making>(cluster, std::move(group), std::move(spec), std::move(scope),
                                    std::move(clock), context)
        ->start();
}

QFuture<Result<Plan>> lookUpFirstRecords(kafka::Cluster& cluster, Plan plan, QObject* context) {
    std::vector<kafka::RecordPlace> places;
    for (const Step& step : plan.steps)
        if (wantsLookUp(step))
            places.push_back({step.partition, step.to->offset});
    if (places.empty())
        return base::ready<Plan>(std::move(plan));
    base::Reply<Plan> reply;
    base::whenAnswered(
        cluster.peek(std::move(places), {}), context,
        [reply, plan = std::move(plan)](const Result<std::vector<kafka::PeekedRecord>>& records) mutable {
            if (!records)
                return reply.answer(base::fail(records.error()));
            std::size_t at = 0;
            for (Step& step : plan.steps)
                if (wantsLookUp(step) && at < records->size())
                    step.first = (*records)[at++];
            reply.answer(std::move(plan));
        });
    return reply.future();
}

} // namespace streamscape::offsets
