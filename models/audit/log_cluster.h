// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster.h"
#include "models/store/clusters.h"
#include "models/store/store.h"

namespace streamscape::audit {

/// Which cluster of the store a connection's audit logs are of: the one that answers. While it cannot be
/// asked, the one that was last connected to by this name, for whoever looks into the logs of a cluster that
/// is down. GUI thread; cluster and store outlive it.
class LogCluster final : public QObject {
    Q_OBJECT

public:
    LogCluster(store::Store& store, kafka::Cluster& cluster, std::string connectionName, base::Clock clock,
               QObject* parent = nullptr);

    void start();

Q_SIGNALS:
    /// Again where the cluster, once it answers, is another one than was thought.
    void known(const streamscape::store::KnownCluster& cluster);
    /// Neither way, and why. It is asked again once the connection is up.
    void unknown(const streamscape::base::Error& why);

private:
    void ask();
    void remember(const std::string& id);
    void goByName(const base::Error& why);

    store::Store& m_store;
    kafka::Cluster& m_cluster;
    std::string m_name;
    base::Clock m_clock;
    bool m_asking = false;
    bool m_answered = false;
    std::optional<base::Error> m_why; ///< it was looked for by name
};

} // namespace streamscape::audit
