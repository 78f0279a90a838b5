// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/picture.h"

#include <algorithm>

namespace streamscape::lag {

namespace {

using Samples = std::vector<base::Sample>;

constexpr base::Duration finestRate = std::chrono::seconds{10}; // commits come every few seconds
constexpr int pixelsARate = 4;

Samples samplesOf(const Series& series) {
    Samples samples;
    for (const Point& point : series.points()) {
        if (point.afterGap)
            samples.push_back({point.at - base::Duration{1}, std::nullopt});
        samples.push_back({point.at, static_cast<double>(point.value)});
    }
    return samples;
}

// The sum of several series at even moments; unknown where one of them is.
Samples sumsOf(const std::vector<const Series*>& all, const PictureQuery& query) {
    const base::Duration step =
        std::max(finestRate, (query.to - query.from) * pixelsARate / std::max(query.pixels, 1));
    Samples sums;
    for (base::Time at = query.from; at <= query.to; at += step) {
        std::optional<double> sum = all.empty() ? std::nullopt : std::optional(0.0);
        for (const Series* series : all) {
            const std::optional<double> value = sum ? series->at(at) : std::nullopt;
            sum = value ? std::optional(*sum + *value) : std::nullopt;
        }
        sums.push_back({at, sum});
    }
    return sums;
}

void addRates(std::vector<Line>& lines, const Group& group, const History& history,
              const PictureQuery& query) {
    std::vector<const Series*> commits;
    std::vector<const Series*> ends;
    for (const PartitionRow& row : group.partitions) {
        const Series* commit = history.committed(group.row.group, row.partition);
        const Series* end = history.end(row.partition);
        if (!commit || !end)
            continue;
        commits.push_back(commit);
        ends.push_back(end);
    }
    lines.push_back({group.row.group, group.row.verdict, Line::Of::Read, ratesOf(sumsOf(commits, query))});
    lines.push_back({group.row.group, group.row.verdict, Line::Of::Written, ratesOf(sumsOf(ends, query))});
}

double rank(const GroupRow& row, Metric metric) {
    switch (metric) {
    case Metric::TimeLag:
        return row.timeLag.value ? static_cast<double>(row.timeLag.value->count()) : -1;
    case Metric::Lag:
    case Metric::Rates:
        return row.lag ? static_cast<double>(*row.lag) : -1;
    }
    return -1;
}

} // namespace

std::vector<std::string> worstGroups(const Snapshot& snapshot, Metric metric, std::size_t most) {
    std::vector<const GroupRow*> rows;
    for (const Group& group : snapshot.groups)
        if (rank(group.row, metric) >= 0)
            rows.push_back(&group.row);
    const auto count = static_cast<std::ptrdiff_t>(std::min(rows.size(), most));
    std::partial_sort(rows.begin(), rows.begin() + count, rows.end(),
                      [metric](const GroupRow* a, const GroupRow* b) {
                          const double first = rank(*a, metric);
                          const double second = rank(*b, metric);
                          return first != second ? first > second : a->group < b->group;
                      });
    std::vector<std::string> groups;
    for (std::ptrdiff_t i = 0; i < count; ++i)
        groups.push_back(rows[static_cast<std::size_t>(i)]->group);
    return groups;
}

std::vector<base::Sample> ratesOf(std::span<const base::Sample> sums) {
    Samples rates;
    for (std::size_t i = 1; i < sums.size(); ++i) {
        const base::Sample& before = sums[i - 1];
        const base::Sample& now = sums[i];
        const double seconds = std::chrono::duration<double>(now.time - before.time).count();
        std::optional<double> rate;
        if (before.value && now.value && *now.value >= *before.value && seconds > 0)
            rate = (*now.value - *before.value) / seconds;
        if (rate || rates.empty() || rates.back().value)
            rates.push_back({now.time, rate});
    }
    return rates;
}

std::vector<Line> remembered(const PictureQuery& query, const Snapshot& newest, const History& history) {
    std::vector<Line> lines;
    const std::vector<std::string> groups =
        query.groups.empty() ? worstGroups(newest, query.metric, query.most) : query.groups;
    for (const std::string& name : groups) {
        const Group* group = newest.find(name);
        if (!group)
            continue;
        if (query.metric == Metric::Rates) {
            addRates(lines, *group, history, query);
            continue;
        }
        const Series* series = query.metric == Metric::Lag ? history.lag(name) : history.timeLag(name);
        if (series)
            lines.push_back({name, group->row.verdict, Line::Of::Value, samplesOf(*series)});
    }
    for (Line& line : lines)
        line.samples = base::downsample(line.samples, query.from, query.to, query.pixels);
    return lines;
}

bool isAsked(const PictureQuery& query, const std::string& group) {
    return query.groups.empty() ||
           std::find(query.groups.begin(), query.groups.end(), group) != query.groups.end();
}

void joinMemory(Picture& stored, const Picture& memory) {
    for (const Line& newer : memory.lines) {
        for (Line& line : stored.lines)
            if (line.group == newer.group)
                line.verdict = newer.verdict;
        const auto line = std::find_if(stored.lines.begin(), stored.lines.end(), [&](const Line& old) {
            return old.group == newer.group && old.of == newer.of;
        });
        if (line == stored.lines.end()) {
            stored.lines.push_back(newer);
            continue;
        }
        Samples& samples = line->samples;
        for (const base::Sample& sample : newer.samples)
            if (samples.empty() || sample.time > samples.back().time)
                samples.push_back(sample);
    }
    if (!stored.since)
        stored.since = memory.since;
}

} // namespace streamscape::lag
