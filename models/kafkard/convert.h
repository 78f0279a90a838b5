// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/acl_values.h"
#include "models/kafkard/handle.h"

#include <optional>
#include <string>
#include <vector>

namespace streamscape::kafkard {

inline std::string text(const char* c) { return c ? std::string(c) : std::string(); }

/// A null list is "the broker did not say"; an empty one is "nothing".
std::optional<std::vector<kafka::Operation>> operations(const rd_kafka_AclOperation_t* list,
                                                        std::size_t count);
std::optional<rd_kafka_AclOperation_t> operation(const kafka::Operation& name);

/// nullopt: newer than the library, or no more than a filter's wildcard.
std::optional<kafka::PatternType> patternType(rd_kafka_ResourcePatternType_t type);
std::optional<kafka::Permission> permission(rd_kafka_AclPermissionType_t type);

kafka::Broker broker(const rd_kafka_Node_t* node);
/// Sorted by topic and partition.
std::vector<kafka::TopicPartition> partitions(const rd_kafka_topic_partition_list_t* list);
PartitionListPtr partitionList(std::size_t capacity);

/// Asks for authorized operations with the answer.
ErrorPtr withAuthorized(rd_kafka_AdminOptions_t* options);

} // namespace streamscape::kafkard
