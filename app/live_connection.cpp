// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/live_connection.h"

#include "models/kafkard/connect.h"

namespace streamscape::app {

base::Result<std::unique_ptr<LiveConnection>> LiveConnection::open(const settings::Profile& profile,
                                                                   const settings::Secrets& secrets,
                                                                   bool locked, base::Closing& closing) {
    auto spec = settings::toConnectionSpec(profile, secrets);
    if (!spec)
        return base::fail(spec.error());
    auto cluster = kafkard::connect(*spec, &closing);
    if (!cluster)
        return base::fail(cluster.error());
    access::Known known = access::knownOf(*spec);
    return std::unique_ptr<LiveConnection>(new LiveConnection(
        profile.name, std::move(*spec), std::move(*cluster), locked, std::move(known), closing));
}

LiveConnection::LiveConnection(std::string name, kafka::ConnectionSpec spec,
                               std::unique_ptr<kafka::Cluster> cluster, bool locked, access::Known known,
                               base::Closing& closing)
    : m_name(std::move(name))
    , m_spec(std::move(spec))
    , m_principal(known.self)
    , m_closing(closing)
    , m_cluster(std::make_unique<kafka::ReadOnlyCluster>(std::move(cluster), locked))
    , m_lag(std::make_unique<lag::Feed>(*m_cluster, base::systemNow))
    , m_access(std::make_unique<access::AccessFeed>(*m_cluster, base::systemNow,
                                                    access::AccessFeed::Options{.known = std::move(known)}))
    , m_clusterView(std::make_unique<inventory::ClusterFeed>(*m_cluster, base::systemNow)) {
    m_lag->start();
    m_access->start();
}

void LiveConnection::useStore(store::Store& store, const std::vector<std::string>& auditLogDirs) {
    if (m_stock)
        return;
    m_lag->useStore(store, m_name);
    const kafka::TailFactory tails = [spec = m_spec, closing = &m_closing](
                                         std::vector<kafka::TailStart> starts, kafka::TailOptions options) {
        return kafkard::openTail(spec, std::move(starts), options, closing);
    };
    m_stock = std::make_unique<inventory::StockFeed>(*m_cluster, tails, store, inventory::ProjectionSpec{},
                                                     base::systemNow);
    m_stock->start();
    m_audit = std::make_unique<audit::AuditFeed>(store, base::systemNow);
    m_audit->setSources(audit::authorizerSources(auditLogDirs));
    m_logCluster = std::make_unique<audit::LogCluster>(store, *m_cluster, m_name, base::systemNow);
    QObject::connect(m_logCluster.get(), &audit::LogCluster::known, m_audit.get(),
                     &audit::AuditFeed::setCluster);
    QObject::connect(m_logCluster.get(), &audit::LogCluster::unknown, m_audit.get(),
                     &audit::AuditFeed::setClusterUnknown);
    m_logCluster->start();
}

} // namespace streamscape::app
