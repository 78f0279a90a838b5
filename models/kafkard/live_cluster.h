// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/lane.h"
#include "models/kafka/cluster.h"
#include "models/kafkard/admin_lane.h"

#include <map>

namespace streamscape::kafkard {

/// Cluster on librdkafka's admin API. Two of its calls only exist as blocking ones (the list of all topics,
/// and the list of all groups of any kind); those run on a thread of their own, in slices short enough to be
/// stopped.
class LiveCluster final : public kafka::Cluster {
    Q_OBJECT

public:
    LiveCluster(HandlePtr handle, kafka::ConnectionSpec spec);
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

private:
    template<class T, class Question>
    kafka::Answer<T> ask(Question question);
    void publish(const kafka::ConnectionState& state);
    void listAllGroups(const base::Reply<kafka::GroupList>& reply);
    void describeListed(std::vector<std::string> groups,
                        const base::Reply<std::vector<kafka::GroupDescription>>& reply);

    const std::string m_where;
    HandlePtr m_handle;
    kafka::ConnectionState m_state;                      // the object's own thread
    std::map<std::string, kafka::GroupListing> m_groups; // the lane's thread: as last listed
    // Destroyed from here up: first the lane stops asking, then the blocking call in hand ends, then the
    // handle.
    base::Lane m_blocking;
    AdminLane m_lane;
};

} // namespace streamscape::kafkard
