// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/offsets/plan_json.h"

#include "models/base/json.h"

#include <limits>

namespace streamscape::offsets {

namespace {

using base::json;

const QString topicKey = QStringLiteral("topic");
const QString partitionKey = QStringLiteral("partition");
const QString offsetKey = QStringLiteral("offset");
const QString metadataKey = QStringLiteral("metadata");
const QString metadataBytesKey = QStringLiteral("metadata_base64");
const QString epochKey = QStringLiteral("leader_epoch");
const QString groupKey = QStringLiteral("group");
const QString beforeKey = QStringLiteral("before");
const QString afterKey = QStringLiteral("after");

QJsonValue offsetJson(const std::optional<Position>& position) {
    return position ? json(position->offset) : QJsonValue(QJsonValue::Null);
}

QJsonValue recordJson(const std::optional<kafka::PeekedRecord>& record) {
    if (!record)
        return QJsonValue::Null;
    return QJsonObject{{offsetKey, json(record->offset)},
                       {QStringLiteral("timestamp"), json(record->timestamp)},
                       {QStringLiteral("error"), json(record->error)}};
}

// A commit in full. Metadata is the committer's, and may be any bytes.
QJsonObject placedJson(const base::TopicPartition& partition, const std::optional<Position>& position) {
    QJsonObject object{{topicKey, json(partition.topic)},
                       {partitionKey, json(partition.partition)},
                       {offsetKey, offsetJson(position)}};
    if (!position)
        return object;
    object[epochKey] = json(position->leaderEpoch);
    const QString text = QString::fromStdString(position->metadata);
    if (text.toStdString() == position->metadata)
        object[metadataKey] = text;
    else
        object[metadataBytesKey] =
            QString::fromLatin1(QByteArray::fromStdString(position->metadata).toBase64());
    return object;
}

std::optional<Placed> placedFrom(const QJsonObject& object) {
    const qint64 partition = object[partitionKey].toInteger(-1);
    const bool known = object[topicKey].isString() && object.contains(offsetKey) && partition >= 0 &&
                       partition <= std::numeric_limits<std::int32_t>::max();
    if (!known || (!object[offsetKey].isNull() && !object[offsetKey].isDouble()))
        return std::nullopt;
    Placed placed{
        {object[topicKey].toString().toStdString(), base::PartitionId{static_cast<std::int32_t>(partition)}},
        {}};
    if (object[offsetKey].isNull())
        return placed;
    Position position{base::Offset{object[offsetKey].toInteger()}};
    position.metadata =
        object.contains(metadataBytesKey)
            ? QByteArray::fromBase64(object[metadataBytesKey].toString().toLatin1()).toStdString()
            : object[metadataKey].toString().toStdString();
    if (object[epochKey].isDouble())
        position.leaderEpoch = object[epochKey].toInt();
    placed.position = std::move(position);
    return placed;
}

std::optional<std::vector<Placed>> allPlaced(const QJsonValue& value) {
    if (!value.isArray())
        return std::nullopt;
    std::vector<Placed> all;
    for (const QJsonValueConstRef one : value.toArray()) {
        auto placed = placedFrom(one.toObject());
        if (!placed)
            return std::nullopt;
        all.push_back(std::move(*placed));
    }
    return all;
}

} // namespace

QJsonObject planJson(const Plan& plan) {
    QJsonArray steps;
    for (const Step& step : plan.steps)
        steps.append(QJsonObject{{topicKey, json(step.partition.topic)},
                                 {partitionKey, json(step.partition.partition)},
                                 {QStringLiteral("from"), offsetJson(step.from)},
                                 {QStringLiteral("to"), offsetJson(step.to)},
                                 {QStringLiteral("skipped"), json(step.skipped)},
                                 {QStringLiteral("read_again"), json(step.readAgain)},
                                 {QStringLiteral("first_record"), recordJson(step.first)}});
    QJsonArray refused;
    for (const Refusal& refusal : plan.refused)
        refused.append(QJsonObject{{topicKey, json(refusal.topic)},
                                   {partitionKey, json(refusal.partition)},
                                   {QStringLiteral("error"), json(refusal.error)}});
    QJsonArray warnings;
    for (const std::string& warning : plan.warnings)
        warnings.append(json(warning));
    return {
        {QStringLiteral("id"), json(plan.id)},
        {groupKey, json(plan.group)},
        {QStringLiteral("action"), json(name(plan.action))},
        {QStringLiteral("undoes"), plan.undoes.empty() ? QJsonValue(QJsonValue::Null) : json(plan.undoes)},
        {QStringLiteral("steps"), steps},
        {QStringLiteral("refused"), refused},
        {QStringLiteral("warnings"), warnings}};
}

QJsonArray outcomeJson(const Outcome& outcome) {
    QJsonArray items;
    for (const ItemOutcome& item : outcome.items)
        items.append(QJsonObject{{topicKey, json(item.partition.topic)},
                                 {partitionKey, json(item.partition.partition)},
                                 {QStringLiteral("to"), json(item.to)},
                                 {QStringLiteral("read_back"), json(item.readBack)},
                                 {QStringLiteral("ok"), !item.error},
                                 {QStringLiteral("error"), json(item.error)}});
    return items;
}

std::string journalAction(Action action) { return std::string("lag.") + name(action); }

QJsonObject plannedPayload(const Plan& plan) {
    QJsonArray before;
    QJsonArray after;
    for (const Step& step : plan.steps) {
        before.append(placedJson(step.partition, step.from));
        after.append(placedJson(step.partition, step.to));
    }
    return {
        {groupKey, json(plan.group)},
        {beforeKey, before},
        {afterKey, after},
        {QStringLiteral("undoes"), plan.undoes.empty() ? QJsonValue(QJsonValue::Null) : json(plan.undoes)}};
}

QJsonObject outcomePayload(const Plan& plan, const Outcome& outcome) {
    return {{groupKey, json(plan.group)},
            {QStringLiteral("applied"), outcome.applied},
            {QStringLiteral("outcome"), outcomeJson(outcome)},
            {QStringLiteral("read_back_equal"), outcome.readBackEqual},
            {QStringLiteral("error"), json(outcome.error)}};
}

base::Result<Inverse> inverseOf(const journal::Entry& entry) {
    const std::string where = "journal entry " + std::to_string(entry.seq);
    if (!entry.action.starts_with("lag."))
        return base::fail(base::ErrorKind::Unsupported,
                          "What " + entry.action + " did cannot be taken back here", where,
                          "Only changes of a group's offsets can");
    auto before = allPlaced(entry.payload[beforeKey]);
    auto after = allPlaced(entry.payload[afterKey]);
    const std::string group = entry.payload[groupKey].toString().toStdString();
    if (!before || !after || group.empty())
        return base::fail(base::ErrorKind::Invalid, "The journal does not say how the offsets were", where,
                          "See: streamscapectl journal --verify");
    Inverse inverse{group, {}};
    inverse.spec.target = Target::Restore;
    inverse.spec.placed = std::move(*before);
    inverse.spec.left = std::move(*after);
    inverse.spec.undoes = entry.planId;
    inverse.spec.cluster = entry.cluster;
    return inverse;
}

} // namespace streamscape::offsets
