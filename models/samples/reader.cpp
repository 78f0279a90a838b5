// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/reader.h"

#include "models/samples/moments.h"
#include "models/samples/source.h"

#include <algorithm>
#include <map>

namespace streamscape::samples {

namespace {

using store::Sql;
using store::Statement;

/// A stretch that is read, of its moments those before a limit.
struct Piece {
    Stretch stretch;
    base::Time before = base::Time::max();
};

Tier tierFor(base::Duration step) {
    Tier tier = Tier::Raw;
    while (coarser(tier) && stepOf(*coarser(tier)) <= step)
        tier = *coarser(tier);
    return tier;
}

/// What tells all there is of [from, to] in a tier, each moment once: the tier itself; before its beginning
/// the coarser ones; and of the finer ones what it has not taken in yet.
std::vector<Piece> piecesOf(Sql& sql, std::int64_t cluster, base::Time from, base::Time to, Tier tier) {
    const std::vector<Stretch> all = readableStretches(sql, cluster, from, to);
    std::vector<Piece> pieces;
    for (const Stretch& each : all)
        if (each.tier < tier && !each.inParent)
            pieces.push_back({each});
    base::Time before = base::Time::max();
    for (std::optional<Tier> at = tier; at; at = coarser(*at)) {
        for (const Stretch& each : all)
            if (each.tier == *at && each.first < before)
                pieces.push_back({each, before});
        before = std::min(before, beginningOf(sql, cluster, *at).value_or(before));
    }
    std::stable_sort(pieces.begin(), pieces.end(),
                     [](const Piece& a, const Piece& b) { return a.stretch.first < b.stretch.first; });
    return pieces;
}

/// Where each moment's values go in the answer: its slot, behind the gaps before it.
struct Layout {
    std::vector<base::Time> times;
    std::vector<std::vector<std::pair<std::size_t, std::size_t>>> placesOf; ///< by source: index, place
};

Layout layOut(const TimeLine& line, const std::vector<Source>& sources) {
    Layout layout;
    layout.placesOf.resize(sources.size());
    base::Duration stepBefore{};
    for (std::size_t i = 0; i < line.moments.size(); ++i) {
        const Moment& moment = line.moments[i];
        const base::Duration step = sources[moment.source].stretch().step;
        const bool opensSlot = i == 0 || moment.slot != line.moments[i - 1].slot;
        if (opensSlot && i > 0) {
            const base::Duration longest = std::max(step, stepBefore);
            if (moment.time - layout.times.back() > longest * 5 / 2)
                layout.times.push_back(layout.times.back() + stepBefore);
        }
        if (opensSlot)
            layout.times.push_back(moment.time);
        layout.placesOf[moment.source].emplace_back(moment.index, layout.times.size() - 1);
        stepBefore = step;
    }
    return layout;
}

} // namespace

Lines readLines(Sql& sql, const LineQuery& query) {
    std::vector<Source> sources;
    std::vector<Moment> moments;
    for (Piece& piece : piecesOf(sql, query.cluster, query.from, query.to, tierFor(query.step))) {
        const std::size_t number = sources.size();
        const auto& times = sources.emplace_back(sql, std::move(piece.stretch)).times();
        for (std::size_t index = 0; index < times.size(); ++index)
            if (times[index] >= query.from && times[index] <= query.to && times[index] < piece.before)
                moments.push_back({times[index], number, index, 0});
    }
    Layout layout = layOut(lineUp(std::move(moments)), sources);
    Lines lines;
    lines.times = std::move(layout.times);
    lines.values.assign(query.series.size(), Column(lines.times.size()));

    std::map<std::int32_t, std::vector<std::size_t>> byTray; // places in the question
    for (std::size_t i = 0; i < query.series.size(); ++i)
        if (query.series[i].value >= 0)
            byTray[trayOf(query.series[i])].push_back(i);
    for (std::size_t number = 0; number < sources.size() && sql.ok(); ++number) {
        for (const auto& [tray, asked] : byTray) {
            TrayMask wanted;
            for (const std::size_t i : asked)
                wanted.set(static_cast<std::size_t>(query.series[i].value % traySize));
            const TrayColumns columns = sources[number].read(tray, wanted);
            for (const std::size_t i : asked) {
                const Column& column = columns[static_cast<std::size_t>(query.series[i].value % traySize)];
                if (column.empty())
                    continue;
                for (const auto& [index, place] : layout.placesOf[number])
                    lines.values[i][place] = column[index];
            }
        }
        lines.damaged += sources[number].damaged();
    }
    return lines;
}

std::optional<MomentValues> readMoment(Sql& sql, std::int64_t cluster, base::Time time,
                                       base::Duration tolerance) {
    std::optional<Stretch> best;
    base::Time bestTime = time - tolerance;
    std::size_t bestIndex = 0;
    for (Stretch& each : readableStretches(sql, cluster, time - tolerance, time)) {
        if (each.tier == Tier::Frames)
            each.times = frameTimes(sql, each.key);
        const auto behind = std::upper_bound(each.times.begin(), each.times.end(), time);
        if (behind == each.times.begin())
            continue;
        const base::Time found = *(behind - 1);
        // Of one moment the finest tier tells most.
        if (found < bestTime || (best && found == bestTime && each.tier >= best->tier))
            continue;
        bestTime = found;
        bestIndex = static_cast<std::size_t>(behind - each.times.begin()) - 1;
        best = std::move(each);
    }
    if (!best)
        return std::nullopt;
    return MomentValues{bestTime, Source(sql, std::move(*best)).readMoment(bestIndex)};
}

Replayed replay(Sql& sql, std::int64_t cluster, base::Time from, base::Time to,
                const std::function<void(SeriesId, std::span<const Point>, base::Duration)>& take) {
    Replayed replayed;
    std::vector<Point> points;
    std::vector<std::size_t> wanted; // moments of the stretch
    for (Piece& piece : piecesOf(sql, cluster, from, to, Tier::Raw)) {
        Source source(sql, std::move(piece.stretch));
        wanted.clear();
        for (std::size_t i = 0; i < source.times().size(); ++i)
            if (const base::Time time = source.times()[i];
                time >= from && time <= to && time < piece.before) {
                wanted.push_back(i);
                replayed.first = std::min(replayed.first.value_or(time), time);
                replayed.last = std::max(replayed.last.value_or(time), time);
            }
        replayed.moments += static_cast<int>(wanted.size());
        if (wanted.empty())
            continue;
        for (auto tray = source.trayFrom(0); tray && sql.ok(); tray = source.trayFrom(*tray + 1)) {
            const TrayColumns columns = source.read(*tray);
            for (std::size_t place = 0; place < traySize; ++place) {
                if (columns[place].empty())
                    continue;
                points.clear();
                for (const std::size_t i : wanted)
                    points.push_back({source.times()[i], columns[place][i]});
                take(SeriesId{*tray * traySize + static_cast<std::int32_t>(place)}, points,
                     source.stretch().step);
            }
        }
    }
    return replayed;
}

std::optional<base::Time> firstMoment(store::Sql& sql, std::int64_t cluster) {
    std::optional<base::Time> first;
    for (const Tier tier : allTiers)
        if (const std::optional<base::Time> begin = beginningOf(sql, cluster, tier))
            first = std::min(first.value_or(*begin), *begin);
    return first;
}

} // namespace streamscape::samples
