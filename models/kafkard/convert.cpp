// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/convert.h"

#include <algorithm>

namespace streamscape::kafkard {

std::optional<std::vector<kafka::Operation>> operations(const rd_kafka_AclOperation_t* list,
                                                        std::size_t count) {
    if (!list)
        return std::nullopt;
    std::vector<kafka::Operation> names;
    names.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        names.emplace_back(rd_kafka_AclOperation_name(list[i]));
    std::sort(names.begin(), names.end());
    return names;
}

std::optional<rd_kafka_AclOperation_t> operation(const kafka::Operation& name) {
    for (int i = RD_KAFKA_ACL_OPERATION_ALL; i < RD_KAFKA_ACL_OPERATION__CNT; ++i)
        if (const auto op = static_cast<rd_kafka_AclOperation_t>(i); name == rd_kafka_AclOperation_name(op))
            return op;
    return std::nullopt;
}

std::optional<kafka::PatternType> patternType(rd_kafka_ResourcePatternType_t type) {
    switch (type) {
    case RD_KAFKA_RESOURCE_PATTERN_LITERAL:
        return kafka::PatternType::Literal;
    case RD_KAFKA_RESOURCE_PATTERN_PREFIXED:
        return kafka::PatternType::Prefixed;
    default:
        return std::nullopt;
    }
}

std::optional<kafka::Permission> permission(rd_kafka_AclPermissionType_t type) {
    switch (type) {
    case RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW:
        return kafka::Permission::Allow;
    case RD_KAFKA_ACL_PERMISSION_TYPE_DENY:
        return kafka::Permission::Deny;
    default:
        return std::nullopt;
    }
}

kafka::Broker broker(const rd_kafka_Node_t* node) {
    kafka::Broker found{kafka::BrokerId{rd_kafka_Node_id(node)}, text(rd_kafka_Node_host(node)),
                        rd_kafka_Node_port(node), std::nullopt};
    if (const char* rack = rd_kafka_Node_rack(node); rack && *rack)
        found.rack = rack;
    return found;
}

std::vector<kafka::TopicPartition> partitions(const rd_kafka_topic_partition_list_t* list) {
    std::vector<kafka::TopicPartition> found;
    if (!list)
        return found;
    found.reserve(static_cast<std::size_t>(list->cnt));
    for (int i = 0; i < list->cnt; ++i)
        found.push_back({text(list->elems[i].topic), kafka::PartitionId{list->elems[i].partition}});
    std::sort(found.begin(), found.end());
    return found;
}

PartitionListPtr partitionList(std::size_t capacity) {
    return PartitionListPtr(rd_kafka_topic_partition_list_new(static_cast<int>(capacity)));
}

ErrorPtr withAuthorized(rd_kafka_AdminOptions_t* options) {
    return ErrorPtr(rd_kafka_AdminOptions_set_include_authorized_operations(options, 1));
}

} // namespace streamscape::kafkard
