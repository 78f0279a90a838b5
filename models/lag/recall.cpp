// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/recall.h"

#include "models/samples/series.h"
#include "models/store/clusters.h"

#include <unordered_map>

namespace streamscape::lag {

namespace {

std::vector<Point> pointsOf(std::span<const samples::Point> points) {
    std::vector<Point> read;
    read.reserve(points.size());
    for (const samples::Point& point : points)
        if (point.value)
            read.emplace_back(point.time, *point.value);
    return read;
}

void recall(History& history, const samples::SeriesName& name, const std::vector<Point>& points) {
    const std::string& group = name.names[0];
    const base::TopicPartition partition{name.names[1],
                                         base::PartitionId{static_cast<std::int32_t>(name.number)}};
    if (name.kind == "end")
        history.recallEnds(partition, points);
    else if (name.kind == "start")
        history.recallStarts(partition, points);
    else if (name.kind == "committed")
        history.recallCommits(group, partition, points);
    else if (name.kind == "lag")
        history.recallLag(group, points);
    else if (name.kind == "members")
        history.recallMembers(group, points);
    else if (name.kind == "time_lag")
        history.recallTimeLag(group, points);
}

} // namespace

History recallHistory(store::Sql& sql, const std::string& clusterId, base::Time from, base::Time to) {
    History history;
    const std::optional<std::int64_t> cluster = store::findCluster(sql, clusterId);
    if (!cluster)
        return history;
    std::unordered_map<std::int32_t, samples::SeriesName> names;
    for (samples::Series& series : samples::listSeries(sql, *cluster, {"lag", {}, {}}))
        names.emplace(series.id.value, std::move(series.name));
    const samples::Replayed replayed = samples::replay(
        sql, *cluster, from, to,
        [&](samples::SeriesId id, std::span<const samples::Point> points, base::Duration step) {
            const auto name = names.find(id.value);
            if (name == names.end())
                return;
            history.recallAtStep(step);
            recall(history, name->second, pointsOf(points));
        });
    if (replayed.first)
        history.endRecall(replayed.moments, *replayed.first, *replayed.last);
    return history;
}

} // namespace streamscape::lag
