// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/cluster_models.h"

#include "models/base/location.h"

namespace streamscape::inventory {

using base::CellKind;
using base::Column;
using base::Severity;
using base::Shape;

namespace {

QVariant number(std::int64_t value) { return QVariant::fromValue(static_cast<qlonglong>(value)); }
QString grouped(const std::optional<std::int64_t>& value) {
    return value ? base::grouped(*value) : base::unknownText;
}
QVariant raw(const std::optional<std::int64_t>& value) { return value ? number(*value) : QVariant(); }
std::optional<std::int64_t> offset(const std::optional<kafka::Offset>& value) {
    return value ? std::optional(value->value) : std::nullopt;
}
QString ids(const std::vector<BrokerId>& brokers) {
    QStringList texts;
    for (const BrokerId broker : brokers)
        texts << QString::number(broker.value);
    return texts.join(QStringLiteral(", "));
}
QString text(const std::optional<base::Error>& error) {
    return error ? base::toQString(base::describe(*error)) : QString();
}
QString topicLink(const TopicRow& row) {
    return base::toUrl({"inventory", "cluster", {{"topic", row.name}}, {}});
}

QString topicState(const TopicRow& row) {
    if (row.error)
        return QStringLiteral("Not told");
    if (row.offline > 0)
        return QStringLiteral("%1 offline").arg(row.offline);
    if (row.underReplicated > 0)
        return QStringLiteral("%1 under-replicated").arg(row.underReplicated);
    return QStringLiteral("In sync");
}
Severity topicSeverity(const TopicRow& row) {
    return row.error                 ? Severity::Muted
           : row.offline > 0         ? Severity::Bad
           : row.underReplicated > 0 ? Severity::Warn
                                     : Severity::Good;
}
Shape topicShape(const TopicRow& row) {
    return row.error                 ? Shape::Dashed
           : row.offline > 0         ? Shape::Square
           : row.underReplicated > 0 ? Shape::Triangle
                                     : Shape::Dot;
}
QString rate(const std::optional<double>& perSecond) {
    if (!perSecond)
        return base::unknownText;
    return *perSecond < 10 && *perSecond > 0 ? QString::number(*perSecond, 'f', 1)
                                             : base::grouped(static_cast<std::int64_t>(*perSecond + 0.5));
}
QString configValue(const TopicRow& row, const char* name) {
    const std::optional<std::string> value = row.config(name);
    return value ? base::toQString(*value) : base::unknownText;
}
QString configWhy(const TopicRow& row) {
    return row.configs ? QString()
                       : QStringLiteral("The topic's configuration may not be seen (DESCRIBE_CONFIGS)");
}
std::optional<std::int64_t> retentionMs(const TopicRow& row) {
    const std::optional<std::string> value = row.config("retention.ms");
    return value ? std::optional<std::int64_t>(QString::fromStdString(*value).toLongLong()) : std::nullopt;
}
QString retention(const TopicRow& row) {
    if (row.config("cleanup.policy") == "compact")
        return QStringLiteral("compacted");
    const std::optional<std::int64_t> ms = retentionMs(row);
    if (!ms)
        return base::unknownText;
    return *ms < 0 ? QStringLiteral("for ever") : base::durationWords(base::Duration{*ms});
}

QString brokerState(const BrokerRow& row) {
    if (row.missing)
        return QStringLiteral("Missing");
    if (!row.held)
        return base::unknownText;
    return row.held->behind > 0 ? QStringLiteral("%1 out of sync").arg(row.held->behind)
                                : QStringLiteral("In sync");
}
QString heldWhy(const BrokerRow& row) {
    return row.held ? QString()
                    : QStringLiteral("No topic may be seen, so nor what the broker holds of them");
}

// clang-format off
constexpr Column<TopicRow> topicTable[] = {
    {"topic", "Topic", CellKind::Link, [](const TopicRow& r) { return base::toQString(r.name); }, nullptr,
     [](const TopicRow& r) { return r.error ? text(r.error) : QStringLiteral("id %1").arg(base::toQString(r.id)); },
     [](const TopicRow& r) { return r.internal ? Severity::Muted : Severity::None; }, nullptr, topicLink},
    {"state", "State", CellKind::Badge, topicState, [](const TopicRow& r) { return QVariant(-static_cast<int>(topicSeverity(r))); },
     nullptr, topicSeverity, topicShape},
    {"partitions", "Partitions", CellKind::Number, [](const TopicRow& r) { return QString::number(r.partitions.size()); },
     [](const TopicRow& r) { return number(static_cast<std::int64_t>(r.partitions.size())); }},
    {"replication", "Copies", CellKind::Number, [](const TopicRow& r) { return QString::number(r.replicationFactor); },
     [](const TopicRow& r) { return number(r.replicationFactor); }, nullptr, nullptr, nullptr, nullptr, "Replication factor"},
    {"min_isr", "Min ISR", CellKind::Number, [](const TopicRow& r) { return configValue(r, "min.insync.replicas"); }, nullptr, configWhy},
    {"records", "Records", CellKind::Number, [](const TopicRow& r) { return grouped(r.records); },
     [](const TopicRow& r) { return raw(r.records); },
     [](const TopicRow& r) { return r.records ? QString() : QStringLiteral("The offsets of a partition are not known"); },
     nullptr, nullptr, nullptr, "Log end less log start, over all partitions; control markers and compacted records are counted too"},
    {"rate", "Written/s", CellKind::Number, [](const TopicRow& r) { return rate(r.perSecond); },
     [](const TopicRow& r) { return r.perSecond ? QVariant(*r.perSecond) : QVariant(); },
     [](const TopicRow& r) { return r.perSecond ? QString() : QStringLiteral("Known after the second reading"); }},
    {"retention", "Kept", CellKind::Text, retention, [](const TopicRow& r) { return raw(retentionMs(r)); }, configWhy},
};

constexpr Column<BrokerRow> brokerTable[] = {
    {"id", "Broker", CellKind::Number, [](const BrokerRow& r) { return QString::number(r.broker.id.value); },
     [](const BrokerRow& r) { return number(r.broker.id.value); }},
    {"host", "Address", CellKind::Mono,
     [](const BrokerRow& r) {
         return r.missing ? base::unknownText : QStringLiteral("%1:%2").arg(base::toQString(r.broker.host)).arg(r.broker.port);
     }, nullptr,
     [](const BrokerRow& r) { return r.missing ? QStringLiteral("It holds replicas, but is not in the cluster") : QString(); }},
    {"rack", "Rack", CellKind::Text, [](const BrokerRow& r) { return r.broker.rack ? base::toQString(*r.broker.rack) : base::unknownText; },
     nullptr, [](const BrokerRow& r) { return r.broker.rack ? QString() : QStringLiteral("The broker names none"); }},
    {"state", "State", CellKind::Badge, brokerState, nullptr, heldWhy,
     [](const BrokerRow& r) { return r.missing ? Severity::Bad : !r.held ? Severity::Muted : r.held->behind > 0 ? Severity::Warn : Severity::Good; },
     [](const BrokerRow& r) { return r.missing ? Shape::Square : !r.held ? Shape::Dashed : r.held->behind > 0 ? Shape::Triangle : Shape::Dot; }},
    {"leads", "Leads", CellKind::Number, [](const BrokerRow& r) { return r.held ? base::grouped(r.held->leads) : base::unknownText; },
     [](const BrokerRow& r) { return r.held ? number(r.held->leads) : QVariant(); }, heldWhy, nullptr, nullptr, nullptr,
     "Partitions it leads, of the topics shown"},
    {"replicas", "Replicas", CellKind::Number, [](const BrokerRow& r) { return r.held ? base::grouped(r.held->replicas) : base::unknownText; },
     [](const BrokerRow& r) { return r.held ? number(r.held->replicas) : QVariant(); }, heldWhy, nullptr, nullptr, nullptr,
     "Replicas it holds, of the topics shown"},
};

constexpr Column<PartitionRow> partitionTable[] = {
    {"partition", "Partition", CellKind::Number, [](const PartitionRow& r) { return QString::number(r.partition.partition.value); },
     [](const PartitionRow& r) { return number(r.partition.partition.value); }},
    {"leader", "Leader", CellKind::Number, [](const PartitionRow& r) { return r.leader ? QString::number(r.leader->value) : base::unknownText; },
     [](const PartitionRow& r) { return r.leader ? number(r.leader->value) : QVariant(); },
     [](const PartitionRow& r) { return r.leader ? QString() : QStringLiteral("No leader: it can be neither read nor written"); },
     [](const PartitionRow& r) { return r.leader ? Severity::None : Severity::Bad; }},
    {"replicas", "Replicas", CellKind::Mono, [](const PartitionRow& r) { return ids(r.replicas); }},
    {"isr", "In sync", CellKind::Mono, [](const PartitionRow& r) { return ids(r.isr); }, nullptr, nullptr,
     [](const PartitionRow& r) { return r.underReplicated() ? Severity::Warn : Severity::None; }},
    {"start", "Log start", CellKind::Number, [](const PartitionRow& r) { return grouped(offset(r.start)); },
     [](const PartitionRow& r) { return raw(offset(r.start)); }, [](const PartitionRow& r) { return text(r.error); }},
    {"end", "Log end", CellKind::Number, [](const PartitionRow& r) { return grouped(offset(r.end)); },
     [](const PartitionRow& r) { return raw(offset(r.end)); }, [](const PartitionRow& r) { return text(r.error); }},
    {"records", "Records", CellKind::Number, [](const PartitionRow& r) { return grouped(r.records()); },
     [](const PartitionRow& r) { return raw(r.records()); }, [](const PartitionRow& r) { return text(r.error); }},
};

QString severityWord(const ClusterFinding& f) {
    return f.severity == Severity::Bad ? QStringLiteral("Wrong") : f.severity == Severity::Warn ? QStringLiteral("At risk") : QStringLiteral("Note");
}
constexpr Column<ClusterFinding> findingTable[] = {
    {"severity", "Finding", CellKind::Badge, severityWord,
     [](const ClusterFinding& f) { return QVariant(-static_cast<int>(f.severity)); }, nullptr,
     [](const ClusterFinding& f) { return f.severity; },
     [](const ClusterFinding& f) { return f.severity == Severity::Bad ? Shape::Square : f.severity == Severity::Warn ? Shape::Triangle : Shape::Dot; }},
    {"subject", "What", CellKind::Text, [](const ClusterFinding& f) { return base::toQString(f.subject); }},
    {"what", "Why", CellKind::Text, [](const ClusterFinding& f) { return base::toQString(f.what); }, nullptr,
     [](const ClusterFinding& f) { return base::toQString(f.what); }},
    {"hint", "What to do", CellKind::Dim, [](const ClusterFinding& f) { return base::toQString(f.hint); }, nullptr,
     [](const ClusterFinding& f) { return base::toQString(f.hint); }},
};
// clang-format on

} // namespace

std::span<const Column<TopicRow>> topicColumns() { return topicTable; }
std::span<const Column<BrokerRow>> brokerColumns() { return brokerTable; }
std::span<const Column<PartitionRow>> partitionColumns() { return partitionTable; }
std::span<const Column<ClusterFinding>> findingColumns() { return findingTable; }

} // namespace streamscape::inventory
