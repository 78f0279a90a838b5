// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/look.h"

#include "models/base/answered.h"

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

#include <algorithm>
#include <set>

namespace streamscape::lag {

namespace {

using base::Error;
using base::ErrorKind;
using base::Result;
using base::TopicPartition;
using Broker = std::optional<base::BrokerId>;

// One look under way. Every continuation holds it, so it lives until the last answer came, however late; its
// reply is answered earlier where patience ran out.
class Look final : public std::enable_shared_from_this<Look> {
public:
    Look(kafka::Cluster& cluster, std::shared_ptr<Roster> roster, Query query, base::Clock clock,
         QObject* context)
        : m_cluster(&cluster)
        , m_roster(std::move(roster))
        , m_query(std::move(query))
        , m_clock(std::move(clock))
        , m_context(context) {
        m_looked.began = m_clock();
        m_number = ++m_roster->looks;
    }

    QFuture<Result<Looked>> start() {
        bePatient();
        m_open = 1; // no phase ends while it is being asked
        askCluster();
        askListing();
        askGroups();
        close();
        return m_reply.future();
    }

private:
    enum class Phase { Groups, Logs, Done };

    // Counts a question of the phase in hand; its answer closes it. broker: whom it is for, where that is
    // one.
    template<class T, class Then>
    void ask(QFuture<Result<T>> answer, Then then, Broker broker = {}) {
        ++m_open;
        ++m_looked.questions;
        QElapsedTimer took;
        took.start();
        base::whenAnswered(
            answer, m_context,
            [self = shared_from_this(), then, broker, took, phase = m_phase](Result<T> result) {
                if (broker)
                    self->m_roster->paces[*broker] = base::Duration{took.elapsed()};
                self->m_answered = self->m_answered || result.has_value();
                if (!result && !self->m_firstError)
                    self->m_firstError = result.error();
                then(*self, std::move(result));
                if (self->m_phase == phase)
                    self->close();
            });
    }

    void close() {
        if (--m_open == 0)
            nextPhase();
    }

    // A connection on its way out cancels first and is gone next: nothing more is asked of it.
    bool isGone() const { return !m_cluster || (m_firstError && m_firstError->kind == ErrorKind::Cancelled); }

    base::Duration patience() const {
        const std::optional<base::Duration> usual = usualPace(*m_roster);
        return usual ? std::min(m_query.patience, std::max(m_query.leastPatience, 4 * *usual))
                     : m_query.patience;
    }

    // When patience with a phase runs out, what is there counts.
    void bePatient() {
        if (m_query.patience == base::Duration::zero())
            return;
        QTimer::singleShot(patience(), m_context, [weak = weak_from_this(), phase = m_phase] {
            if (const auto self = weak.lock(); self && self->m_phase == phase)
                self->nextPhase();
        });
    }

    void nextPhase() {
        if (m_phase == Phase::Groups)
            askLogs();
        else if (m_phase == Phase::Logs)
            finish();
    }

    void askCluster() {
        if (!m_roster->cluster.isDue(m_number, m_looked.began, m_query.topics))
            return;
        m_roster->cluster.ask(m_number);
        ask(m_cluster->describeCluster(), [](Look& look, Result<kafka::ClusterInfo> info) {
            if (info)
                return look.m_roster->cluster.take(std::move(*info), look.m_clock());
            look.m_roster->cluster.fail(info.error());
            look.m_looked.errors.push_back(info.error());
        });
    }

    void askListing() {
        if (!m_roster->listing.isDue(m_number, m_looked.began, base::Duration{0}))
            return;
        m_roster->listing.ask(m_number);
        ask(m_cluster->listGroups(), [](Look& look, Result<kafka::GroupList> list) {
            if (!list) {
                look.m_roster->listing.fail(list.error());
                look.m_looked.errors.push_back(list.error());
                return;
            }
            look.keepAskedFor(*list);
            look.m_roster->takeListing(std::move(*list), look.m_clock());
            if (look.m_phase == Phase::Groups && !look.isGone())
                look.askGroups(); // the new ones
        });
    }

