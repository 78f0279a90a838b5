// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/reply.h"
#include "models/kafka/cluster.h"
#include "models/kafkard/admin_lane.h"
#include "models/kafkard/peeker.h"

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

// group_changes: established on Kafka 4.3.1 with librdkafka 2.14.2, for classic and KIP-848 groups alike.
// What is named twice, and a negative offset, is Invalid before anything is sent.

/// One OffsetCommit from outside the group. Row by row: a row that is refused does not keep the others from
/// being written, nor the other way round.
/// - A group that never existed is made (classic, Empty); an empty one keeps its type.
/// - A group with members, rebalancing or not: UNKNOWN_MEMBER_ID on every row, nothing written -> Conflict.
/// - A partition that is not there: UNKNOWN_TOPIC_OR_PART -> NotFound; also ahead of a Conflict.
/// - Without READ on the topic: TOPIC_AUTHORIZATION_FAILED; without READ on the group:
///   GROUP_AUTHORIZATION_FAILED on every row -> Denied.
/// - An offset beyond the end (even 2^61) or below the start is written as it is.
/// - Metadata and leader epoch are written and read back as they were; a commit without an epoch reads back
///   without. Metadata beyond 4,096 bytes (offset.metadata.max.bytes): OFFSET_METADATA_TOO_LARGE -> Invalid.
/// - A share group of that name, with members or without: GROUP_ID_NOT_FOUND on every row -> NotFound.
/// Long lists go in requests of 500 KB, one after the other: a member that joins in between makes the later
/// rows Conflict.
void alterGroupOffsets(AdminLane& lane, const std::string& group, std::vector<kafka::OffsetChange> changes,
                       const base::Reply<std::vector<kafka::OffsetOutcome>>& reply);
/// OffsetDelete. Row by row as above; a partition without a commit is deleted without an error, and a group
/// whose last commit goes stays, Empty.
/// - A topic that a member is subscribed to: GROUP_SUBSCRIBED_TO_TOPIC -> Conflict; other topics of an active
///   group are deleted.
/// - No such group: GROUP_ID_NOT_FOUND on every row. It takes DELETE on the group and READ on the topic.
void deleteGroupOffsets(AdminLane& lane, const std::string& group,
                        const std::vector<kafka::TopicPartition>& partitions,
                        const base::Reply<std::vector<kafka::OffsetOutcome>>& reply);
/// Each by itself: NON_EMPTY_GROUP -> Conflict, GROUP_ID_NOT_FOUND -> NotFound; share groups too. It takes
/// DELETE on the group.
void deleteGroups(AdminLane& lane, const std::vector<std::string>& groups,
                  const base::Reply<std::vector<kafka::ItemOutcome>>& reply);

/// peekers outlive the lane.
void peek(AdminLane& lane, Peekers& peekers, const std::vector<kafka::RecordPlace>& places,
          kafka::PeekOptions options, const base::Reply<std::vector<kafka::PeekedRecord>>& reply);

void describeAcls(AdminLane& lane, const base::Reply<kafka::AclList>& reply);
void createAcls(AdminLane& lane, std::vector<kafka::Acl> acls,
                const base::Reply<std::vector<kafka::AclOutcome>>& reply);
void deleteAcls(AdminLane& lane, std::vector<kafka::Acl> acls,
                const base::Reply<std::vector<kafka::AclOutcome>>& reply);

void describeScramUsers(AdminLane& lane, const base::Reply<std::vector<kafka::ScramUser>>& reply);
void upsertScramUsers(AdminLane& lane, const std::vector<kafka::ScramUpsert>& users,
                      const base::Reply<std::vector<kafka::ItemOutcome>>& reply);

} // namespace streamscape::kafkard
