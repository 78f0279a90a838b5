// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/stretch.h"

#include <algorithm>

namespace streamscape::samples {

namespace {

using store::Blob;
using store::Sql;
using store::Statement;

constexpr std::string_view columns =
    "SELECT s.key, s.cluster, s.tier, s.stage, s.first, s.last, s.step, s.points, s.times, s.parent, "
    // A parent that is gone was done once.
    "s.parent IS NOT NULL AND NOT EXISTS (SELECT 1 FROM sample_stretches p WHERE p.key = s.parent AND "
    "p.stage = 0) "
    "FROM sample_stretches s ";

std::string encodeTimes(const std::vector<base::Time>& times) {
    Column column;
    column.reserve(times.size());
    for (const base::Time time : times)
        column.emplace_back(base::toMilliseconds(time));
    return encodeColumn(column);
}

std::vector<base::Time> decodeTimes(const std::string& bytes, std::size_t points) {
    std::vector<base::Time> times;
    const base::Result<Column> column = decodeColumn(bytes, points);
    if (!column)
        return times;
    times.reserve(points);
    for (const Value& value : *column)
        times.push_back(base::fromMilliseconds(value.value_or(0)));
    return std::is_sorted(times.begin(), times.end()) ? times : std::vector<base::Time>{};
}

std::vector<Stretch> stretchesOf(Statement rows) {
    std::vector<Stretch> all;
    while (rows.next()) {
        Stretch each;
        each.key = StretchKey{rows.integer(0)};
        each.cluster = rows.integer(1);
        each.tier = static_cast<Tier>(rows.integer(2));
        each.stage = static_cast<Stage>(rows.integer(3));
        each.first = rows.time(4);
        each.last = rows.time(5);
        each.step = base::Duration{rows.integer(6)};
        each.points = static_cast<int>(rows.integer(7));
        if (const auto times = rows.maybeText(8))
            each.times = decodeTimes(*times, static_cast<std::size_t>(each.points));
        if (const auto parent = rows.maybeInteger(9))
            each.parent = StretchKey{*parent};
        each.inParent = rows.integer(10) != 0;
        all.push_back(std::move(each));
    }
    return all;
}

} // namespace

std::vector<Stretch> readableStretches(Sql& sql, std::int64_t cluster, base::Time from, base::Time to) {
    static const std::string text = std::string(columns) +
                                    "WHERE s.cluster = ?1 AND s.stage = 1 AND "
                                    "s.last >= ?2 AND s.first <= ?3 ORDER BY s.first, s.key";
    return stretchesOf(sql.query(text, cluster, from, to));
}

std::optional<Stretch> findStretch(Sql& sql, StretchKey key) {
    static const std::string text = std::string(columns) + "WHERE s.key = ?1";
    std::vector<Stretch> found = stretchesOf(sql.query(text, key));
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<Stretch> childrenOf(Sql& sql, StretchKey parent) {
    static const std::string text = std::string(columns) + "WHERE s.parent = ?1 ORDER BY s.first, s.key";
    return stretchesOf(sql.query(text, parent));
}

std::vector<base::Time> frameTimes(Sql& sql, StretchKey block) {
    std::vector<base::Time> times;
    Statement row = sql.query("SELECT time FROM sample_frames WHERE key >= ?1 AND key < ?2 ORDER BY key",
                              rowsOf(block), rowsBehind(block));
    while (row.next() && times.size() < mostPoints && (times.empty() || row.time(0) > times.back()))
        times.push_back(row.time(0));
    return times;
}

std::optional<base::Time> beginningOf(Sql& sql, std::int64_t cluster, Tier tier) {
    Statement row =
        sql.query("SELECT min(first) FROM sample_stretches WHERE cluster = ?1 AND tier = ?2 AND stage = 1",
                  cluster, static_cast<int>(tier));
    return row.next() && !row.isNull(0) ? std::optional(row.time(0)) : std::nullopt;
}

StretchKey insertStretch(Sql& sql, const Stretch& stretch) {
    const bool ownTimes = stretch.tier != Tier::Frames;
    const std::string times = ownTimes ? encodeTimes(stretch.times) : std::string();
    sql.run("INSERT INTO sample_stretches (cluster, tier, stage, first, last, step, points, times) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            stretch.cluster, static_cast<int>(stretch.tier), static_cast<int>(stretch.stage), stretch.first,
            stretch.last, static_cast<std::int64_t>(stretch.step.count()), stretch.points,
            ownTimes ? std::optional(Blob{times}) : std::nullopt);
    return StretchKey{sql.lastInsertId()};
}

void setStage(Sql& sql, StretchKey key, Stage stage) {
    sql.run("UPDATE sample_stretches SET stage = ?2 WHERE key = ?1", key, static_cast<int>(stage));
}

} // namespace streamscape::samples
