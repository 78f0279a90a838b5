// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/feed.h"

#include "models/base/answered.h"

namespace streamscape::access {

using base::Error;
using base::ErrorKind;
using base::Result;

namespace {

tl::unexpected<Error> notAsked() { return base::fail(ErrorKind::Cancelled, "Not asked"); }

/// A cluster that did not answer, as against one that said no.
bool isOutage(const Error& error) {
    return error.kind == ErrorKind::Transport || error.kind == ErrorKind::Timeout ||
           error.kind == ErrorKind::Auth || error.kind == ErrorKind::Cancelled;
}

} // namespace

/// One gathering of facts; answers of an older generation are dropped.
struct AccessFeed::Round {
    quint64 generation = 0;
    base::Time began{};
    int open = 0;
    Facts facts{notAsked(), notAsked(), notAsked(), notAsked(), notAsked(), notAsked(), {}, {}};
};

AccessFeed::AccessFeed(kafka::Cluster& cluster, base::Clock clock, Options options, QObject* parent)
    : QObject(parent)
    , m_cluster(cluster)
    , m_clock(std::move(clock))
    , m_options(std::move(options))
    , m_lane("access") {
    m_timer.setTimerType(Qt::CoarseTimer);
    // A round that takes longer than the interval must still end: each refresh makes the one before it void.
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (!m_asking)
            refresh();
    });
    connect(&cluster, &kafka::Cluster::stateChanged, this, [this](const kafka::ConnectionState& state) {
        // Back after an outage: no reason to wait for the timer.
        if (m_started && m_error && !m_asking && state.link == kafka::LinkState::Up)
            refresh();
    });
}

AccessFeed::~AccessFeed() = default;

void AccessFeed::start() {
    m_started = true;
    setTimer();
    refresh();
}

void AccessFeed::setTimer() {
    if (m_options.interval.count() > 0)
        m_timer.start(m_active ? m_options.interval : m_options.idleInterval);
}

void AccessFeed::setActive(bool active) {
    if (active == m_active)
        return;
    m_active = active;
    if (!m_started)
        return;
    setTimer();
    if (active && !m_asking && m_timer.isActive() && m_clock() - m_asked >= m_options.interval)
        refresh();
}

void AccessFeed::refresh() {
    auto round = std::make_shared<Round>();
    round->generation = ++m_generation;
    round->began = m_asked = m_clock();
    m_asking = true;
    gather(round);
}

void AccessFeed::gather(const std::shared_ptr<Round>& round) {
    const auto close = [this, round] {
        if (--round->open == 0)
            finish(round);
    };
    const auto keep = [this, round, close]<class T>(kafka::Answer<T> answer, Result<T> Facts::*member) {
        ++round->open;
        base::whenAnswered(answer, this, [this, round, close, member](const Result<T>& result) {
            if (round->generation != m_generation)
                return;
            round->facts.*member = result;
            close();
        });
    };
    ++round->open; // this function itself: answers may be there before the last question is asked
    ++round->open;
    base::whenAnswered(
        m_cluster.describeCluster(), this,
        [this, round, close, keep](const Result<kafka::ClusterInfo>& result) {
            if (round->generation != m_generation)
                return;
            round->facts.cluster = result;
            // Any broker will do: all must have the same authorizer.
            if (result && !result->brokers.empty())
                keep(m_cluster.describeConfigs(
                         {{kafka::ResourceType::Broker, std::to_string(result->brokers.front().id.value)}}),
                     &Facts::broker);
            else if (!result)
                round->facts.broker = base::fail(result.error());
            close();
        });
    keep(m_cluster.describeAcls(), &Facts::acls);
    keep(m_cluster.describeScramUsers(), &Facts::users);
    keep(m_cluster.describeTopics({}), &Facts::topics);
    keep(m_cluster.listGroups(), &Facts::groups);
    close();
}

void AccessFeed::finish(const std::shared_ptr<Round>& round) {
    const base::Time now = m_clock();
    round->facts.asOf = now;
    round->facts.took = now - round->began;
    if (!round->facts.acls && isOutage(round->facts.acls.error())) {
        m_asking = false;
        m_error = round->facts.acls.error();
        Q_EMIT updated();
        return;
    }
    const auto taken = m_lane.ask<Stock>([round, known = m_options.known]() -> Result<Stock> {
        const SnapshotPtr snapshot = takeStock(round->facts, known, shippedCatalogue());
        return Stock{snapshot, std::make_shared<const Rows>(rowsOf(*snapshot))};
    });
    base::whenAnswered(taken, this, [this, generation = round->generation](const Result<Stock>& stock) {
        if (generation != m_generation)
            return;
        if (stock)
            return publish(*stock);
        m_asking = false;
        m_error = stock.error();
        Q_EMIT updated();
    });
}

void AccessFeed::publish(const Stock& stock) {
    m_asking = false;
    m_error.reset();
    m_snapshot = stock.snapshot;
    m_rows = stock.rows;
    Q_EMIT updated();
    answer();
}

void AccessFeed::ask(Op op, const Resource& resource) {
    if (m_question != std::pair(op, resource)) {
        m_question = {op, resource};
        m_whoCan.reset(); // it answers another question
        Q_EMIT answered();
    }
    answer();
}

void AccessFeed::answer() {
    if (!m_question || !m_snapshot)
        return;
    using Shared = std::shared_ptr<const WhoCan>;
    const quint64 number = ++m_questionNumber;
    const auto asked =
        m_lane.ask<Shared>([snapshot = m_snapshot, question = *m_question]() -> Result<Shared> {
            return std::make_shared<const WhoCan>(access::whoCan(*snapshot, question.first, question.second));
        });
    base::whenAnswered(asked, this, [this, number](const Result<Shared>& result) {
        if (number != m_questionNumber || !result)
            return;
        m_whoCan = *result;
        Q_EMIT answered();
    });
}

} // namespace streamscape::access