    void keepAskedFor(kafka::GroupList& list) {
        if (m_query.groups.empty())
            return;
        std::set<std::string> missing(m_query.groups.begin(), m_query.groups.end());
        std::erase_if(list.groups, [&](const kafka::GroupListing& one) {
            return std::find(m_query.groups.begin(), m_query.groups.end(), one.id) == m_query.groups.end();
        });
        for (const kafka::GroupListing& one : list.groups)
            missing.erase(one.id);
        // Where a broker was silent it may be one of its groups, and the list's own error says so.
        for (const std::string& group : list.errors.empty() ? missing : std::set<std::string>{})
            m_looked.errors.push_back(
                {ErrorKind::NotFound, "There is no such group", group,
                 "check the spelling; a group is gone once its commits expired, and one that this "
                 "connection may not describe is not shown to it",
                 ""});
    }

    void askGroups() {
        std::map<Broker, std::vector<std::string>> describe;
        std::map<Broker, std::vector<std::string>> commits;
        const base::Time now = m_looked.began;
        for (auto& [id, group] : m_roster->groups) {
            if (!isReadable(group.listing))
                continue;
            const bool front = id == m_query.interest;
            const Broker broker = coordinatorOf(group);
            if (group.description.isDue(m_number, now, front ? base::Duration{0} : m_query.descriptions)) {
                group.description.ask(m_number);
                describe[broker].push_back(id);
            }
            const bool resting =
                !front && group.description.value && group.description.value->members.empty();
            if (group.commits.isDue(m_number, now, resting ? m_query.restingCommits : base::Duration{0})) {
                group.commits.ask(m_number);
                commits[broker].push_back(id);
            }
        }
        for (auto& [broker, groups] : describe)
            askDescriptions(broker, std::move(groups));
        for (auto& [broker, groups] : commits)
            askCommits(broker, std::move(groups));
    }

    // Whatever came of a question, nothing of it stays marked as under way.
    template<class Field>
    void failGroups(const std::vector<std::string>& asked, Field field, const Error& error) {
        for (const std::string& id : asked)
            if (const auto it = m_roster->groups.find(id);
                it != m_roster->groups.end() && (it->second.*field).underway)
                (it->second.*field).fail(error);
    }

    void askDescriptions(Broker broker, std::vector<std::string> groups) {
        auto answer = m_cluster->describeGroups(groups);
        ask(
            std::move(answer),
            [groups = std::move(groups)](Look& look,
                                         Result<std::vector<kafka::GroupDescription>> descriptions) {
                if (!descriptions) {
                    look.m_looked.errors.push_back(descriptions.error());
                    return look.failGroups(groups, &Roster::Group::description, descriptions.error());
                }
                const base::Time now = look.m_clock();
                for (kafka::GroupDescription& one : *descriptions) {
                    const auto it = look.m_roster->groups.find(one.id);
                    if (it == look.m_roster->groups.end())
                        continue;
                    if (one.error)
                        it->second.description.fail(*one.error);
                    else
                        it->second.description.take(std::move(one), now);
                }
                look.failGroups(groups, &Roster::Group::description,
                                {ErrorKind::Transport, "The broker left this group out of its answer",
                                 look.m_cluster ? look.m_cluster->where() : std::string(), "", ""});
            },
            broker);
    }

    void askCommits(Broker broker, std::vector<std::string> groups) {
        auto answer = m_cluster->committedOffsets(groups);
        ask(
            std::move(answer),
            [groups = std::move(groups)](Look& look, Result<std::vector<kafka::GroupOffsets>> commits) {
                if (!commits) {
                    look.m_looked.errors.push_back(commits.error());
                    return look.failGroups(groups, &Roster::Group::commits, commits.error());
                }
                const base::Time now = look.m_clock();
                for (kafka::GroupOffsets& one : *commits) {
                    const auto it = look.m_roster->groups.find(one.group);
                    if (it == look.m_roster->groups.end())
                        continue;
                    if (one.error)
                        it->second.commits.fail(*one.error);
                    else
                        look.m_roster->takeCommits(it->second, std::move(one.offsets), now);
                }
                look.failGroups(groups, &Roster::Group::commits,
                                {ErrorKind::Transport, "The broker left this group out of its answer",
                                 look.m_cluster ? look.m_cluster->where() : std::string(), "", ""});
            },
            broker);
    }

