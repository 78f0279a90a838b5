// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/inventory_json.h"

#include "models/base/json.h"
#include "models/base/text.h"

namespace streamscape::ctl {

using base::json;
using namespace Qt::StringLiterals;

namespace {

QJsonValue maybeError(const std::optional<base::Error>& error) {
    return error ? QJsonValue(json(*error)) : QJsonValue(QJsonValue::Null);
}
// Bytes from a record may be no text at all; what is not UTF-8 shows as U+FFFD.
QJsonValue bytes(const std::optional<std::string>& value) {
    return value ? QJsonValue(base::toQString(*value)) : QJsonValue(QJsonValue::Null);
}

QJsonObject brokerJson(const inventory::BrokerRow& row) {
    return {{u"id"_s, json(row.broker.id)},
            {u"host"_s, row.missing ? QJsonValue() : json(row.broker.host)},
            {u"port"_s, row.missing ? QJsonValue() : json(row.broker.port)},
            {u"rack"_s, json(row.broker.rack)},
            {u"missing"_s, row.missing},
            {u"leaders"_s, row.held ? QJsonValue(row.held->leads) : QJsonValue()},
            {u"replicas"_s, row.held ? QJsonValue(row.held->replicas) : QJsonValue()},
            {u"out_of_sync"_s, row.held ? QJsonValue(row.held->behind) : QJsonValue()}};
}

QJsonObject topicJson(const inventory::TopicRow& row) {
    QJsonValue configs(QJsonValue::Null);
    if (row.configs) {
        QJsonObject values;
        for (const kafka::ConfigEntry& entry : *row.configs)
            values.insert(base::toQString(entry.name), json(entry.value));
        configs = values;
    }
    return {{u"name"_s, json(row.name)},
            {u"id"_s, row.id.empty() ? QJsonValue() : json(row.id)},
            {u"internal"_s, row.internal},
            {u"partitions"_s, static_cast<qint64>(row.partitions.size())},
            {u"replication_factor"_s, row.replicationFactor},
            {u"under_replicated"_s, row.underReplicated},
            {u"offline"_s, row.offline},
            {u"records"_s, json(row.records)},
            {u"configs"_s, configs},
            {u"error"_s, maybeError(row.error)}};
}

} // namespace

QJsonArray positionsJson(const inventory::StockView& view) {
    QJsonArray positions;
    for (const inventory::PartitionProgress& p : view.positions)
        positions.append(QJsonObject{{u"topic"_s, json(p.partition.topic)},
                                     {u"partition"_s, json(p.partition.partition)},
                                     {u"next_offset"_s, json(p.next)},
                                     {u"log_end"_s, json(p.logEnd)},
                                     {u"error"_s, maybeError(p.tailError ? p.tailError : p.endError)}});
    return positions;
}

QJsonObject countsJson(const inventory::Counts& counts) {
    return {{u"records"_s, json(counts.records)},
            {u"applied"_s, json(counts.applied)},
            {u"duplicates"_s, json(counts.duplicates)},
            {u"bad"_s, json(counts.bad)}};
}

QJsonObject stockJson(const inventory::StockView& view, const std::vector<inventory::StockRow>& rows) {
    QJsonArray levels;
    for (const inventory::StockRow& row : rows)
        levels.append(QJsonObject{{u"sku"_s, json(row.where.sku)},
                                  {u"warehouse"_s, json(row.where.warehouse)},
                                  {u"on_hand"_s, json(row.level.onHand)},
                                  {u"reserved"_s, json(row.level.reserved)},
                                  {u"available"_s, json(row.level.available())},
                                  {u"in_transit"_s, json(row.level.inTransit)},
                                  {u"reorder_point"_s, json(row.reorderPoint)},
                                  {u"state"_s, json(name(row.state()))},
                                  {u"last_event_at"_s, json(row.lastEvent)}});
    return {{u"as_of"_s, json(view.asOf)},
            {u"caught_up"_s, view.caughtUp()},
            {u"positions"_s, positionsJson(view)},
            {u"counts"_s, countsJson(view.stock ? view.stock->projection.counts : inventory::Counts{})},
            {u"levels"_s, levels}};
}

QJsonObject movementsJson(const std::vector<inventory::MovementRow>& movements) {
    QJsonArray list;
    for (const inventory::MovementRow& row : movements)
        list.append(QJsonObject{{u"topic"_s, json(row.at.partition.topic)},
                                {u"partition"_s, json(row.at.partition.partition)},
                                {u"offset"_s, json(row.at.offset)},
                                {u"event_id"_s, json(row.eventId)},
                                {u"type"_s, json(name(row.type))},
                                {u"quantity"_s, json(row.quantity)},
                                {u"on_hand_after"_s, json(row.onHandAfter)},
                                {u"occurred_at"_s, json(row.occurredAt)},
                                {u"recorded_at"_s, json(row.at.recorded)},
                                {u"source"_s, json(row.source)}});
    return {{u"movements"_s, list}};
}

QJsonObject badJson(const std::vector<inventory::BadRecord>& bad) {
    QJsonArray list;
    std::map<std::string, std::int64_t> counts;
    for (const inventory::BadRecord& record : bad) {
        ++counts[name(record.bad.reason)];
        list.append(QJsonObject{{u"topic"_s, json(record.at.partition.topic)},
                                {u"partition"_s, json(record.at.partition.partition)},
                                {u"offset"_s, json(record.at.offset)},
                                {u"recorded_at"_s, json(record.at.recorded)},
                                {u"reason"_s, json(name(record.bad.reason))},
                                {u"detail"_s, json(record.bad.detail)},
                                {u"key"_s, bytes(record.key)},
                                {u"sample"_s, bytes(record.sample)},
                                {u"size"_s, json(record.size)}});
    }
    QJsonObject byReason;
    for (const auto& [reason, count] : counts)
        byReason.insert(base::toQString(reason), json(count));
    return {{u"bad"_s, list}, {u"by_reason"_s, byReason}};
}

QJsonArray findingsJson(const std::vector<inventory::StockFinding>& findings) {
    const auto named = [](const std::string& text) { return text.empty() ? QJsonValue() : json(text); };
    QJsonArray list;
    for (const inventory::StockFinding& finding : findings)
        list.append(QJsonObject{{u"code"_s, json(finding.code)},
                                {u"sku"_s, named(finding.sku)},
                                {u"warehouse"_s, named(finding.warehouse)},
                                {u"transfer_id"_s, named(finding.transferId)},
                                {u"since"_s, json(finding.since)},
                                {u"detail"_s, json(finding.detail)}});
    return list;
}

QJsonObject clusterJson(const inventory::ClusterView& view) {
    QJsonArray brokers;
    for (const inventory::BrokerRow& row : view.brokers)
        brokers.append(brokerJson(row));
    QJsonArray topics;
    for (const inventory::TopicRow& row : view.topics)
        topics.append(topicJson(row));
    QJsonArray findings;
    for (const inventory::ClusterFinding& finding : view.findings)
        findings.append(QJsonObject{{u"severity"_s, json(inventory::name(finding.severity))},
                                    {u"code"_s, json(finding.code)},
                                    {u"subject"_s, json(finding.subject)},
                                    {u"what"_s, json(finding.what)},
                                    {u"hint"_s, json(finding.hint)}});
    QJsonArray errors;
    if (view.noTopics)
        errors.append(json(*view.noTopics));
    for (const base::Error& error : view.partly)
        errors.append(json(error));
    return {{u"cluster"_s, QJsonObject{{u"id"_s, json(view.id)}}},
            {u"as_of"_s, json(view.asOf)},
            {u"brokers"_s, brokers},
            {u"topics"_s, topics},
            {u"findings"_s, findings},
            {u"errors"_s, errors}};
}

} // namespace streamscape::ctl
