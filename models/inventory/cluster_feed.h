// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/cluster_view.h"
#include "models/kafka/cluster.h"

#include <QTimer>

namespace streamscape::inventory {

/// Reads brokers, topics, offsets and configurations again and again while it is active. The newest reading
/// wins; a question that fails leaves its part unknown. GUI thread. The cluster outlives it.
class ClusterFeed final : public QObject {
    Q_OBJECT

public:
    ClusterFeed(kafka::Cluster& cluster, base::Clock clock, QObject* parent = nullptr);

    /// Reads now and every few seconds, or stops.
    void setActive(bool active);
    void refresh();
    /// Never null.
    const ClusterViewPtr& view() const { return m_view; }

Q_SIGNALS:
    void changed();

private:
    struct Reading;

    void askTopics(const std::shared_ptr<Reading>& reading);
    void askOffsets(const std::shared_ptr<Reading>& reading);
    void askConfigs(const std::shared_ptr<Reading>& reading);
    void publish(const std::shared_ptr<Reading>& reading);
    void fail(const base::Error& error);

    kafka::Cluster& m_cluster;
    base::Clock m_clock;
    int m_generation = 0;
    bool m_asking = false;
    ClusterViewPtr m_view;
    QTimer m_timer;
};

} // namespace streamscape::inventory
