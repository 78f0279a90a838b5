// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/tables.h"

#include "models/base/location.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace streamscape::lag {

using base::CellKind;
using base::Severity;
using base::Shape;
using base::toQString;
using base::unknownText;

QString word(Verdict verdict) {
    switch (verdict) {
    case Verdict::Unknown:
        return QStringLiteral("Not known yet");
    case Verdict::Empty:
        return QStringLiteral("Empty");
    case Verdict::Idle:
        return QStringLiteral("Idle");
    case Verdict::KeepingUp:
        return QStringLiteral("Keeping up");
    case Verdict::Rewound:
        return QStringLiteral("Rewound");
    case Verdict::FallingBehind:
        return QStringLiteral("Falling behind");
    case Verdict::Stalled:
        return QStringLiteral("Stalled");
    case Verdict::Stopped:
        return QStringLiteral("Stopped");
    }
    return {};
}

Shape shape(Verdict verdict) {
    switch (verdict) {
    case Verdict::Unknown:
    case Verdict::Empty:
        return Shape::Dashed;
    case Verdict::Idle:
        return Shape::Ring;
    case Verdict::KeepingUp:
        return Shape::Dot;
    case Verdict::Rewound:
        return Shape::Diamond;
    case Verdict::FallingBehind:
        return Shape::Triangle;
    case Verdict::Stalled:
    case Verdict::Stopped:
        return Shape::Square;
    }
    return Shape::None;
}

Severity severity(Verdict verdict) {
    switch (verdict) {
    case Verdict::Unknown:
    case Verdict::Empty:
    case Verdict::Idle:
        return Severity::Muted;
    case Verdict::KeepingUp:
        return Severity::Good;
    case Verdict::Rewound:
        return Severity::Warn;
    case Verdict::FallingBehind:
    case Verdict::Stalled:
    case Verdict::Stopped:
        return Severity::Bad;
    }
    return Severity::None;
}

QString timeLagText(const TimeLag& timeLag) {
    if (!timeLag.value)
        return unknownText;
    const QString text = base::durationWords(*timeLag.value);
    return timeLag.basis == Basis::Bound ? QStringLiteral("\u2265 ") + text : text;
}

QString timeLagWhy(const TimeLag& timeLag) {
    const QString why = toQString(timeLag.why);
    switch (timeLag.basis) {
    case Basis::Unknown:
        return QStringLiteral("Not known: ") + why;
    case Basis::Bound:
        return QStringLiteral("At least this long: ") + why;
    case Basis::Interpolated:
        return QStringLiteral("Interpolated from the log end as this session saw it");
    case Basis::Exact:
        return QStringLiteral("Exact: ") + why;
    }
    return why;
}

QString rateText(std::optional<double> rate) {
    if (!rate)
        return unknownText;
    // A trickle must not read as nothing.
    if (*rate > 0 && *rate < 10)
        return QString::number(std::max(0.1, *rate), 'f', 1);
    return base::grouped(std::llround(*rate));
}

QString stateText(const GroupRow& row) {
    return row.state == kafka::GroupState::Unknown ? unknownText : QLatin1String(kafka::name(row.state));
}

QString protocolText(const GroupRow& row) {
    QStringList parts{QLatin1String(kafka::name(row.type))};
    if (!row.assignor.empty())
        parts << toQString(row.assignor);
    if (row.state != kafka::GroupState::Unknown)
        parts << QLatin1String(kafka::name(row.state)).toString().toLower();
    return parts.join(QStringLiteral(" \u00b7 "));
}

QString counted(std::int64_t count, const QString& one, const QString& many) {
    return base::grouped(count) + QLatin1Char(' ') + (count == 1 ? one : many);
}

QString attentionText(const Totals& totals) {
    QStringList parts;
    const auto add = [&](int count, const char* words) {
        if (count > 0)
            parts << QStringLiteral("%1 %2").arg(count).arg(QLatin1String(words));
    };
    add(totals.stopped, "stopped");
    add(totals.stalled, "stalled");
    add(totals.fallingBehind, "falling behind");
    add(totals.rewound, "rewound");
    return parts.join(QStringLiteral(", "));
}

