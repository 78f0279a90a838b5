// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/past.h"

#include "models/lag/assess.h"
#include "models/lag/recall.h"
#include "models/samples/series.h"
#include "models/store/clusters.h"

#include <map>
#include <set>
#include <unordered_map>

namespace streamscape::lag {

namespace {

/// What was sampled at the moment, by what it is of.
struct Sampled {
    std::unordered_map<base::TopicPartition, std::int64_t> ends;
    std::unordered_map<base::TopicPartition, std::int64_t> starts;
    std::map<std::string, std::map<base::TopicPartition, std::int64_t>> commits; ///< by group
    std::map<std::string, std::int64_t> members;
    std::map<std::string, base::Duration> timeLags;
};

void take(Sampled& sampled, const samples::SeriesName& name, std::int64_t value) {
    const std::string& group = name.names[0];
    const base::TopicPartition partition{name.names[1],
                                         base::PartitionId{static_cast<std::int32_t>(name.number)}};
    if (name.kind == "end")
        sampled.ends[partition] = value;
    else if (name.kind == "start")
        sampled.starts[partition] = value;
    else if (name.kind == "committed")
        sampled.commits[group][partition] = value;
    else if (name.kind == "members")
        sampled.members[group] = value;
    else if (name.kind == "time_lag")
        sampled.timeLags[group] = base::Duration{value};
}

std::optional<base::Offset> offsetOf(const std::unordered_map<base::TopicPartition, std::int64_t>& offsets,
                                     const base::TopicPartition& partition) {
    const auto it = offsets.find(partition);
    return it == offsets.end() ? std::nullopt : std::optional(base::Offset{it->second});
}

PartitionRow rowOf(const Sampled& sampled, const base::TopicPartition& partition, std::int64_t committed) {
    PartitionRow row;
    row.partition = partition;
    row.committed = base::Offset{committed};
    row.logStart = offsetOf(sampled.starts, partition);
    row.logEnd = offsetOf(sampled.ends, partition);
    if (row.logEnd)
        row.lag = std::max<std::int64_t>(0, row.logEnd->value - committed);
    else
        row.error =
            base::Error{base::ErrorKind::NotFound, "The log end was not recorded at this moment", "", "", ""};
    return row;
}

Group groupOf(const Sampled& sampled, const std::string& name) {
    Group group;
    group.row.group = name;
    group.row.recorded = true;
    if (const auto commits = sampled.commits.find(name); commits != sampled.commits.end())
        for (const auto& [partition, committed] : commits->second)
            group.partitions.push_back(rowOf(sampled, partition, committed));
    sumUp(group);
    if (const auto members = sampled.members.find(name); members != sampled.members.end())
        group.row.members = static_cast<int>(members->second);
    else
        group.row.members.reset();
    return group;
}

void sayNotKept(Expiry& expiry) {
    if (expiry.how == Expiry::How::Unknown)
        expiry.why = "history does not keep what topics retained";
}

} // namespace

base::Result<SnapshotPtr> snapshotAt(store::Sql& sql, const std::string& clusterId, base::Time moment) {
    const std::optional<std::int64_t> cluster = store::findCluster(sql, clusterId);
    const std::optional<samples::MomentValues> values =
        cluster ? samples::readMoment(sql, *cluster, moment, speaksFor) : std::nullopt;
    if (!values)
        return base::fail({base::ErrorKind::NotFound, "Nothing was recorded at this time", "",
                           "samples are taken while a console or \"streamscapectl watch\" runs", ""});
    std::unordered_map<std::int32_t, samples::SeriesName> names;
    for (samples::Series& series : samples::listSeries(sql, *cluster, {"lag", {}, {}}))
        names.emplace(series.id.value, std::move(series.name));
    Sampled sampled;
    for (const samples::SeriesValue& value : values->values)
        if (const auto name = names.find(value.series.value); name != names.end())
            take(sampled, name->second, value.value);

    auto snapshot = std::make_shared<Snapshot>();
    snapshot->clusterId = clusterId;
    snapshot->asOf = values->time;
    std::set<std::string> groups;
    for (const auto& [group, commits] : sampled.commits)
        groups.insert(group);
    for (const auto& [group, members] : sampled.members)
        groups.insert(group);
    for (const std::string& group : groups)
        snapshot->groups.push_back(groupOf(sampled, group));
    sumUp(*snapshot);
    assess(*snapshot, recallHistory(sql, clusterId, values->time - recalled, values->time));
    for (Group& group : snapshot->groups) {
        sayNotKept(group.row.expiry);
        for (PartitionRow& row : group.partitions)
            sayNotKept(row.expiry);
    }
    // What was known then, by the records themselves, says more than the half hour that is looked back on.
    for (Group& group : snapshot->groups)
        if (const auto was = sampled.timeLags.find(group.row.group); was != sampled.timeLags.end())
            group.row.timeLag = {was->second, Basis::Interpolated, "as it was known then"};
    return SnapshotPtr(std::move(snapshot));
}

} // namespace streamscape::lag
