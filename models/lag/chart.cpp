// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/chart.h"

#include <algorithm>

namespace streamscape::lag {

namespace {

std::vector<base::Sample> samplesOf(const Series& series) {
    std::vector<base::Sample> samples;
    for (const Point& point : series.points()) {
        if (point.afterGap)
            samples.push_back({point.at - base::Duration{1}, std::nullopt});
        samples.push_back({point.at, static_cast<double>(point.value)});
    }
    return samples;
}

} // namespace

std::vector<Line> worstLines(const Snapshot& snapshot, const History& history, base::Time from, base::Time to,
                             std::size_t count, int pixels) {
    struct Candidate {
        const GroupRow* row;
        const Series* series;
        std::int64_t highest;
    };
    std::vector<Candidate> candidates;
    for (const Group& group : snapshot.groups) {
        const Series* series = history.lag(group.row.group);
        if (!series)
            continue;
        std::int64_t highest = -1;
        for (const Point& point : series->since(from))
            if (point.at <= to)
                highest = std::max(highest, point.value);
        if (highest >= 0)
            candidates.push_back({&group.row, series, highest});
    }
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const Candidate& a, const Candidate& b) { return a.highest > b.highest; });
    candidates.resize(std::min(candidates.size(), count));
    std::vector<Line> lines;
    for (const Candidate& candidate : candidates)
        lines.push_back({candidate.row->group, candidate.row->verdict,
                         base::downsample(samplesOf(*candidate.series), from, to, pixels)});
    return lines;
}

} // namespace streamscape::lag
