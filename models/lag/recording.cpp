// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/recording.h"

#include <unordered_set>

namespace streamscape::lag {

using samples::Reading;
using samples::Rollup;
using samples::SeriesName;

namespace {

SeriesName named(const char* kind, const std::string& group, const std::string& topic,
                 std::int64_t number = 0) {
    return {"lag", kind, {group, topic, {}}, number};
}

} // namespace

SeriesName endSeries(const base::TopicPartition& partition) {
    return named("end", {}, partition.topic, partition.partition.value);
}
SeriesName startSeries(const base::TopicPartition& partition) {
    return named("start", {}, partition.topic, partition.partition.value);
}
SeriesName commitSeries(const std::string& group, const base::TopicPartition& partition) {
    return named("committed", group, partition.topic, partition.partition.value);
}
SeriesName lagSeries(const std::string& group) { return named("lag", group, {}); }
SeriesName timeLagSeries(const std::string& group) { return named("time_lag", group, {}); }
SeriesName memberSeries(const std::string& group) { return named("members", group, {}); }

Recording::Recording(store::Store& store, std::string clusterId, std::string clusterName)
    : m_recorder(store, std::move(clusterId), std::move(clusterName)) {}

const Recording::Log& Recording::log(const base::TopicPartition& partition) {
    const auto known = m_logs.find(partition);
    if (known != m_logs.end())
        return known->second;
    return m_logs
        .emplace(partition, Log{m_recorder.series(endSeries(partition), Rollup::Last),
                                m_recorder.series(startSeries(partition), Rollup::Last)})
        .first->second;
}

// What is drawn together is asked for together.
Recording::GroupSeries& Recording::group(const Group& group) {
    const std::string& name = group.row.group;
    const auto known = m_groups.find(name);
    if (known != m_groups.end())
        return known->second;
    GroupSeries added{m_recorder.series(lagSeries(name), Rollup::Max),
                      m_recorder.series(timeLagSeries(name), Rollup::Max),
                      m_recorder.series(memberSeries(name), Rollup::Last),
                      {}};
    for (const PartitionRow& row : group.partitions)
        if (row.committed)
            added.commits.emplace(row.partition,
                                  m_recorder.series(commitSeries(name, row.partition), Rollup::Last));
    return m_groups.emplace(name, std::move(added)).first->second;
}

QFuture<base::Result<samples::FrameWritten>> Recording::write(const Snapshot& snapshot) {
    std::vector<Reading> readings;
    std::unordered_set<std::uint32_t> logs; // each once, however many groups read it
    for (const Group& group : snapshot.groups)
        for (const PartitionRow& row : group.partitions) {
            if (row.readAt || (!row.logEnd && !row.logStart))
                continue;
            const Log& log = this->log(row.partition);
            if (!logs.insert(log.end.value).second)
                continue;
            if (row.logEnd)
                readings.push_back({log.end, row.logEnd->value});
            if (row.logStart)
                readings.push_back({log.start, row.logStart->value});
        }
    for (const Group& group : snapshot.groups) {
        const GroupRow& row = group.row;
        if (row.readAt || (!row.lag && !row.members))
            continue;
        GroupSeries& series = this->group(group);
        bool whole = row.lag.has_value();
        for (const PartitionRow& partition : group.partitions) {
            whole = whole && !partition.readAt && (partition.lag || !partition.committed);
            if (partition.readAt || !partition.committed)
                continue;
            auto handle = series.commits.find(partition.partition);
            if (handle == series.commits.end())
                handle = series.commits
                             .emplace(partition.partition,
                                      m_recorder.series(commitSeries(row.group, partition.partition),
                                                        Rollup::Last))
                             .first;
            readings.push_back({handle->second, partition.committed->value});
        }
        // A sum over fewer partitions than last time would look like progress.
        if (whole)
            readings.push_back({series.lag, *row.lag});
        if (row.timeLag.value) // what is known as a bound only is at least that
            readings.push_back({series.timeLag, row.timeLag.value->count()});
        if (row.members)
            readings.push_back({series.members, *row.members});
    }
    return m_recorder.write(snapshot.asOf, std::move(readings));
}

} // namespace streamscape::lag
