// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/alert_store.h"

namespace streamscape::lag {

namespace {

constexpr int prunedAtOnce = 500;

std::optional<base::Time> maybeTime(const store::Statement& row, int column) {
    return row.isNull(column) ? std::nullopt : std::optional(row.time(column));
}

std::vector<Alert> read(store::Statement rows) {
    std::vector<Alert> alerts;
    while (rows.next()) {
        Alert& alert = alerts.emplace_back();
        alert.id = rows.integer(0);
        alert.rule = rows.text(1);
        alert.name = rows.text(2);
        alert.group = rows.text(3);
        alert.severity = static_cast<base::Severity>(rows.integer(4));
        alert.text = rows.text(5);
        alert.raisedAt = rows.time(6);
        alert.updatedAt = rows.time(7);
        alert.clearedAt = maybeTime(rows, 8);
        alert.times = static_cast<int>(rows.integer(9));
        alert.acknowledgedAt = maybeTime(rows, 10);
        alert.mutedUntil = maybeTime(rows, 11);
        alert.told = rows.integer(12) != 0;
    }
    return alerts;
}

constexpr std::string_view columns =
    "SELECT id, rule, name, consumer_group, severity, text, raised_at, updated_at, cleared_at, times,"
    " acknowledged_at, muted_until, told FROM lag_alerts";

} // namespace

std::int64_t insertAlert(store::Sql& sql, std::int64_t cluster, const Alert& alert) {
    sql.run(
        "INSERT INTO lag_alerts (cluster, rule, name, consumer_group, severity, text, raised_at, updated_at,"
        " cleared_at, times, acknowledged_at, muted_until, told)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        cluster, alert.rule, alert.name, alert.group, static_cast<std::int32_t>(alert.severity), alert.text,
        alert.raisedAt, alert.updatedAt, alert.clearedAt, alert.times, alert.acknowledgedAt, alert.mutedUntil,
        alert.told);
    return sql.lastInsertId();
}

void updateAlert(store::Sql& sql, const Alert& alert) {
    sql.run("UPDATE lag_alerts SET name = ?2, severity = ?3, text = ?4, updated_at = ?5, cleared_at = ?6,"
            " times = ?7, acknowledged_at = ?8, muted_until = ?9, told = ?10 WHERE id = ?1",
            alert.id, alert.name, static_cast<std::int32_t>(alert.severity), alert.text, alert.updatedAt,
            alert.clearedAt, alert.times, alert.acknowledgedAt, alert.mutedUntil, alert.told);
}

std::vector<Alert> currentAlerts(store::Sql& sql, std::int64_t cluster, base::Time now) {
    return read(sql.query(std::string(columns) +
                              " WHERE cluster = ? AND (cleared_at IS NULL OR cleared_at > ?)"
                              " ORDER BY raised_at",
                          cluster, now - AlertBoard::sameFor));
}

std::vector<Alert> alertsBetween(store::Sql& sql, std::int64_t cluster, base::Time from, base::Time to,
                                 int most) {
    return read(sql.query(std::string(columns) + " WHERE cluster = ? AND raised_at < ?"
                                                 " AND (cleared_at IS NULL OR cleared_at >= ?)"
                                                 " ORDER BY raised_at DESC, id DESC LIMIT ?",
                          cluster, to, from, most));
}

void pruneAlerts(store::Sql& sql, base::Time now) {
    sql.run("DELETE FROM lag_alerts WHERE id IN"
            " (SELECT id FROM lag_alerts WHERE cleared_at < ? ORDER BY id LIMIT ?)",
            now - alertsKept, prunedAtOnce);
}

} // namespace streamscape::lag