    void askLogs() {
        m_phase = Phase::Logs;
        m_open = 1; // what the phase before left open is late
        bePatient();
        m_roster->want();
        if (!isGone()) {
            using At = kafka::OffsetQuery::At;
            askOffsets(&Roster::Log::end, At::Latest, m_query.isolation, base::Duration{0});
            askOffsets(&Roster::Log::start, At::Earliest, m_query.isolation, m_query.starts);
            // At a first look of many the rarer questions can wait for the next.
            if (m_query.starts == base::Duration::zero() || m_roster->looks > 1) {
                if (m_query.isolation == kafka::Isolation::ReadCommitted || m_query.starts.count() > 0)
                    askOffsets(&Roster::Log::stable, At::Latest, kafka::Isolation::ReadCommitted,
                               m_query.starts);
                askTopics();
                askConfigs();
            }
        }
        close();
    }

    void askOffsets(Read<base::Offset> Roster::Log::*field, kafka::OffsetQuery::At at,
                    kafka::Isolation isolation, base::Duration every) {
        // The library goes by leaders of its own knowledge, and after a failure that is another than ours:
        // what failed is asked by itself, so that it holds up nobody else.
        std::map<std::pair<Broker, bool>, std::vector<TopicPartition>> due;
        const base::Time now = m_looked.began;
        for (auto& [partition, log] : m_roster->logs)
            if ((log.*field).isDue(m_number, now, every)) {
                const bool failed = log.end.error || (log.*field).error;
                (log.*field).ask(m_number);
                due[{leaderOf(*m_roster, partition), failed}].push_back(partition);
            }
        for (auto& [key, partitions] : due) {
            const auto& [broker, failed] = key;
            auto answer = m_cluster->listOffsets(partitions, {at, {}}, isolation);
            ask(
                std::move(answer),
                [partitions = std::move(partitions),
                 field](Look& look, Result<std::vector<kafka::PartitionOffset>> offsets) {
                    look.takeOffsets(partitions, field, std::move(offsets));
                },
                failed ? Broker{} : broker);
        }
    }

    void takeOffsets(const std::vector<TopicPartition>& asked, Read<base::Offset> Roster::Log::*field,
                     Result<std::vector<kafka::PartitionOffset>> offsets) {
        const base::Time now = m_clock();
        const auto find = [&](const TopicPartition& partition) -> Read<base::Offset>* {
            const auto it = m_roster->logs.find(partition);
            return it == m_roster->logs.end() ? nullptr : &(it->second.*field);
        };
        bool moved = false; // leaders are not where we think
        if (offsets) {
            for (kafka::PartitionOffset& one : *offsets) {
                Read<base::Offset>* read = find(one.partition);
                if (!read)
                    continue;
                moved = moved || one.error;
                if (one.error)
                    read->fail(*one.error);
                else if (one.offset)
                    read->take(*one.offset, now);
            }
        } else {
            moved = true;
            m_looked.errors.push_back(offsets.error());
        }
        const Error left = offsets ? Error{ErrorKind::Transport,
                                           "The broker left this partition out of its answer", "", "", ""}
                                   : offsets.error();
        for (const TopicPartition& partition : asked)
            if (Read<base::Offset>* read = find(partition); read && read->underway)
                read->fail(left);
        m_roster->topicsRead.outdated = m_roster->topicsRead.outdated || moved;
    }

    std::vector<std::string> wantedTopics() const {
        std::set<std::string> names;
        for (const auto& [partition, log] : m_roster->logs)
            names.insert(partition.topic);
        return {names.begin(), names.end()};
    }

    void askTopics() {
        std::vector<std::string> names = wantedTopics();
        const bool isNew = std::any_of(names.begin(), names.end(), [this](const std::string& name) {
            return !m_roster->topics.contains(name);
        });
        if (names.empty() ||
            !m_roster->topicsRead.isDue(m_number, m_looked.began, isNew ? base::Duration{0} : m_query.topics))
            return;
        m_roster->topicsRead.ask(m_number);
        ask(m_cluster->describeTopics(std::move(names)),
            [](Look& look, const Result<std::vector<kafka::Topic>>& topics) {
                if (!topics)
                    return look.m_roster->topicsRead.fail(topics.error());
                for (const kafka::Topic& topic : *topics)
                    look.takeTopic(topic);
                look.m_roster->topicsRead.take(look.m_clock(), look.m_clock());
            });
    }

