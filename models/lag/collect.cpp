// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/collect.h"

#include "models/base/answered.h"

#include <QPointer>

#include <algorithm>
#include <set>

namespace streamscape::lag {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;

// One collection under way. Every continuation holds it, so it lives until the last answer came; if answers
// are dropped, its reply answers Cancelled.
class Run final : public std::enable_shared_from_this<Run> {
public:
    Run(kafka::Cluster& cluster, Query query, base::Clock clock, QObject* context)
        : m_cluster(&cluster)
        , m_query(std::move(query))
        , m_clock(std::move(clock))
        , m_context(context)
        , m_began(m_clock()) {}

    QFuture<Result<Snapshot>> start() {
        m_pending = 2;
        take(m_cluster->describeCluster(), [](Run& run, Result<kafka::ClusterInfo> info) {
            if (info)
                run.m_info = std::move(*info);
            else
                run.m_errors.push_back(info.error());
            if (--run.m_pending == 0)
                run.askGroups();
        });
        take(m_cluster->listGroups(), [](Run& run, Result<kafka::GroupList> groups) {
            if (!groups)
                return run.fail(groups.error());
            run.m_answers.groups = std::move(*groups);
            if (--run.m_pending == 0)
                run.askGroups();
        });
        return m_reply.future();
    }

private:
    template<class T, class Then>
    void take(QFuture<Result<T>> answer, Then then) {
        base::whenAnswered(answer, m_context, [self = shared_from_this(), then](Result<T> result) {
            if (self->m_failed)
                return;
            // A connection on its way out cancels first and is gone next: nothing more is asked of it.
            if (!result && result.error().kind == ErrorKind::Cancelled)
                return self->fail(result.error());
            if (!self->m_cluster)
                return self->fail({ErrorKind::Cancelled, "The connection was closed", "", "", ""});
            then(*self, std::move(result));
        });
    }

    void fail(const Error& error) {
        m_failed = true;
        m_reply.answer(base::fail(error));
    }

    void askGroups() {
        keepAskedFor();
        std::vector<std::string> readable;
        for (const kafka::GroupListing& listing : m_answers.groups.groups)
            if (isReadable(listing))
                readable.push_back(listing.id);
        if (readable.empty())
            return finish();
        m_pending = 2;
        take(m_cluster->describeGroups(readable),
             [](Run& run, Result<std::vector<kafka::GroupDescription>> descriptions) {
                 if (descriptions)
                     run.m_answers.descriptions = std::move(*descriptions);
                 else
                     run.m_errors.push_back(descriptions.error());
                 if (--run.m_pending == 0)
                     run.askOffsets();
             });
        take(m_cluster->committedOffsets(std::move(readable)),
             [](Run& run, Result<std::vector<kafka::GroupOffsets>> commits) {
                 if (!commits)
                     return run.fail(commits.error());
                 run.m_answers.commits = std::move(*commits);
                 if (--run.m_pending == 0)
                     run.askOffsets();
             });
    }

    void keepAskedFor() {
        if (m_query.groups.empty())
            return;
        const std::set<std::string> wanted(m_query.groups.begin(), m_query.groups.end());
        std::erase_if(m_answers.groups.groups,
                      [&](const kafka::GroupListing& listing) { return !wanted.contains(listing.id); });
        std::set<std::string> missing = wanted;
        for (const kafka::GroupListing& listing : m_answers.groups.groups)
            missing.erase(listing.id);
        for (const std::string& group : missing)
            m_errors.push_back({ErrorKind::NotFound, "There is no such group", group,
                                visibility() == Visibility::All
                                    ? "check the spelling; a group is gone once its commits expired"
                                    : "check the spelling; or this connection may not describe it",
                                ""});
    }

    void askOffsets() {
        std::vector<base::TopicPartition> partitions =
            partitionsOf(m_answers.descriptions, m_answers.commits);
        if (partitions.empty())
            return finish();
        m_pending = 2;
        take(m_cluster->listOffsets(partitions, {kafka::OffsetQuery::At::Latest, {}}, m_query.isolation),
             [](Run& run, Result<std::vector<kafka::PartitionOffset>> ends) {
                 if (!ends)
                     return run.fail(ends.error());
                 run.m_answers.ends = std::move(*ends);
                 if (--run.m_pending == 0)
                     run.finish();
             });
        take(m_cluster->listOffsets(std::move(partitions), {kafka::OffsetQuery::At::Earliest, {}},
                                    m_query.isolation),
             [](Run& run, Result<std::vector<kafka::PartitionOffset>> starts) {
                 if (starts)
                     run.m_answers.starts = std::move(*starts);
                 else
                     run.m_errors.push_back(starts.error());
                 if (--run.m_pending == 0)
                     run.finish();
             });
    }

    void finish() {
        const base::Time now = m_clock();
        Snapshot snapshot = compute(m_answers, now);
        snapshot.took = now - m_began;
        snapshot.clusterId = m_info ? m_info->id : std::string();
        snapshot.visibility = visibility();
        snapshot.errors.insert(snapshot.errors.end(), m_errors.begin(), m_errors.end());
        m_reply.answer(std::move(snapshot));
    }

    Visibility visibility() const {
        if (!m_info || !m_info->authorized)
            return Visibility::Unsaid;
        const auto may = [&](const char* operation) {
            return std::find(m_info->authorized->begin(), m_info->authorized->end(), operation) !=
                   m_info->authorized->end();
        };
        return may("DESCRIBE") || may("ALL") ? Visibility::All : Visibility::Some;
    }

    QPointer<kafka::Cluster> m_cluster; // may go while an answer is on its way to us
    const Query m_query;
    const base::Clock m_clock;
    QObject* const m_context;
    const base::Time m_began;
    base::Reply<Snapshot> m_reply;
    std::optional<kafka::ClusterInfo> m_info;
    Answers m_answers;
    std::vector<Error> m_errors;
    int m_pending = 0;
    bool m_failed = false;
};

} // namespace

QFuture<Result<Snapshot>> collect(kafka::Cluster& cluster, Query query, base::Clock clock, QObject* context) {
    return std::make_shared<Run>(cluster, std::move(query), std::move(clock), context)->start();
}

} // namespace streamscape::lag
