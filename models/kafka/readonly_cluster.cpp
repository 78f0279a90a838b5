// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafka/readonly_cluster.h"

namespace streamscape::kafka {

ReadOnlyCluster::ReadOnlyCluster(std::unique_ptr<Cluster> cluster, bool locked, QObject* parent)
    : Cluster(parent)
    , m_cluster(std::move(cluster))
    , m_locked(locked) {
    connect(m_cluster.get(), &Cluster::stateChanged, this, &Cluster::stateChanged);
}

template<class T, class Change>
Answer<T> ReadOnlyCluster::unlessLocked(Change change) {
    if (isLocked())
        return base::ready<T>(base::fail(base::ErrorKind::Denied, "This connection is read-only",
                                         m_cluster->where(), "unlock it, or start without --read-only"));
    return change();
}

Answer<std::vector<Topic>> ReadOnlyCluster::describeTopics(std::vector<std::string> names) {
    return m_cluster->describeTopics(std::move(names));
}
Answer<std::vector<ResourceConfig>> ReadOnlyCluster::describeConfigs(std::vector<ConfigResource> resources) {
    return m_cluster->describeConfigs(std::move(resources));
}
Answer<std::vector<PartitionOffset>> ReadOnlyCluster::listOffsets(std::vector<TopicPartition> partitions,
                                                                  OffsetQuery query, Isolation isolation) {
    return m_cluster->listOffsets(std::move(partitions), query, isolation);
}
Answer<std::vector<GroupDescription>> ReadOnlyCluster::describeGroups(std::vector<std::string> groups) {
    return m_cluster->describeGroups(std::move(groups));
}
Answer<std::vector<GroupOffsets>> ReadOnlyCluster::committedOffsets(std::vector<std::string> groups) {
    return m_cluster->committedOffsets(std::move(groups));
}
Answer<std::vector<PeekedRecord>> ReadOnlyCluster::peek(std::vector<RecordPlace> places,
                                                        PeekOptions options) {
    return m_cluster->peek(std::move(places), options);
}

Answer<std::vector<ItemOutcome>> ReadOnlyCluster::createTopics(std::vector<NewTopic> topics) {
    return unlessLocked<std::vector<ItemOutcome>>([&] { return m_cluster->createTopics(std::move(topics)); });
}
Answer<std::vector<ItemOutcome>> ReadOnlyCluster::deleteTopics(std::vector<std::string> names) {
    return unlessLocked<std::vector<ItemOutcome>>([&] { return m_cluster->deleteTopics(std::move(names)); });
}
Answer<std::vector<AclOutcome>> ReadOnlyCluster::createAcls(std::vector<Acl> acls) {
    return unlessLocked<std::vector<AclOutcome>>([&] { return m_cluster->createAcls(std::move(acls)); });
}
Answer<std::vector<AclOutcome>> ReadOnlyCluster::deleteAcls(std::vector<Acl> acls) {
    return unlessLocked<std::vector<AclOutcome>>([&] { return m_cluster->deleteAcls(std::move(acls)); });
}
Answer<std::vector<ItemOutcome>> ReadOnlyCluster::upsertScramUsers(std::vector<ScramUpsert> users) {
    return unlessLocked<std::vector<ItemOutcome>>(
        [&] { return m_cluster->upsertScramUsers(std::move(users)); });
}
Answer<std::vector<OffsetOutcome>> ReadOnlyCluster::alterGroupOffsets(std::string group,
                                                                      std::vector<OffsetChange> changes) {
    return unlessLocked<std::vector<OffsetOutcome>>(
        [&] { return m_cluster->alterGroupOffsets(std::move(group), std::move(changes)); });
}
Answer<std::vector<OffsetOutcome>>
ReadOnlyCluster::deleteGroupOffsets(std::string group, std::vector<TopicPartition> partitions) {
    return unlessLocked<std::vector<OffsetOutcome>>(
        [&] { return m_cluster->deleteGroupOffsets(std::move(group), std::move(partitions)); });
}
Answer<std::vector<ItemOutcome>> ReadOnlyCluster::deleteGroups(std::vector<std::string> groups) {
    return unlessLocked<std::vector<ItemOutcome>>([&] { return m_cluster->deleteGroups(std::move(groups)); });
}

} // namespace streamscape::kafka
