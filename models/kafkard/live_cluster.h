// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/closing.h"
#include "models/base/tether.h"
#include "models/kafkard/cluster_client.h"

namespace streamscape::kafkard {

/// Cluster on librdkafka's admin API, as its owner sees it: questions go to the client's lane, its state
/// comes back while this object is there. When it goes, the client is left to closing, or waited for where
/// there is none.
class LiveCluster final : public kafka::Cluster {
    Q_OBJECT

public:
    LiveCluster(HandlePtr handle, kafka::ConnectionSpec spec, base::Closing* closing);
    ~LiveCluster() override;

    kafka::ConnectionState state() const override { return m_state; }
    std::string where() const override { return m_where; }

    kafka::Answer<kafka::ClusterInfo> describeCluster() override;
    kafka::Answer<std::vector<kafka::Topic>> describeTopics(std::vector<std::string> names) override;
    kafka::Answer<std::vector<kafka::ResourceConfig>>
    describeConfigs(std::vector<kafka::ConfigResource> resources) override;
    kafka::Answer<std::vector<kafka::PartitionOffset>>
    listOffsets(std::vector<kafka::TopicPartition> partitions, kafka::OffsetQuery query,
                kafka::Isolation isolation) override;
    kafka::Answer<kafka::GroupList> listGroups() override;
    kafka::Answer<std::vector<kafka::GroupDescription>>
    describeGroups(std::vector<std::string> groups) override;
    kafka::Answer<std::vector<kafka::GroupOffsets>>
    committedOffsets(std::vector<std::string> groups) override;
    kafka::Answer<kafka::AclList> describeAcls() override;
    kafka::Answer<std::vector<kafka::ScramUser>> describeScramUsers() override;
    kafka::Answer<std::vector<kafka::ItemOutcome>> createTopics(std::vector<kafka::NewTopic> topics) override;
    kafka::Answer<std::vector<kafka::ItemOutcome>> deleteTopics(std::vector<std::string> names) override;
    kafka::Answer<std::vector<kafka::AclOutcome>> createAcls(std::vector<kafka::Acl> acls) override;
    kafka::Answer<std::vector<kafka::AclOutcome>> deleteAcls(std::vector<kafka::Acl> acls) override;
    kafka::Answer<std::vector<kafka::ItemOutcome>>
    upsertScramUsers(std::vector<kafka::ScramUpsert> users) override;
    kafka::Answer<std::vector<kafka::PeekedRecord>> peek(std::vector<kafka::RecordPlace> places,
                                                         kafka::PeekOptions options) override;
    kafka::Answer<std::vector<kafka::OffsetOutcome>>
    alterGroupOffsets(std::string group, std::vector<kafka::OffsetChange> changes) override;
    kafka::Answer<std::vector<kafka::OffsetOutcome>>
    deleteGroupOffsets(std::string group, std::vector<kafka::TopicPartition> partitions) override;
    kafka::Answer<std::vector<kafka::ItemOutcome>> deleteGroups(std::vector<std::string> groups) override;

private:
    /// The question runs on the client's lane, unless the connection is known to be broken.
    template<class T, class Question>
    kafka::Answer<T> ask(Question question);
    void publish(const kafka::ConnectionState& state);

    const std::string m_where;
    base::Closing* const m_closing;
    kafka::ConnectionState m_state;
    const std::shared_ptr<base::Tether<LiveCluster>> m_tether =
        std::make_shared<base::Tether<LiveCluster>>(this);
    std::unique_ptr<ClusterClient> m_client;
};

} // namespace streamscape::kafkard
