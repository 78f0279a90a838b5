// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/lookout.h"

#include "models/base/answered.h"
#include "models/lag/assess.h"
#include "models/lag/compute.h"

#include <algorithm>

namespace streamscape::lag {

Lookout::Lookout(kafka::Cluster& cluster, base::Clock clock)
    : m_cluster(cluster)
    , m_clock(std::move(clock))
    , m_timer(this) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Lookout::lookNow);
    // A connection that comes back is read at once, not at the next tick.
    connect(&m_cluster, &kafka::Cluster::stateChanged, this, [this](const kafka::ConnectionState& state) {
        if (state.link == kafka::LinkState::Up && m_failed && m_timer.isActive())
            lookNow();
    });
}

void Lookout::start(base::Duration interval) {
    m_interval = interval;
    lookNow();
}

void Lookout::stop() {
    m_interval = {};
    m_timer.stop();
}

void Lookout::lookNow() {
    m_timer.stop();
    m_again = m_looking;
    if (m_looking)
        return;
    m_looking = true;
    m_began = m_clock();
    base::whenAnswered(look(m_cluster, m_roster, m_query, m_clock, this), this,
                       [this](const base::Result<Looked>& looked) { take(looked); });
}

void Lookout::take(const base::Result<Looked>& looked) {
    m_looking = false;
    m_failed = !looked.has_value();
    if (looked) {
        Snapshot snapshot = compute(*m_roster, *looked);
        m_history.record(snapshot);
        assess(snapshot, m_history);
        m_newest = std::make_shared<const Snapshot>(std::move(snapshot));
        Q_EMIT this->looked(m_newest);
    } else {
        Q_EMIT this->looked(base::fail(looked.error()));
    }
    rest();
}

void Lookout::rest() {
    if (std::exchange(m_again, false))
        return lookNow();
    if (m_interval.count() == 0)
        return;
    const base::Duration took = m_clock() - m_began;
    m_timer.start(std::max(m_interval - took, took));
}

std::vector<Line> Lookout::worstLines(base::Time from, base::Time to, std::size_t count, int pixels) const {
    return m_newest ? lag::worstLines(*m_newest, m_history, from, to, count, pixels) : std::vector<Line>{};
}

} // namespace streamscape::lag
