// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/feed.h"

#include "models/base/answered.h"
#include "models/lag/assess.h"

namespace streamscape::lag {

Feed::Feed(kafka::Cluster* cluster, base::Clock clock, QObject* parent)
    : QObject(parent)
    , m_clock(std::move(clock)) {
    connect(&m_timer, &QTimer::timeout, this, [this] {
        if (!m_asking)
            ask();
    });
    setCluster(cluster);
}

void Feed::setCluster(kafka::Cluster* cluster) {
    if (m_cluster)
        m_cluster->disconnect(this);
    m_cluster = cluster;
    ++m_generation; // answers of the old connection are nobody's now
    m_asking = false;
    m_snapshot.reset();
    m_error.reset();
    m_history.clear();
    if (m_cluster)
        // A connection that comes back is read at once, not at the next tick.
        connect(m_cluster, &kafka::Cluster::stateChanged, this, [this](const kafka::ConnectionState& state) {
            if (state.link == kafka::LinkState::Up && m_error && !m_asking && m_timer.isActive())
                ask();
        });
    if (m_timer.isActive())
        ask();
    Q_EMIT changed();
}

void Feed::setIsolation(kafka::Isolation isolation) {
    if (isolation == m_query.isolation)
        return;
    m_query.isolation = isolation;
    m_history.clear(); // the two log ends are different series
    refresh();
}

void Feed::start(base::Duration interval) {
    m_timer.start(interval);
    if (!m_asking)
        ask();
}

void Feed::stop() { m_timer.stop(); }

void Feed::refresh() { ask(); }

void Feed::ask() {
    if (!m_cluster)
        return;
    const quint64 generation = ++m_generation;
    m_asking = true;
    base::whenAnswered(
        collect(*m_cluster, m_query, m_clock, this), this,
        [this, generation](base::Result<Snapshot> result) { take(generation, std::move(result)); });
}

void Feed::take(quint64 generation, base::Result<Snapshot> result) {
    if (generation != m_generation)
        return;
    m_asking = false;
    if (result) {
        m_history.record(*result);
        assess(*result, m_history);
        m_snapshot = std::make_shared<const Snapshot>(std::move(*result));
        m_error.reset();
    } else {
        m_error = result.error();
    }
    Q_EMIT changed();
}

} // namespace streamscape::lag
