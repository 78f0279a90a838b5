// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/feed.h"
#include "models/audit/audit_feed.h"
#include "models/audit/log_cluster.h"
#include "models/base/closing.h"
#include "models/inventory/cluster_feed.h"
#include "models/inventory/stock_feed.h"
#include "models/kafka/readonly_cluster.h"
#include "models/lag/feed.h"
#include "models/settings/profile.h"

#include <memory>

namespace streamscape::app {

/// One connection and everything that reads from it. What needs the store begins once there is one. GUI
/// thread. Destruction stops it all; what that has to wait for is left to closing.
class LiveConnection final {
public:
    /// Invalid for a half or wrong profile; whether the cluster answers is said by cluster().state().
    static base::Result<std::unique_ptr<LiveConnection>> open(const settings::Profile& profile,
                                                              const settings::Secrets& secrets, bool locked,
                                                              base::Closing& closing);

    kafka::ReadOnlyCluster& cluster() { return *m_cluster; }
    /// Who it is to the authorizer, where the connection says so itself.
    const std::optional<std::string>& principal() const { return m_principal; }
    lag::Feed& lag() { return *m_lag; }
    access::AccessFeed& access() { return *m_access; }
    inventory::ClusterFeed& clusterView() { return *m_clusterView; }
    inventory::StockFeed* stock() { return m_stock.get(); } ///< null before useStore()
    audit::AuditFeed* audit() { return m_audit.get(); }     ///< null before useStore()

    /// The store outlives the connection.
    void useStore(store::Store& store, const std::vector<std::string>& auditLogDirs);

private:
    LiveConnection(std::string name, kafka::ConnectionSpec spec, std::unique_ptr<kafka::Cluster> cluster,
                   bool locked, access::Known known, base::Closing& closing);

    std::string m_name; ///< as people call the connection
    kafka::ConnectionSpec m_spec;
    std::optional<std::string> m_principal;
    base::Closing& m_closing;
    std::unique_ptr<kafka::ReadOnlyCluster> m_cluster;
    std::unique_ptr<lag::Feed> m_lag;
    std::unique_ptr<access::AccessFeed> m_access;
    std::unique_ptr<inventory::ClusterFeed> m_clusterView;
    std::unique_ptr<inventory::StockFeed> m_stock;
    std::unique_ptr<audit::AuditFeed> m_audit;
    std::unique_ptr<audit::LogCluster> m_logCluster;
};

} // namespace streamscape::app
