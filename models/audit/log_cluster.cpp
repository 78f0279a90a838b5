// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/log_cluster.h"

#include "models/base/answered.h"

namespace streamscape::audit {

using store::KnownCluster;
using Found = std::optional<KnownCluster>;

LogCluster::LogCluster(store::Store& store, kafka::Cluster& cluster, std::string connectionName,
                       base::Clock clock, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_cluster(cluster)
    , m_name(std::move(connectionName))
    , m_clock(std::move(clock)) {
    connect(&cluster, &kafka::Cluster::stateChanged, this, [this](const kafka::ConnectionState& state) {
        if (m_answered)
            return;
        if (state.link == kafka::LinkState::Up)
            ask();
        else if (state.error) // long before the question runs out of time
            goByName(*state.error);
    });
}

void LogCluster::start() {
    ask();
    if (const kafka::ConnectionState state = m_cluster.state(); state.error)
        goByName(*state.error);
}

void LogCluster::ask() {
    if (m_asking)
        return;
    m_asking = true;
    base::whenAnswered(m_cluster.describeCluster(), this,
                       [this](const base::Result<kafka::ClusterInfo>& info) {
                           m_asking = false;
                           if (info)
                               remember(info->id);
                           else
                               goByName(info.error());
                       });
}

void LogCluster::remember(const std::string& id) {
    const auto take = [this](const base::Result<Found>& found) {
        if (!found)
            return Q_EMIT unknown(found.error());
        if (!*found)
            return Q_EMIT unknown(
                {base::ErrorKind::NotFound,
                 "The store has nothing of this cluster yet",
                 m_store.folder().string(),
                 "This window only reads the store; the copy that holds it must connect first",
                 {}});
        m_answered = true;
        Q_EMIT known(**found);
    };
    if (m_store.mode() == store::Mode::ReadOnly)
        return base::whenAnswered(
            m_store.read<Found>(
                "", [id](store::Sql& sql) -> base::Result<Found> { return clusterNamed(sql, id); }),
            this, take);
    const auto keep = [id, name = m_name, now = m_clock()](store::Sql& sql) -> base::Result<Found> {
        clusterKey(sql, id, name, now);
        return clusterNamed(sql, id);
    };
    base::whenAnswered(m_store.write<Found>(keep), this, take);
}

void LogCluster::goByName(const base::Error& why) {
    if (m_why == why) // the heartbeat says it again
        return;
    m_why = why;
    const auto find = [name = m_name](store::Sql& sql) -> base::Result<Found> {
        return clusterNamed(sql, name);
    };
    base::whenAnswered(m_store.read<Found>("", find), this, [this, why](const base::Result<Found>& found) {
        if (m_answered)
            return;
        if (found && *found)
            return Q_EMIT known(**found);
        base::Error error = found ? why : found.error();
        if (found)
            error.hint =
                "Audit lines are kept by cluster, and it has not said yet which one it is. " + error.hint;
        Q_EMIT unknown(error);
    });
}

} // namespace streamscape::audit
