// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/picture_store.h"

#include "models/lag/alert_store.h"
#include "models/lag/mark_store.h"
#include "models/lag/recording.h"
#include "models/samples/reader.h"
#include "models/store/clusters.h"

#include <algorithm>

namespace streamscape::lag {

namespace {

using Samples = std::vector<base::Sample>;

/// The past of one cluster over one stretch.
struct Stretch {
    store::Sql& sql;
    std::int64_t cluster = 0;
    base::Time from{};
    base::Time to{};
    int pixels = 0;

    samples::Lines read(std::vector<samples::SeriesId> series) const {
        return samples::readLines(sql,
                                  {cluster, std::move(series), from, to, (to - from) / std::max(pixels, 1)});
    }
};

Samples samplesOf(const samples::Lines& lines, std::size_t index) {
    Samples samples;
    samples.reserve(lines.times.size());
    for (std::size_t i = 0; i < lines.times.size(); ++i) {
        const samples::Value& value = lines.values[index][i];
        samples.push_back(
            {lines.times[i], value ? std::optional(static_cast<double>(*value)) : std::nullopt});
    }
    return samples;
}

// Unknown where one of them is, but for partitions that came later or went: those count from where they are
// known.
Samples sumsOf(const samples::Lines& lines, std::size_t first, std::size_t count) {
    Samples sums;
    sums.reserve(lines.times.size());
    for (std::size_t i = 0; i < lines.times.size(); ++i) {
        std::optional<double> sum = count == 0 ? std::nullopt : std::optional(0.0);
        for (std::size_t k = first; sum && k < first + count; ++k) {
            const samples::Value& value = lines.values[k][i];
            sum = value ? std::optional(*sum + static_cast<double>(*value)) : std::nullopt;
        }
        sums.push_back({lines.times[i], sum});
    }
    return sums;
}

void addRates(const Stretch& stretch, const std::string& group, std::vector<Line>& lines) {
    std::vector<samples::SeriesId> commits;
    std::vector<samples::SeriesId> ends;
    for (const samples::Series& series :
         samples::listSeries(stretch.sql, stretch.cluster, {"lag", "committed", group})) {
        const base::TopicPartition partition{
            series.name.names[1], base::PartitionId{static_cast<std::int32_t>(series.name.number)}};
        const std::optional<samples::SeriesId> end =
            samples::findSeries(stretch.sql, stretch.cluster, endSeries(partition));
        if (!end)
            continue;
        commits.push_back(series.id);
        ends.push_back(*end);
    }
    const std::size_t count = commits.size();
    commits.insert(commits.end(), ends.begin(), ends.end());
    const samples::Lines read = stretch.read(std::move(commits));
    lines.push_back({group, Verdict::Unknown, Line::Of::Read, ratesOf(sumsOf(read, 0, count))});
    lines.push_back({group, Verdict::Unknown, Line::Of::Written, ratesOf(sumsOf(read, count, count))});
}

void addValues(const Stretch& stretch, const PictureQuery& query, std::vector<Line>& lines) {
    std::vector<samples::SeriesId> series;
    std::vector<std::string> groups;
    for (const std::string& group : query.groups) {
        const samples::SeriesName name =
            query.metric == Metric::Lag ? lagSeries(group) : timeLagSeries(group);
        if (const auto id = samples::findSeries(stretch.sql, stretch.cluster, name)) {
            series.push_back(*id);
            groups.push_back(group);
        }
    }
    const samples::Lines read = stretch.read(std::move(series));
    for (std::size_t i = 0; i < groups.size(); ++i)
        lines.push_back({groups[i], Verdict::Unknown, Line::Of::Value, samplesOf(read, i)});
}

std::vector<Line> linesOf(const Stretch& stretch, const PictureQuery& query) {
    std::vector<Line> lines;
    if (query.metric == Metric::Rates)
        for (const std::string& group : query.groups)
            addRates(stretch, group, lines);
    else
        addValues(stretch, query, lines);
    for (Line& line : lines)
        line.samples = base::downsample(line.samples, stretch.from, stretch.to, stretch.pixels);
    return lines;
}

Line::Of earlier(Line::Of of) {
    switch (of) {
    case Line::Of::Read:
        return Line::Of::ReadEarlier;
    case Line::Of::Written:
        return Line::Of::WrittenEarlier;
    default:
        return Line::Of::ValueEarlier;
    }
}

} // namespace

std::vector<Line> storedLines(store::Sql& sql, const std::string& clusterId, const PictureQuery& query) {
    const std::optional<std::int64_t> cluster = store::findCluster(sql, clusterId);
    if (!cluster)
        return {};
    std::vector<Line> lines = linesOf({sql, *cluster, query.from, query.to, query.pixels}, query);
    if (query.earlier) {
        const base::Duration by = *query.earlier;
        for (Line& line : linesOf({sql, *cluster, query.from - by, query.to - by, query.pixels}, query)) {
            line.of = earlier(line.of);
            for (base::Sample& sample : line.samples)
                sample.time += by;
            lines.push_back(std::move(line));
        }
        std::stable_sort(lines.begin(), lines.end(), [&](const Line& a, const Line& b) {
            const auto place = [&](const Line& line) {
                return std::find(query.groups.begin(), query.groups.end(), line.group);
            };
            return place(a) < place(b);
        });
    }
    return lines;
}

void addStoredEvents(store::Sql& sql, const std::string& clusterId, const PictureQuery& query,
                     Picture& picture) {
    const std::optional<std::int64_t> cluster = store::findCluster(sql, clusterId);
    if (!cluster)
        return;
    picture.marks = marksBetween(sql, *cluster, query.from, query.to, query.groups);
    picture.alerts = alertsBetween(sql, *cluster, query.from, query.to);
    std::erase_if(picture.alerts, [&](const Alert& alert) { return !isAsked(query, alert.group); });
    picture.since = samples::firstMoment(sql, *cluster);
}

} // namespace streamscape::lag
