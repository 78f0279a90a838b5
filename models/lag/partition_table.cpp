// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/partition_table.h"

#include "models/base/location.h"
#include "models/lag/overview.h"
#include "models/lag/words.h"

#include <algorithm>
#include <array>

namespace streamscape::lag {

using base::CellKind;
using base::Severity;
using base::toQString;
using base::unknownText;

QString PartitionEntry::keyText() const {
    return group->keyText() + QLatin1Char('\x1f') + toQString(row->partition.topic) + QLatin1Char(':') +
           QString::number(row->partition.partition.value);
}

namespace {

bool isOld(const PartitionEntry& row) { return row->readAt && row->error; }

QString partitionWhy(const PartitionEntry& row) {
    if (!row->error)
        return toQString(row->note);
    const QString why = toQString(base::describe(*row->error));
    return isOld(row) ? QStringLiteral("As of %1: %2").arg(toQString(base::rfc3339(*row->readAt)), why) : why;
}

// What could not be read again stays, dimmed.
Severity ageSeverity(const PartitionEntry& row) { return isOld(row) ? Severity::Muted : Severity::None; }

QString conditionText(const PartitionEntry& row) {
    switch (row->condition) {
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

Severity conditionSeverity(const PartitionEntry& row) {
    if (isOld(row))
        return Severity::Muted;
    switch (row->condition) {
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

constexpr std::array<base::Column<PartitionEntry>, 16> partitions{{
    {.id = "group",
     .title = "Group",
     .kind = CellKind::Text,
     .text = [](const PartitionEntry& row) { return toQString(row.group->group); },
     .why = [](const PartitionEntry& row) { return toQString(row.group->group); },
     .link =
         [](const PartitionEntry& row) {
             return base::toUrl(placeOf({row.group->cluster, row.group->group}));
         }},
    {.id = "cluster",
     .title = "Cluster",
     .kind = CellKind::Dim,
     .text = [](const PartitionEntry& row) { return toQString(row.group->cluster); }},
    {.id = "verdict",
     .title = "Group's verdict",
     .kind = CellKind::Badge,
     .text = [](const PartitionEntry& row) { return word(row.group->verdict); },
     .raw = [](const PartitionEntry& row) { return QVariant(static_cast<int>(row.group->verdict)); },
     .why = [](const PartitionEntry& row) { return toQString(row.group->why); },
     .severity = [](const PartitionEntry& row) { return severity(row.group->verdict); },
     .shape = [](const PartitionEntry& row) { return shape(row.group->verdict); }},
    {.id = "topic",
     .title = "Topic",
     .kind = CellKind::Dim,
     .text = [](const PartitionEntry& row) { return toQString(row->partition.topic); },
     .why = [](const PartitionEntry& row) { return toQString(row->partition.topic); },
     .link = [](const PartitionEntry& row) { return topicAddress(row->partition.topic); }},
    {.id = "partition",
     .title = "Partition",
     .kind = CellKind::Text,
     .text = [](const PartitionEntry& row) { return QString::number(row->partition.partition.value); },
     .raw = [](const PartitionEntry& row) { return QVariant(row->partition.partition.value); },
     .why =
         [](const PartitionEntry& row) {
             return QStringLiteral("%1 of %2")
                 .arg(row->partition.partition.value)
                 .arg(toQString(row->partition.topic));
         }},
    {.id = "committed",
     .title = "Committed",
     .kind = CellKind::Position,
     .text = [](const PartitionEntry& row) { return text(row->committed); },
     .raw = [](const PartitionEntry& row) { return number(row->committed); },
     .why = partitionWhy,
     .severity = ageSeverity,
     .tip = "The next offset the group will read"},
    {.id = "end",
     .title = "End",
     .kind = CellKind::Position,
     .text = [](const PartitionEntry& row) { return text(row->logEnd); },
     .raw = [](const PartitionEntry& row) { return number(row->logEnd); },
     .why =
         [](const PartitionEntry& row) {
             return row->logStart ? QStringLiteral("The log holds %1 to %2")
                                        .arg(base::grouped(row->logStart->value), text(row->logEnd))
                                  : partitionWhy(row);
         },
     .severity = ageSeverity,
     .tip = "The offset the next record will get"},
    {.id = "lag",
     .title = "Lag",
     .kind = CellKind::Number,
     .text = [](const PartitionEntry& row) { return text(row->lag); },
     .raw = [](const PartitionEntry& row) { return number(row->lag); },
     .why = partitionWhy,
     .severity = conditionSeverity},
    {.id = "time_lag",
     .title = "Time lag",
     .kind = CellKind::Number,
     .text = [](const PartitionEntry& row) { return timeLagText(row->timeLag); },
     .raw = [](const PartitionEntry& row) { return number(row->timeLag); },
     .why = [](const PartitionEntry& row) { return timeLagWhy(row->timeLag); }},
    {.id = "read",
     .title = "Read/s",
     .kind = CellKind::Number,
     .text = [](const PartitionEntry& row) { return rateText(row->consumeRate); },
     .raw = [](const PartitionEntry& row) { return number(row->consumeRate); },
     .tip = "The commit's progress, records a second"},
    {.id = "written",
     .title = "Written/s",
     .kind = CellKind::Number,
     .text = [](const PartitionEntry& row) { return rateText(row->produceRate); },
     .raw = [](const PartitionEntry& row) { return number(row->produceRate); },
     .tip = "The log end's progress, records a second"},
    {.id = "expiry",
     .title = "Expires in",
     .kind = CellKind::Number,
     .text = [](const PartitionEntry& row) { return expiryText(row->expiry); },
     .raw = [](const PartitionEntry& row) { return number(row->expiry); },
     .why = [](const PartitionEntry& row) { return toQString(row->expiry.why); },
     .severity = [](const PartitionEntry& row) { return severity(row->expiry); },
     .tip = "When the oldest unread record falls to retention, at the earliest"},
    {.id = "start",
     .title = "Start",
     .kind = CellKind::Position,
     .text = [](const PartitionEntry& row) { return text(row->logStart); },
     .raw = [](const PartitionEntry& row) { return number(row->logStart); },
     .tip = "The offset of the oldest record that is still there"},
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
         [](const PartitionEntry& row) {
             return row->member ? toQString(row->member->clientId) : unknownText;
         },
     .why =
         [](const PartitionEntry& row) {
             if (row.group->recorded)
                 return QStringLiteral("Not known: history does not keep who had it assigned");
             return row->member ? toQString(row->member->id + " at " + row->member->host)
                                : QStringLiteral("No member has it assigned");
         }},
    {.id = "host",
     .title = "Host",
     .kind = CellKind::Dim,
     .text =
         [](const PartitionEntry& row) { return row->member ? toQString(row->member->host) : unknownText; },
     .link =
         [](const PartitionEntry& row) {
             return row->member ? base::toUrl({"audit", "", {{"host", row->member->host}}, {}}) : QString();
         }},
}};

} // namespace

std::span<const base::Column<PartitionEntry>> partitionColumns() { return partitions; }

std::vector<PartitionEntry> partitionEntries(const Group& group) {
    std::vector<PartitionEntry> rows;
    rows.reserve(group.partitions.size());
    for (const PartitionRow& row : group.partitions)
        rows.push_back({&group.row, &row});
    return rows;
}

void PartitionModel::setGroup(SnapshotPtr snapshot, const std::string& group) {
    const Group* found = snapshot ? snapshot->find(group) : nullptr;
    take(found ? partitionEntries(*found) : std::vector<PartitionEntry>{}, {std::move(snapshot)});
}

void PartitionModel::setAll(Snapshots snapshots, const RowFilter& filter) {
    std::vector<PartitionEntry> rows;
    for (const SnapshotPtr& snapshot : snapshots)
        for (const Group& group : snapshot->groups) {
            if (!filter.takes(group.row))
                continue;
            for (const PartitionRow& row : group.partitions)
                if (filter.topic.empty() || row.partition.topic == filter.topic)
                    rows.push_back({&group.row, &row});
        }
    take(std::move(rows), std::move(snapshots));
}

void PartitionModel::take(std::vector<PartitionEntry> rows, Snapshots snapshots) {
    setRows(std::move(rows)); // compares with the old snapshots'
    m_snapshots = std::move(snapshots);
}

} // namespace streamscape::lag