namespace {

QVariant number(std::optional<std::int64_t> value) {
    return value ? QVariant(static_cast<qlonglong>(*value)) : QVariant();
}
QVariant number(std::optional<double> value) { return value ? QVariant(*value) : QVariant(); }
QVariant number(const std::optional<base::Offset>& value) {
    return value ? QVariant(static_cast<qlonglong>(value->value)) : QVariant();
}
QVariant number(const TimeLag& timeLag) {
    return timeLag.value ? QVariant(static_cast<qlonglong>(timeLag.value->count())) : QVariant();
}
QString text(std::optional<std::int64_t> value) { return value ? base::grouped(*value) : unknownText; }
QString text(const std::optional<base::Offset>& value) {
    return value ? base::grouped(value->value) : unknownText;
}

QString why(const GroupRow& row) { return toQString(row.error ? base::describe(*row.error) : row.why); }

// Rates take two looks, and a group that can be read at all.
template<class Row>
QString rateWhy(const Row& row, bool known) {
    if (row.error)
        return toQString(row.error->what);
    return known ? QStringLiteral("Records a second over the last minute of this session")
                 : QStringLiteral("Not known: a rate takes two looks at the offsets");
}

QString topicAddress(const std::string& topic) {
    return base::toUrl({"inventory", "cluster", {{"topic", topic}}, std::nullopt});
}

QString topicsText(const GroupRow& row) {
    if (row.topics.empty())
        return unknownText;
    QString text = toQString(row.topics.front());
    if (row.topics.size() > 1)
        text += QStringLiteral(" +%1").arg(row.topics.size() - 1);
    return text;
}

QString topicsWhy(const GroupRow& row) {
    if (row.topics.empty())
        return row.error ? why(row) : QStringLiteral("It has no commits and no assigned partitions");
    QStringList names;
    for (const std::string& topic : row.topics)
        names << toQString(topic);
    return names.join(QLatin1Char('\n'));
}

QString membersText(const GroupRow& row) {
    return row.members ? QStringLiteral("%1/%2").arg(*row.members).arg(row.partitions) : unknownText;
}

// A group that keeps up always has a little unread: that it never reaches zero is no news.
bool hasDrain(const GroupRow& row) {
    return row.lag.value_or(0) > 0 && row.consumeRate && row.produceRate &&
           (row.drain || row.verdict != Verdict::KeepingUp);
}

QString drainText(const GroupRow& row) {
    if (!hasDrain(row))
        return unknownText;
    if (row.drain)
        return base::durationWords(std::chrono::floor<std::chrono::seconds>(*row.drain));
    return *row.consumeRate == 0 ? QStringLiteral("no commits") : QStringLiteral("never");
}

QString drainWhy(const GroupRow& row) {
    if (row.lag == 0)
        return QStringLiteral("Nothing is unread");
    if (row.drain)
        return QStringLiteral("Until nothing is unread, if reading and writing go on as in the last minute");
    if (!row.consumeRate || !row.produceRate)
        return rateWhy(row, false);
    if (row.verdict == Verdict::KeepingUp)
        return QStringLiteral("It reads as fast as records are written");
    return QStringLiteral("It does not read faster than records are written");
}

QVariant drainRaw(const GroupRow& row) {
    if (!hasDrain(row))
        return {};
    return row.drain ? static_cast<double>(row.drain->count()) : std::numeric_limits<double>::infinity();
}

// Worst verdict first, and among equals the larger lag.
QVariant verdictRaw(const GroupRow& row) {
    const double lag = static_cast<double>(row.lag.value_or(0));
    return static_cast<double>(row.verdict) * 1e12 + std::min(lag, 1e12 - 1);
}

QVariant sparkRaw(const GroupRow& row) {
    return QVariant::fromValue(QList<double>(row.spark.begin(), row.spark.end()));
}

constexpr std::array<base::Column<GroupRow>, 11> groups{{
    {.id = "group",
     .title = "Group",
     .kind = CellKind::Text,
     .text = [](const GroupRow& row) { return toQString(row.group); },
     .why = [](const GroupRow& row) { return toQString(row.group) + QLatin1Char('\n') + protocolText(row); },
     .link =
         [](const GroupRow& row) {
             return base::toUrl({"lag", "", {{"group", row.group}}, {}});
         }},
    {.id = "topic",
     .title = "Topic",
     .kind = CellKind::Dim,
     .text = topicsText,
     .why = topicsWhy,
     .link =
         [](const GroupRow& row) {
             return row.topics.empty() ? QString() : topicAddress(row.topics.front());
         }},
    {.id = "verdict",
     .title = "Verdict",
     .kind = CellKind::Badge,
     .text =
         [](const GroupRow& row) { return row.error ? QStringLiteral("Not readable") : word(row.verdict); },
     .raw = verdictRaw,
     .why = why,
     .severity = [](const GroupRow& row) { return severity(row.verdict); },
     .shape = [](const GroupRow& row) { return shape(row.verdict); }},
    {.id = "lag",
     .title = "Lag",
     .kind = CellKind::Number,
     .text = [](const GroupRow& row) { return text(row.lag); },
     .raw = [](const GroupRow& row) { return number(row.lag); },
     .why =
         [](const GroupRow& row) {
             if (!row.lag)
                 return row.error ? why(row) : QStringLiteral("Not known: nothing is committed");
             return row.partitionErrors > 0
                        ? QStringLiteral("Without %1 partitions whose offsets are not known")
                              .arg(row.partitionErrors)
                        : QStringLiteral("Records between the commits and the log ends");
         },
     .tip = "Records written and not yet committed as read"},
    {.id = "time_lag",
     .title = "Time lag",
     .kind = CellKind::Number,
     .text = [](const GroupRow& row) { return timeLagText(row.timeLag); },
     .raw = [](const GroupRow& row) { return number(row.timeLag); },
     .why = [](const GroupRow& row) { return timeLagWhy(row.timeLag); },
     .tip = "How long the oldest unread record has been waiting"},
    {.id = "read",
     .title = "Read/s",
     .kind = CellKind::Number,
     .text = [](const GroupRow& row) { return rateText(row.consumeRate); },
     .raw = [](const GroupRow& row) { return number(row.consumeRate); },
     .why = [](const GroupRow& row) { return rateWhy(row, row.consumeRate.has_value()); },
     .tip = "Commits' progress, records a second"},
    {.id = "written",
     .title = "Written/s",
     .kind = CellKind::Number,
     .text = [](const GroupRow& row) { return rateText(row.produceRate); },
     .raw = [](const GroupRow& row) { return number(row.produceRate); },
     .why = [](const GroupRow& row) { return rateWhy(row, row.produceRate.has_value()); },
     .tip = "The log ends' progress, records a second"},
    {.id = "drain",
     .title = "Drains in",
     .kind = CellKind::Number,
     .text = drainText,
     .raw = drainRaw,
     .why = drainWhy,
     .severity =
         [](const GroupRow& row) {
             return drainText(row) != unknownText && !row.drain ? Severity::Bad : Severity::None;
         },
     .tip = "When nothing will be unread, if things go on as they are"},
    {.id = "members",
     .title = "Members",
     .kind = CellKind::Number,
     .text = membersText,
     .raw = [](const GroupRow& row) { return row.members ? QVariant(*row.members) : QVariant(); },
     .why =
         [](const GroupRow& row) {
             return row.members
                        ? QStringLiteral("%1 members for %2 partitions").arg(*row.members).arg(row.partitions)
                        : why(row);
         },
     .tip = "Members / partitions they read"},
    {.id = "state",
     .title = "State",
     .kind = CellKind::Dim,
     .text = stateText,
     .why = [](const GroupRow& row) { return protocolText(row); }},
    {.id = "spark",
     .title = "Session",
     .kind = CellKind::Spark,
     .text = [](const GroupRow&) { return QString(); },
     .raw = sparkRaw,
     .severity = [](const GroupRow& row) { return severity(row.verdict); },
     .tip = "Lag since this session began"},
}};

QString partitionWhy(const PartitionRow& row) {
    if (row.error)
        return toQString(base::describe(*row.error));
    return toQString(row.note);
}

QString conditionText(const PartitionRow& row) {
    switch (row.condition) {
    case Condition::Normal:
        return {};
    case Condition::NoCommit:
        return QStringLiteral("no commit");
    case Condition::MarkersOnly:
        return QStringLiteral("nothing to read");
    case Condition::Hanging:
        return QStringLiteral("open transaction");
    case Condition::BeyondEnd:
        return QStringLiteral("beyond the end");
    case Condition::BelowStart:
        return QStringLiteral("records lost");
    case Condition::Recreated:
        return QStringLiteral("topic recreated");
    case Condition::TopicGone:
        return QStringLiteral("topic gone");
    case Condition::NoLeader:
        return QStringLiteral("no leader");
    case Condition::Failed:
        return QStringLiteral("not readable");
    }
    return {};
}

Severity conditionSeverity(const PartitionRow& row) {
    switch (row.condition) {
    case Condition::Normal:
        return Severity::None;
    case Condition::NoCommit:
    case Condition::MarkersOnly:
        return Severity::Muted;
    case Condition::Hanging:
    case Condition::Recreated:
    case Condition::BeyondEnd:
    case Condition::TopicGone:
        return Severity::Warn;
    case Condition::BelowStart:
    case Condition::NoLeader:
    case Condition::Failed:
        return Severity::Bad;
    }
    return Severity::None;
}

constexpr std::array<base::Column<PartitionRow>, 9> partitions{{
    {.id = "topic",
     .title = "Topic",
     .kind = CellKind::Dim,
     .text = [](const PartitionRow& row) { return toQString(row.partition.topic); },
     .why = [](const PartitionRow& row) { return toQString(row.partition.topic); },
     .link = [](const PartitionRow& row) { return topicAddress(row.partition.topic); }},
    {.id = "partition",
     .title = "Partition",
     .kind = CellKind::Text,
     .text = [](const PartitionRow& row) { return QString::number(row.partition.partition.value); },
     .raw = [](const PartitionRow& row) { return QVariant(row.partition.partition.value); },
     .why = [](const PartitionRow& row) { return row.keyText(); }},
    {.id = "committed",
     .title = "Committed",
     .kind = CellKind::Number,
     .text = [](const PartitionRow& row) { return text(row.committed); },
     .raw = [](const PartitionRow& row) { return number(row.committed); },
     .why = partitionWhy,
     .tip = "The next offset the group will read"},
    {.id = "end",
     .title = "End",
     .kind = CellKind::Number,
     .text = [](const PartitionRow& row) { return text(row.logEnd); },
     .raw = [](const PartitionRow& row) { return number(row.logEnd); },
     .why =
         [](const PartitionRow& row) {
             return row.logStart ? QStringLiteral("The log holds %1 to %2")
                                       .arg(base::grouped(row.logStart->value), text(row.logEnd))
                                 : partitionWhy(row);
         },
     .tip = "The offset the next record will get"},
    {.id = "lag",
     .title = "Lag",
     .kind = CellKind::Number,
     .text = [](const PartitionRow& row) { return text(row.lag); },
     .raw = [](const PartitionRow& row) { return number(row.lag); },
     .why = partitionWhy,
     .severity = conditionSeverity},
    {.id = "time_lag",
     .title = "Time lag",
     .kind = CellKind::Number,
     .text = [](const PartitionRow& row) { return timeLagText(row.timeLag); },
     .raw = [](const PartitionRow& row) { return number(row.timeLag); },
     .why = [](const PartitionRow& row) { return timeLagWhy(row.timeLag); }},
    {.id = "condition",
     .title = "What",
     .kind = CellKind::Text,
     .text = conditionText,
     .why = partitionWhy,
     .severity = conditionSeverity,
     .tip = "What is special about its offsets"},
    {.id = "member",
     .title = "Member",
     .kind = CellKind::Dim,
     .text =
         [](const PartitionRow& row) { return row.member ? toQString(row.member->clientId) : unknownText; },
     .why =
         [](const PartitionRow& row) {
             return row.member ? toQString(row.member->id + " at " + row.member->host)
                               : QStringLiteral("No member has it assigned");
         }},
    {.id = "host",
     .title = "Host",
     .kind = CellKind::Dim,
     .text = [](const PartitionRow& row) { return row.member ? toQString(row.member->host) : unknownText; },
     .link =
         [](const PartitionRow& row) {
             return row.member ? base::toUrl({"audit", "", {{"host", row.member->host}}, {}}) : QString();
         }},
}};

} // namespace

std::span<const base::Column<GroupRow>> groupColumns() { return groups; }
std::span<const base::Column<PartitionRow>> partitionColumns() { return partitions; }

void GroupModel::setSnapshot(const Snapshot& snapshot, const std::string& topic) {
    std::vector<GroupRow> rows;
    rows.reserve(snapshot.groups.size());
    for (const Group& group : snapshot.groups)
        if (topic.empty() || std::binary_search(group.row.topics.begin(), group.row.topics.end(), topic))
            rows.push_back(group.row);
    setRows(std::move(rows));
}

void PartitionModel::setGroup(const Group* group) {
    setRows(group ? group->partitions : std::vector<PartitionRow>{});
}

} // namespace streamscape::lag
