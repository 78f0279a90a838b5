// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/snapshot_json.h"

#include "models/base/json.h"

#include <QJsonArray>

#include <cctype>

namespace streamscape::lag {

namespace {

// Kafka prints "PreparingRebalance"; enum values of this JSON are lower_snake.
QJsonValue stateJson(kafka::GroupState state) {
    if (state == kafka::GroupState::Unknown)
        return QJsonValue::Null;
    std::string text;
    for (const char* c = kafka::name(state); *c; ++c) {
        if (std::isupper(static_cast<unsigned char>(*c)) && !text.empty())
            text += '_';
        text += static_cast<char>(std::tolower(static_cast<unsigned char>(*c)));
    }
    return base::json(text);
}

// To Kafka a Connect worker group is a classic group of the protocol type "connect".
QJsonValue typeJson(kafka::GroupType type) {
    return base::json(kafka::name(type == kafka::GroupType::Connect ? kafka::GroupType::Classic : type));
}

QJsonValue textOrNull(const std::string& text) {
    return text.empty() ? QJsonValue(QJsonValue::Null) : base::json(text);
}

QJsonValue memberJson(const std::optional<Member>& member) {
    if (!member)
        return QJsonValue::Null;
    return QJsonObject{{QStringLiteral("id"), base::json(member->id)},
                       {QStringLiteral("client_id"), base::json(member->clientId)},
                       {QStringLiteral("host"), base::json(member->host)}};
}

QJsonObject partitionJson(const PartitionRow& row, base::Time asOf) {
    return {
        {QStringLiteral("topic"), base::json(row.partition.topic)},
        {QStringLiteral("partition"), base::json(row.partition.partition)},
        {QStringLiteral("committed"), base::json(row.committed)},
        {QStringLiteral("log_start"), base::json(row.logStart)},
        {QStringLiteral("log_end"), base::json(row.logEnd)},
        {QStringLiteral("lag"), base::json(row.lag)},
        {QStringLiteral("time_lag_ms"), base::json(row.timeLag.value)},
        {QStringLiteral("time_lag_basis"), base::json(name(row.timeLag.basis))},
        {QStringLiteral("consume_rate"), base::json(row.consumeRate)},
        {QStringLiteral("produce_rate"), base::json(row.produceRate)},
        {QStringLiteral("drain_ms"), base::json(row.drain)},
        {QStringLiteral("expires_in_ms"), base::json(row.expiry.in)},
        {QStringLiteral("member"), memberJson(row.member)},
        {QStringLiteral("expires_why"), textOrNull(row.expiry.why)},
        {QStringLiteral("note"), textOrNull(row.note)},
        {QStringLiteral("as_of"), base::json(row.readAt.value_or(asOf))},
        {QStringLiteral("error"), base::json(row.error)},
    };
}

QJsonObject groupJson(const Group& group, base::Time asOf) {
    const GroupRow& row = group.row;
    QJsonArray partitions;
    for (const PartitionRow& partition : group.partitions)
        partitions.append(partitionJson(partition, row.readAt.value_or(asOf)));
    return {
        {QStringLiteral("group"), base::json(row.group)},
        {QStringLiteral("type"), typeJson(row.type)},
        {QStringLiteral("protocol"), textOrNull(row.assignor)},
        {QStringLiteral("protocol_type"), textOrNull(row.protocolType)},
        {QStringLiteral("state"), stateJson(row.state)},
        {QStringLiteral("coordinator"), base::json(row.coordinator)},
        {QStringLiteral("verdict"), base::json(name(row.verdict))},
        {QStringLiteral("why"), base::json(row.why)},
        {QStringLiteral("lag"), base::json(row.lag)},
        {QStringLiteral("time_lag_ms"), base::json(row.timeLag.value)},
        {QStringLiteral("time_lag_basis"), base::json(name(row.timeLag.basis))},
        {QStringLiteral("consume_rate"), base::json(row.consumeRate)},
        {QStringLiteral("produce_rate"), base::json(row.produceRate)},
        {QStringLiteral("drain_ms"), base::json(row.drain)},
        {QStringLiteral("expires_in_ms"), base::json(row.expiry.in)},
        {QStringLiteral("skew"), textOrNull(row.skew)},
        {QStringLiteral("as_of"), base::json(row.readAt.value_or(asOf))},
        {QStringLiteral("members"), base::json(row.members)},
        {QStringLiteral("error"), base::json(row.error)},
        {QStringLiteral("partitions"), partitions},
    };
}

} // namespace

QJsonObject snapshotJson(const Snapshot& snapshot) {
    QJsonArray groups;
    for (const Group& group : snapshot.groups)
        groups.append(groupJson(group, snapshot.asOf));
    QJsonArray errors;
    for (const base::Error& error : snapshot.errors)
        errors.append(base::json(error));
    return {
        {QStringLiteral("cluster"), QJsonObject{{QStringLiteral("id"), textOrNull(snapshot.clusterId)}}},
        {QStringLiteral("as_of"), base::json(snapshot.asOf)},
        {QStringLiteral("took_ms"), base::json(snapshot.took)},
        {QStringLiteral("groups"), groups},
        {QStringLiteral("errors"), errors},
    };
}

} // namespace streamscape::lag
