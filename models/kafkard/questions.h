// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/reply.h"
#include "models/kafka/cluster.h"
#include "models/kafkard/admin_lane.h"

#include <map>
#include <string>
#include <vector>

namespace streamscape::kafkard {

// One function for each question of Cluster, grouped by subject in a file of its own. All run on the lane's
// thread and answer the reply once, now or later.

void describeCluster(AdminLane& lane, const base::Reply<kafka::ClusterInfo>& reply);

/// names is not empty.
void describeTopics(AdminLane& lane, std::vector<std::string> names,
                    const base::Reply<std::vector<kafka::Topic>>& reply);
void createTopics(AdminLane& lane, const std::vector<kafka::NewTopic>& topics,
                  const base::Reply<std::vector<kafka::ItemOutcome>>& reply);
void deleteTopics(AdminLane& lane, const std::vector<std::string>& names,
                  const base::Reply<std::vector<kafka::ItemOutcome>>& reply);

void describeConfigs(AdminLane& lane, std::vector<kafka::ConfigResource> resources,
                     const base::Reply<std::vector<kafka::ResourceConfig>>& reply);

void listOffsets(AdminLane& lane, std::vector<kafka::TopicPartition> partitions, kafka::OffsetQuery query,
                 kafka::Isolation isolation, const base::Reply<std::vector<kafka::PartitionOffset>>& reply);

/// The groups the admin API lists: classic and consumer ones.
void listConsumerGroups(AdminLane& lane, const base::Reply<kafka::GroupList>& reply);
/// groups are classic or consumer ones.
void describeConsumerGroups(AdminLane& lane, std::vector<std::string> groups,
                            std::function<void(std::vector<kafka::GroupDescription>)> answered);
/// types: what is known of the groups, for those whose commits cannot be read.
void committedOffsets(AdminLane& lane, std::vector<std::string> groups,
                      std::map<std::string, kafka::GroupType> types,
                      const base::Reply<std::vector<kafka::GroupOffsets>>& reply);

void describeAcls(AdminLane& lane, const base::Reply<kafka::AclList>& reply);
void createAcls(AdminLane& lane, std::vector<kafka::Acl> acls,
                const base::Reply<std::vector<kafka::AclOutcome>>& reply);
void deleteAcls(AdminLane& lane, std::vector<kafka::Acl> acls,
                const base::Reply<std::vector<kafka::AclOutcome>>& reply);

void describeScramUsers(AdminLane& lane, const base::Reply<std::vector<kafka::ScramUser>>& reply);
void upsertScramUsers(AdminLane& lane, const std::vector<kafka::ScramUpsert>& users,
                      const base::Reply<std::vector<kafka::ItemOutcome>>& reply);

} // namespace streamscape::kafkard
