// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/by_member.h"

#include "models/base/location.h"
#include "models/lag/overview.h"
#include "models/lag/time_lag.h"
#include "models/lag/words.h"

#include <array>
#include <cmath>
#include <map>

namespace streamscape::lag {

using base::CellKind;
using base::Severity;
using base::toQString;
using base::unknownText;

QString MemberRow::keyText() const { return toQString(cluster + '\x1f' + group + '\x1f' + id); }

std::vector<MemberRow> byMember(const Group& group) {
    if (group.row.recorded)
        return {}; // that nobody had its partitions would be false
    struct Sum {
        MemberRow row;
        std::vector<PartitionRow> partitions;
        bool rateKnown = true;
    };
    std::map<std::string, Sum> sums;
    for (const Member& member : group.members) {
        MemberRow& row = sums[member.id].row;
        row.clientId = member.clientId;
        row.host = member.host;
    }
    for (const PartitionRow& partition : group.partitions) {
        Sum& sum = sums[partition.member ? partition.member->id : std::string()];
        ++sum.row.partitions;
        if (partition.lag)
            sum.row.lag = sum.row.lag.value_or(0) + *partition.lag;
        if (partition.consumeRate)
            sum.row.consumeRate = sum.row.consumeRate.value_or(0) + *partition.consumeRate;
        else if (partition.committed)
            sum.rateKnown = false;
        PartitionRow& time = sum.partitions.emplace_back();
        time.committed = partition.committed;
        time.lag = partition.lag;
        time.timeLag = partition.timeLag;
    }
    std::vector<MemberRow> rows;
    rows.reserve(sums.size());
    for (auto& [id, sum] : sums) {
        MemberRow& row = rows.emplace_back(std::move(sum.row));
        row.cluster = group.row.cluster;
        row.group = group.row.group;
        row.id = id;
        row.verdict = group.row.verdict;
        row.timeLag = worstOf(sum.partitions);
        if (!sum.rateKnown)
            row.consumeRate.reset();
        if (group.row.lag.value_or(0) > 0 && row.lag)
            row.share = static_cast<double>(*row.lag) / static_cast<double>(*group.row.lag);
    }
    return rows;
}

namespace {

constexpr std::array<base::Column<MemberRow>, 11> columns{{
    {.id = "client",
     .title = "Client id",
     .kind = CellKind::Text,
     .text =
         [](const MemberRow& row) {
             return row.id.empty() ? QStringLiteral("no member") : toQString(row.clientId);
         },
     .why =
         [](const MemberRow& row) {
             return row.id.empty() ? QStringLiteral("Partitions with a commit that no member has assigned")
                                   : toQString(row.id);
         },
     .severity =
         [](const MemberRow& row) {
             return row.id.empty() && row.lag.value_or(0) > 0 ? Severity::Warn : Severity::None;
         }},
    {.id = "cluster",
     .title = "Cluster",
     .kind = CellKind::Dim,
     .text = [](const MemberRow& row) { return toQString(row.cluster); }},
    {.id = "host",
     .title = "Host",
     .kind = CellKind::Dim,
     .text = [](const MemberRow& row) { return row.id.empty() ? unknownText : toQString(row.host); },
     .link =
         [](const MemberRow& row) {
             return row.id.empty() ? QString() : base::toUrl({"audit", "", {{"host", row.host}}, {}});
         }},
    {.id = "group",
     .title = "Group",
     .kind = CellKind::Dim,
     .text = [](const MemberRow& row) { return toQString(row.group); },
     .link =
         [](const MemberRow& row) {
             return base::toUrl(placeOf({row.cluster, row.group}));
         }},
    {.id = "verdict",
     .title = "Group's verdict",
     .kind = CellKind::Badge,
     .text = [](const MemberRow& row) { return word(row.verdict); },
     .raw = [](const MemberRow& row) { return QVariant(static_cast<int>(row.verdict)); },
     .severity = [](const MemberRow& row) { return severity(row.verdict); },
     .shape = [](const MemberRow& row) { return shape(row.verdict); }},
    {.id = "partitions",
     .title = "Partitions",
     .kind = CellKind::Number,
     .text = [](const MemberRow& row) { return base::grouped(row.partitions); },
     .raw = [](const MemberRow& row) { return QVariant(row.partitions); },
     .severity = [](const MemberRow& row) { return row.partitions == 0 ? Severity::Warn : Severity::None; }},
    {.id = "lag",
     .title = "Lag",
     .kind = CellKind::Number,
     .text = [](const MemberRow& row) { return text(row.lag); },
     .raw = [](const MemberRow& row) { return number(row.lag); }},
    {.id = "share",
     .title = "Of group's lag",
     .kind = CellKind::Number,
     .text =
         [](const MemberRow& row) {
             return row.share ? QStringLiteral("%1 %").arg(std::lround(*row.share * 100)) : unknownText;
         },
     .raw = [](const MemberRow& row) { return number(row.share); },
     .why =
         [](const MemberRow& row) {
             return row.share ? QString() : QStringLiteral("Its group has no lag that is known");
         }},
    {.id = "time_lag",
     .title = "Time lag",
     .kind = CellKind::Number,
     .text = [](const MemberRow& row) { return timeLagText(row.timeLag); },
     .raw = [](const MemberRow& row) { return number(row.timeLag); },
     .why = [](const MemberRow& row) { return timeLagWhy(row.timeLag); }},
    {.id = "read",
     .title = "Read/s",
     .kind = CellKind::Number,
     .text = [](const MemberRow& row) { return rateText(row.consumeRate); },
     .raw = [](const MemberRow& row) { return number(row.consumeRate); }},
    {.id = "member",
     .title = "Member id",
     .kind = CellKind::Mono,
     .text = [](const MemberRow& row) { return row.id.empty() ? unknownText : toQString(row.id); },
     .why = [](const MemberRow& row) { return toQString(row.id); }},
}};

} // namespace

std::span<const base::Column<MemberRow>> memberColumns() { return columns; }

void MemberModel::setSnapshots(const Snapshots& snapshots, const RowFilter& filter) {
    std::vector<MemberRow> rows;
    for (const SnapshotPtr& snapshot : snapshots)
        for (const Group& group : snapshot->groups) {
            if (!filter.takes(group.row))
                continue;
            std::vector<MemberRow> some = byMember(group);
            rows.insert(rows.end(), std::make_move_iterator(some.begin()),
                        std::make_move_iterator(some.end()));
        }
    setRows(std::move(rows));
}

void MemberModel::setGroup(const Group* group) {
    setRows(group ? byMember(*group) : std::vector<MemberRow>{});
}

} // namespace streamscape::lag
