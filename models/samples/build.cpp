// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/build.h"

#include "models/samples/series.h"

#include <algorithm>

namespace streamscape::samples {

namespace {

using store::Blob;
using store::Sql;

TimeLine lineOf(const std::vector<Source>& sources, Tier tier) {
    std::vector<Moment> moments;
    for (std::size_t source = 0; source < sources.size(); ++source)
        for (std::size_t index = 0; index < sources[source].times().size(); ++index)
            moments.push_back({sources[source].times()[index], source, index, 0});
    return lineUp(std::move(moments), tier == Tier::Raw ? std::nullopt : std::optional(stepOf(tier)));
}

} // namespace

std::optional<StretchKey> Build::begin(Sql& sql, const std::vector<Stretch>& sources) {
    std::vector<Source> opened;
    Stretch made;
    for (const Stretch& each : sources) {
        made.cluster = each.cluster;
        made.tier = coarser(each.tier).value_or(each.tier);
        made.step = std::max({made.step, each.step, stepOf(made.tier)});
        opened.emplace_back(sql, each);
    }
    made.times = lineOf(opened, made.tier).slots;
    if (made.times.empty()) {
        for (const Stretch& each : sources)
            setStage(sql, each.key, Stage::Going);
        return std::nullopt;
    }
    made.first = made.times.front();
    made.last = made.times.back();
    made.points = static_cast<int>(made.times.size());
    const StretchKey key = insertStretch(sql, made);
    for (const Stretch& each : sources)
        sql.run("UPDATE sample_stretches SET parent = ?2 WHERE key = ?1", each.key, key);
    return key;
}

Build::Build(Sql& sql, Stretch stretch, std::int32_t fromTray)
    : m_sql(sql)
    , m_stretch(std::move(stretch))
    , m_nextTray(fromTray) {
    for (Stretch& child : childrenOf(sql, m_stretch.key))
        m_sources.emplace_back(sql, std::move(child));
    m_line = lineOf(m_sources, m_stretch.tier);
}

bool Build::step() {
    std::optional<std::int32_t> tray;
    for (Source& source : m_sources)
        if (const auto next = source.trayFrom(m_nextTray); next && (!tray || *next < *tray))
            tray = next;
    if (!tray) {
        setStage(m_sql, m_stretch.key, Stage::Ready);
        return false;
    }
    writeTray(*tray);
    m_nextTray = *tray + 1;
    return true;
}

void Build::writeTray(std::int32_t tray) {
    std::vector<TrayColumns> columns;
    columns.reserve(m_sources.size());
    for (Source& source : m_sources)
        columns.push_back(source.read(tray));
    const bool rolls = m_stretch.tier != Tier::Raw;
    const auto rollups = rolls ? rollupsOf(m_sql, tray) : std::array<Rollup, traySize>{};

    store::Statement insert =
        m_sql.query("INSERT OR REPLACE INTO sample_columns (key, bytes) VALUES (?1, ?2)");
    std::vector<const Column*> series(m_sources.size());
    for (std::size_t place = 0; place < traySize; ++place) {
        for (std::size_t source = 0; source < columns.size(); ++source)
            series[source] = &columns[source][place];
        const Column made = rollUp(m_line, series, rollups[place]);
        if (made.empty())
            continue;
        const SeriesId id{tray * traySize + static_cast<std::int32_t>(place)};
        const std::string bytes = encodeColumn(made);
        insert.bind(1, rowsOf(m_stretch.key) + id.value);
        insert.bind(2, Blob{bytes});
        insert.step();
        if (m_stretch.tier == Tier::TenMinutes)
            markSeen(m_sql, id, m_stretch.last);
    }
}

} // namespace streamscape::samples
