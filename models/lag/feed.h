// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/collect.h"
#include "models/lag/history.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace streamscape::lag {

/// Reads a cluster's lag again and again and publishes each finding as one snapshot. A failure keeps the last
/// snapshot, which then shows its age. The newest request wins: an older answer that comes late is dropped.
/// GUI thread.
class Feed final : public QObject {
    Q_OBJECT

public:
    /// The cluster may be null until there is one; it outlives the feed, or is taken away by setCluster().
    Feed(kafka::Cluster* cluster, base::Clock clock, QObject* parent = nullptr);

    /// Another connection: what was known of the old one is forgotten.
    void setCluster(kafka::Cluster* cluster);
    void setIsolation(kafka::Isolation isolation);
    /// Reads now and then every interval; a look still under way is waited for.
    void start(base::Duration interval = std::chrono::seconds{2});
    void stop();
    /// Reads now; an older look under way is superseded.
    void refresh();

    /// The newest finding; null before the first.
    SnapshotPtr snapshot() const { return m_snapshot; }
    /// Why the newest look failed; nullopt once one succeeded again.
    const std::optional<base::Error>& error() const { return m_error; }
    const History& history() const { return m_history; }
    kafka::Isolation isolation() const { return m_query.isolation; }
    bool isAsking() const { return m_asking; }

Q_SIGNALS:
    /// A new snapshot, a failure, or a recovery: look at all three.
    void changed();

private:
    void ask();
    void take(quint64 generation, base::Result<Snapshot> result);

    QPointer<kafka::Cluster> m_cluster;
    base::Clock m_clock;
    Query m_query;
    QTimer m_timer;
    quint64 m_generation = 0;
    bool m_asking = false;
    SnapshotPtr m_snapshot;
    std::optional<base::Error> m_error;
    History m_history;
};

} // namespace streamscape::lag
