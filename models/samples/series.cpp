// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/series.h"

namespace streamscape::samples {

namespace {

using store::Sql;
using store::Statement;

/// last_seen may lag behind by this: every change of it is a page to write.
constexpr base::Duration seenEvery = std::chrono::hours{24};

SeriesId seriesAt(const Statement& row, int column) {
    return SeriesId{static_cast<std::int32_t>(row.integer(column))};
}
Rollup rollupAt(const Statement& row, int column) {
    return row.integer(column) == static_cast<std::int64_t>(Rollup::Max) ? Rollup::Max : Rollup::Last;
}

} // namespace

std::optional<SeriesId> findSeries(Sql& sql, std::int64_t cluster, const SeriesName& name) {
    Statement row =
        sql.query("SELECT id FROM sample_series WHERE cluster = ?1 AND feature = ?2 AND kind = ?3 "
                  "AND name1 = ?4 AND name2 = ?5 AND name3 = ?6 AND number = ?7",
                  cluster, name.feature, name.kind, name.names[0], name.names[1], name.names[2], name.number);
    return row.next() ? std::optional(seriesAt(row, 0)) : std::nullopt;
}

std::vector<Series> listSeries(Sql& sql, std::int64_t cluster, const SeriesFilter& filter) {
    std::string text = "SELECT id, feature, kind, name1, name2, name3, number, rollup FROM sample_series "
                       "WHERE cluster = ?";
    std::vector<std::string> wanted;
    const auto narrow = [&](const char* column, const std::string& value) {
        if (value.empty())
            return;
        text += std::string(" AND ") + column + " = ?";
        wanted.push_back(value);
    };
    narrow("feature", filter.feature);
    narrow("kind", filter.kind);
    narrow("name1", filter.firstName);
    Statement row = sql.query(text + " ORDER BY id", cluster);
    int position = 1;
    for (const std::string& value : wanted)
        row.bind(++position, value);
    std::vector<Series> all;
    while (row.next())
        all.push_back({seriesAt(row, 0),
                       {row.text(1), row.text(2), {row.text(3), row.text(4), row.text(5)}, row.integer(6)},
                       rollupAt(row, 7)});
    return all;
}

SeriesId registerSeries(Sql& sql, std::int64_t cluster, const SeriesName& name, Rollup rollup,
                        base::Time now) {
    if (const std::optional<SeriesId> known = findSeries(sql, cluster, name)) {
        sql.run("UPDATE sample_series SET last_seen = max(last_seen, ?2), rollup = ?3 "
                "WHERE id = ?1 AND (last_seen < ?4 OR rollup <> ?3)",
                *known, now, static_cast<int>(rollup), now - seenEvery);
        return *known;
    }
    sql.run(
        "INSERT INTO sample_series (cluster, feature, kind, name1, name2, name3, number, rollup, last_seen) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        cluster, name.feature, name.kind, name.names[0], name.names[1], name.names[2], name.number,
        static_cast<int>(rollup), now);
    const std::int64_t id = sql.lastInsertId();
    if (sql.ok() && id > mostSeries)
        sql.fail(
            {base::ErrorKind::Storage, "The store has given all the numbers it has for series", {}, {}, {}});
    return sql.ok() ? SeriesId{static_cast<std::int32_t>(id)} : SeriesId{};
}

std::array<Rollup, traySize> rollupsOf(Sql& sql, std::int32_t tray) {
    std::array<Rollup, traySize> rollups{};
    const std::int64_t first = std::int64_t{tray} * traySize;
    Statement row = sql.query("SELECT id, rollup FROM sample_series WHERE id BETWEEN ?1 AND ?2", first,
                              first + traySize - 1);
    while (row.next())
        rollups[static_cast<std::size_t>(row.integer(0) - first)] = rollupAt(row, 1);
    return rollups;
}

void markSeen(Sql& sql, SeriesId series, base::Time until) {
    sql.run("UPDATE sample_series SET last_seen = ?2 WHERE id = ?1 AND last_seen < ?2", series, until);
}

std::int64_t forgetSeries(Sql& sql, base::Time before, int most) {
    sql.run(
        "DELETE FROM sample_series WHERE id IN (SELECT id FROM sample_series WHERE last_seen < ?1 LIMIT ?2)",
        before, most);
    return sql.changes();
}

} // namespace streamscape::samples
