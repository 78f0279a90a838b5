// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster.h"

namespace streamscape::kafka {

/// The same cluster with every change refused before anything is sent: the read-only lock, below the UI.
/// The lock can be lifted and set again while connected. Thread: as the cluster it owns.
class ReadOnlyCluster final : public Cluster {
    Q_OBJECT

public:
    ReadOnlyCluster(std::unique_ptr<Cluster> cluster, bool locked, QObject* parent = nullptr);

    void setLocked(bool locked) { m_locked.store(locked); }
    bool isLocked() const { return m_locked.load(); }

    ConnectionState state() const override { return m_cluster->state(); }
    std::string where() const override { return m_cluster->where(); }
    Answer<ClusterInfo> describeCluster() override { return m_cluster->describeCluster(); }
    Answer<std::vector<Topic>> describeTopics(std::vector<std::string> names) override;
    Answer<std::vector<ResourceConfig>> describeConfigs(std::vector<ConfigResource> resources) override;
    Answer<std::vector<PartitionOffset>> listOffsets(std::vector<TopicPartition> partitions,
                                                     OffsetQuery query, Isolation isolation) override;
    Answer<GroupList> listGroups() override { return m_cluster->listGroups(); }
    Answer<std::vector<GroupDescription>> describeGroups(std::vector<std::string> groups) override;
    Answer<std::vector<GroupOffsets>> committedOffsets(std::vector<std::string> groups) override;
    Answer<std::vector<PeekedRecord>> peek(std::vector<RecordPlace> places, PeekOptions options) override;
    Answer<AclList> describeAcls() override { return m_cluster->describeAcls(); }
    Answer<std::vector<ScramUser>> describeScramUsers() override { return m_cluster->describeScramUsers(); }
    Answer<std::vector<ItemOutcome>> createTopics(std::vector<NewTopic> topics) override;
    Answer<std::vector<ItemOutcome>> deleteTopics(std::vector<std::string> names) override;
    Answer<std::vector<AclOutcome>> createAcls(std::vector<Acl> acls) override;
    Answer<std::vector<AclOutcome>> deleteAcls(std::vector<Acl> acls) override;
    Answer<std::vector<ItemOutcome>> upsertScramUsers(std::vector<ScramUpsert> users) override;
    Answer<std::vector<OffsetOutcome>> alterGroupOffsets(std::string group,
                                                         std::vector<OffsetChange> changes) override;
    Answer<std::vector<OffsetOutcome>> deleteGroupOffsets(std::string group,
                                                          std::vector<TopicPartition> partitions) override;
    Answer<std::vector<ItemOutcome>> deleteGroups(std::vector<std::string> groups) override;

private:
    template<class T, class Change>
    Answer<T> unlessLocked(Change change);

    std::unique_ptr<Cluster> m_cluster;
    std::atomic_bool m_locked;
};

} // namespace streamscape::kafka