    void takeTopic(const kafka::Topic& topic) {
        Roster::Topic& known = m_roster->topics[topic.name];
        if (topic.error)
            return;
        if (!known.id.empty() && !topic.id.empty() && known.id != topic.id)
            known.recreated = m_clock();
        if (!topic.id.empty())
            known.id = topic.id;
        known.leaders.clear();
        for (const kafka::Partition& partition : topic.partitions) {
            const auto number = static_cast<std::size_t>(std::max(partition.id.value, 0));
            known.leaders.resize(std::max(known.leaders.size(), number + 1));
            known.leaders[number] = partition.leader;
        }
    }

    void askConfigs() {
        std::vector<kafka::ConfigResource> due;
        for (std::string& name : wantedTopics()) {
            Read<Retention>& known = m_roster->retentions[name];
            // One that may not be read is not asked for again at every look.
            if ((known.error && m_looked.began - known.failedAt < m_query.configs) ||
                !known.isDue(m_number, m_looked.began, m_query.configs))
                continue;
            known.ask(m_number);
            due.push_back({kafka::ResourceType::Topic, std::move(name)});
        }
        if (due.empty())
            return;
        auto answer = m_cluster->describeConfigs(due);
        ask(std::move(answer),
            [due = std::move(due)](Look& look, const Result<std::vector<kafka::ResourceConfig>>& configs) {
                const base::Time now = look.m_clock();
                if (configs)
                    for (const kafka::ResourceConfig& one : *configs)
                        look.takeConfig(one, now);
                for (const kafka::ConfigResource& one : due)
                    if (Read<Retention>& known = look.m_roster->retentions[one.name]; known.underway)
                        known.fail(
                            configs ? Error{ErrorKind::Transport, "The broker did not say", one.name, "", ""}
                                    : configs.error(),
                            now);
            });
    }

    void takeConfig(const kafka::ResourceConfig& config, base::Time now) {
        Read<Retention>& known = m_roster->retentions[config.resource.name];
        if (config.error)
            return known.fail(*config.error, now);
        if (const std::optional<Retention> retention = retentionOf(config.entries))
            known.take(*retention, now);
        else
            known.fail({ErrorKind::Denied, "The topic's retention is not told", config.resource.name,
                        "it takes DESCRIBE_CONFIGS on the topic", ""},
                       now);
    }

    void finish() {
        m_phase = Phase::Done;
        if (m_firstError && (!m_answered || m_firstError->kind == ErrorKind::Cancelled))
            return m_reply.answer(base::fail(*m_firstError));
        if (!m_roster->listing.value)
            return m_reply.answer(base::fail(
                m_roster->listing.error.value_or(Error{ErrorKind::Timeout, "The groups are not listed yet",
                                                       m_cluster ? m_cluster->where() : "", "", ""})));
        m_looked.asOf = m_clock();
        m_reply.answer(std::move(m_looked));
    }

    QPointer<kafka::Cluster> m_cluster; // may go while an answer is on its way to us
    const std::shared_ptr<Roster> m_roster;
    const Query m_query;
    const base::Clock m_clock;
    QObject* const m_context;
    base::Reply<Looked> m_reply;
    Looked m_looked;
    int m_number = 0;
    Phase m_phase = Phase::Groups;
    int m_open = 0;
    bool m_answered = false;
    std::optional<Error> m_firstError;
};

} // namespace

Query steady() {
    using namespace std::chrono_literals;
    Query query;
    query.descriptions = 30s;
    query.restingCommits = 10s;
    query.starts = 60s;
    query.topics = 60s;
    query.configs = 5min;
    query.patience = 5s;
    return query;
}

QFuture<Result<Looked>> look(kafka::Cluster& cluster, std::shared_ptr<Roster> roster, Query query,
                             base::Clock clock, QObject* context) {
    return std::make_shared<Look>(cluster, std::move(roster), std::move(query), std::move(clock), context)
        ->start();
}

} // namespace streamscape::lag
