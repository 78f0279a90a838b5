// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/chart.h"
#include "models/lag/history.h"
#include "models/lag/look.h"

#include <QObject>
#include <QTimer>

namespace streamscape::lag {

/// Looks at one cluster again and again, remembers, and judges: what the feed's thread does. Every method is
/// for the thread it lives on; its signal crosses to whoever listens.
class Lookout final : public QObject {
    Q_OBJECT

public:
    /// The cluster outlives the lookout.
    Lookout(kafka::Cluster& cluster, base::Clock clock);

    /// Looks now, and again every interval; a look that takes long gets as long a rest after it.
    void start(base::Duration interval);
    void stop();
    /// Looks now, or as soon as the look under way is done.
    void lookNow();
    /// The group in front of somebody is read in full at each look.
    void setInterest(std::string group) { m_query.interest = std::move(group); }
    std::vector<Line> worstLines(base::Time from, base::Time to, std::size_t count, int pixels) const;

Q_SIGNALS:
    /// One look is done: a snapshot, or why there is none.
    void looked(const streamscape::base::Result<streamscape::lag::SnapshotPtr>& finding);

private:
    void take(const base::Result<Looked>& looked);
    void rest();

    kafka::Cluster& m_cluster;
    const base::Clock m_clock;
    Query m_query = steady();
    const std::shared_ptr<Roster> m_roster = std::make_shared<Roster>();
    History m_history;
    SnapshotPtr m_newest;
    QTimer m_timer;
    base::Duration m_interval{};
    base::Time m_began{};
    bool m_looking = false;
    bool m_again = false;
    bool m_failed = false;
};

} // namespace streamscape::lag
