// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/by_topic.h"

#include "models/base/location.h"
#include "models/lag/overview.h"
#include "models/lag/time_lag.h"
#include "models/lag/words.h"

#include <array>
#include <map>
#include <unordered_map>

namespace streamscape::lag {

using base::CellKind;
using base::Severity;
using base::toQString;
using base::unknownText;

QString TopicRow::keyText() const { return toQString(cluster.empty() ? topic : cluster + '\x1f' + topic); }

namespace {

// What is added up while the groups are walked over.
struct Sum {
    TopicRow row;
    std::vector<PartitionRow> lagging; // what the worst time is taken from
    std::unordered_map<std::int32_t, std::optional<double>> rates;
};

void add(Sum& sum, const GroupRow& group, const PartitionRow& partition) {
    TopicRow& row = sum.row;
    if (row.groups.empty() || row.groups.back() != group.group) {
        row.groups.push_back(group.group);
        if (row.worstGroup.empty() || group.verdict > row.worst) {
            row.worst = group.verdict;
            row.worstGroup = group.group;
        }
    }
    if (partition.lag)
        row.lag = row.lag.value_or(0) + *partition.lag;
    if (partition.expiry.in && (!row.expiry.in || *partition.expiry.in < *row.expiry.in))
        row.expiry = partition.expiry;
    PartitionRow& time = sum.lagging.emplace_back();
    time.committed = partition.committed;
    time.lag = partition.lag;
    time.timeLag = partition.timeLag;
    std::optional<double>& rate = sum.rates[partition.partition.partition.value];
    if (partition.produceRate)
        rate = partition.produceRate;
}

TopicRow finished(Sum sum) {
    TopicRow& row = sum.row;
    row.partitions = static_cast<int>(sum.rates.size());
    row.timeLag = worstOf(sum.lagging);
    double written = 0;
    for (const auto& [partition, rate] : sum.rates) {
        if (!rate)
            return std::move(sum.row); // a part of a sum is none
        written += *rate;
    }
    row.produceRate = written;
    return std::move(sum.row);
}

} // namespace

std::vector<TopicRow> byTopic(const Snapshot& snapshot) {
    std::map<std::string, Sum> sums;
    for (const Group& group : snapshot.groups) {
        Sum* sum = nullptr;
        for (const PartitionRow& partition : group.partitions) {
            if (!sum || sum->row.topic != partition.partition.topic) {
                sum = &sums[partition.partition.topic];
                sum->row.topic = partition.partition.topic;
                sum->row.cluster = group.row.cluster;
            }
            add(*sum, group.row, partition);
        }
    }
    std::vector<TopicRow> rows;
    rows.reserve(sums.size());
    for (auto& [topic, sum] : sums)
        rows.push_back(finished(std::move(sum)));
    return rows;
}

namespace {

QString names(const std::vector<std::string>& all) {
    QStringList list;
    for (const std::string& name : all)
        list << toQString(name);
    return list.join(QLatin1Char('\n'));
}

constexpr std::array<base::Column<TopicRow>, 9> columns{{
    {.id = "topic",
     .title = "Topic",
     .kind = CellKind::Text,
     .text = [](const TopicRow& row) { return toQString(row.topic); },
     .why = [](const TopicRow& row) { return toQString(row.topic); },
     .link = [](const TopicRow& row) { return topicAddress(row.topic); }},
    {.id = "cluster",
     .title = "Cluster",
     .kind = CellKind::Dim,
     .text = [](const TopicRow& row) { return toQString(row.cluster); }},
    {.id = "groups",
     .title = "Groups",
     .kind = CellKind::Number,
     .text = [](const TopicRow& row) { return base::grouped(static_cast<std::int64_t>(row.groups.size())); },
     .raw = [](const TopicRow& row) { return QVariant(static_cast<qlonglong>(row.groups.size())); },
     .why = [](const TopicRow& row) { return names(row.groups); },
     .tip = "How many groups read it"},
    {.id = "worst",
     .title = "Worst verdict",
     .kind = CellKind::Badge,
     .text = [](const TopicRow& row) { return word(row.worst); },
     .raw = [](const TopicRow& row) { return QVariant(static_cast<int>(row.worst)); },
     .why = [](const TopicRow& row) { return toQString(row.worstGroup); },
     .severity = [](const TopicRow& row) { return severity(row.worst); },
     .shape = [](const TopicRow& row) { return shape(row.worst); }},
    {.id = "worst_group",
     .title = "Of group",
     .kind = CellKind::Dim,
     .text = [](const TopicRow& row) { return toQString(row.worstGroup); },
     .why = [](const TopicRow& row) { return toQString(row.worstGroup); },
     .link =
         [](const TopicRow& row) {
             return base::toUrl(placeOf({row.cluster, row.worstGroup}));
         }},
    {.id = "lag",
     .title = "Lag",
     .kind = CellKind::Number,
     .text = [](const TopicRow& row) { return text(row.lag); },
     .raw = [](const TopicRow& row) { return number(row.lag); },
     .tip = "Records unread, over all groups"},
    {.id = "time_lag",
     .title = "Time lag",
     .kind = CellKind::Number,
     .text = [](const TopicRow& row) { return timeLagText(row.timeLag); },
     .raw = [](const TopicRow& row) { return number(row.timeLag); },
     .why = [](const TopicRow& row) { return timeLagWhy(row.timeLag); },
     .tip = "How long the oldest record that some group has not read has been waiting"},
    {.id = "written",
     .title = "Written/s",
     .kind = CellKind::Number,
     .text = [](const TopicRow& row) { return rateText(row.produceRate); },
     .raw = [](const TopicRow& row) { return number(row.produceRate); },
     .why =
         [](const TopicRow& row) {
             return row.produceRate ? QStringLiteral("Over the last minute, on the partitions that are read")
                                    : QStringLiteral("Not known: the rate of some partition is not");
         }},
    {.id = "expiry",
     .title = "Expires in",
     .kind = CellKind::Number,
     .text = [](const TopicRow& row) { return expiryText(row.expiry); },
     .raw = [](const TopicRow& row) { return number(row.expiry); },
     .why = [](const TopicRow& row) { return toQString(row.expiry.why); },
     .severity = [](const TopicRow& row) { return severity(row.expiry); }},
}};

} // namespace

std::span<const base::Column<TopicRow>> topicColumns() { return columns; }

void TopicModel::setSnapshots(const Snapshots& snapshots, const RowFilter& filter) {
    std::vector<TopicRow> rows;
    for (const SnapshotPtr& snapshot : snapshots)
        for (TopicRow& row : byTopic(*snapshot))
            if (filter.takes(row.worst) && (filter.topic.empty() || row.topic == filter.topic))
                rows.push_back(std::move(row));
    setRows(std::move(rows));
}

} // namespace streamscape::lag
