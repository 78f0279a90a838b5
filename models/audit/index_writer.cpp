// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/index_writer.h"

#include "models/audit/index_format.h"

#include <algorithm>
#include <map>
#include <unordered_map>

namespace streamscape::audit {

namespace {

using store::Blob;
using store::Sql;
using store::Statement;

std::optional<std::int64_t> keyOf(Sql& sql, const std::optional<std::string>& text) {
    if (!text)
        return std::nullopt;
    {
        Statement found = sql.query("SELECT key FROM audit_strings WHERE text = ?1", *text);
        if (found.next())
            return found.integer(0);
    }
    sql.run("INSERT INTO audit_strings (text) VALUES (?1)", *text);
    return sql.lastInsertId();
}

std::optional<std::int64_t> keyOf(Sql& sql, const std::optional<kafka::Acl>& acl) {
    if (!acl)
        return std::nullopt;
    {
        Statement found =
            sql.query("SELECT key FROM audit_acls WHERE type = ?1 AND name = ?2 AND pattern = ?3 AND "
                      "principal = ?4 AND host = ?5 AND operation = ?6 AND permission = ?7",
                      kafka::name(acl->type), acl->name, kafka::name(acl->pattern), acl->principal, acl->host,
                      acl->operation, kafka::name(acl->permission));
        if (found.next())
            return found.integer(0);
    }
    sql.run("INSERT INTO audit_acls (type, name, pattern, principal, host, operation, permission) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            kafka::name(acl->type), acl->name, kafka::name(acl->pattern), acl->principal, acl->host,
            acl->operation, kafka::name(acl->permission));
    return sql.lastInsertId();
}

std::int64_t sourceKey(Sql& sql, const Source& source) {
    sql.run("INSERT OR IGNORE INTO audit_sources (cluster, kind, node) VALUES (?1, ?2, ?3)", source.cluster,
            source.kind, source.node);
    Statement found =
        sql.query("SELECT key FROM audit_sources WHERE cluster IS ?1 AND kind = ?2 AND node = ?3",
                  source.cluster, source.kind, source.node);
    return found.next() ? found.integer(0) : 0;
}

std::int64_t comboKey(Sql& sql, std::int64_t source, const Combo& combo) {
    const bool isEvent = combo.facts.kind != Kind::Unparsed;
    const std::int64_t hash = comboHash(combo);
    {
        Statement found =
            sql.query("SELECT key, before, counted, after FROM audit_combos WHERE hash = ?1 AND "
                      "source = ?2",
                      hash, source);
        while (found.next())
            if (isEvent ? found.maybeText(1) == combo.before && (found.integer(2) != 0) == combo.counted &&
                              found.maybeText(3) == combo.after
                        : found.isNull(1))
                return found.integer(0);
    }
    const Facts& f = combo.facts;
    const auto line = [&](const std::string& text) { return isEvent ? std::optional(text) : std::nullopt; };
    const std::optional<std::int64_t> acl = keyOf(sql, f.acl);
    const std::array fields{keyOf(sql, f.principal), keyOf(sql, f.host),    keyOf(sql, f.clientId),
                            keyOf(sql, f.operation), keyOf(sql, f.request), keyOf(sql, f.resourceType),
                            keyOf(sql, f.resource),  keyOf(sql, f.pattern), keyOf(sql, f.rule)};
    sql.run(
        "INSERT INTO audit_combos (source, hash, before, counted, after, kind, decision, granted, principal, "
        "host, client_id, operation, request, resource_type, resource, pattern, rule, acl) VALUES "
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)",
        source, hash, line(combo.before), combo.counted, line(combo.after), static_cast<int>(f.kind),
        static_cast<int>(f.decision), f.granted, fields[0], fields[1], fields[2], fields[3], fields[4],
        fields[5], fields[6], fields[7], fields[8], acl);
    return sql.lastInsertId();
}

struct FileRow {
    std::int64_t key = 0;
    std::int64_t position = 0;
};

FileRow fileRow(Sql& sql, std::int64_t source, const FileState& file) {
    {
        Statement found = sql.query("SELECT key, position FROM audit_files WHERE token = ?1", file.token);
        if (found.next())
            return {found.integer(0), found.integer(1)};
    }
    sql.run("INSERT INTO audit_files (source, token, path, device, inode, zone, head, position, tail, lines, "
            "suspect_until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, ?8, 0, 0)",
            source, file.token, file.path, file.device, file.inode, file.zone, Blob{file.head}, Blob{""});
    return {sql.lastInsertId(), 0};
}

} // namespace

base::Result<Indexed> keep(Sql& sql, const Batch& batch) {
    const FileState& file = batch.file;
    const std::int64_t source = sourceKey(sql, batch.source);
    const FileRow row = fileRow(sql, source, file);
    if (sql.ok() && row.position >= file.position)
        return Indexed{};
    if (sql.ok() && row.position != batch.from)
        return base::fail(base::ErrorKind::Conflict,
                          "These lines do not follow what the store has of their file", file.path,
                          "The file is read again from where the store stands");
    std::vector<std::int64_t> combos;
    combos.reserve(batch.combos.size());
    for (const Combo& combo : batch.combos)
        combos.push_back(comboKey(sql, source, combo));

    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> minutes;
    Statement insert =
        sql.query("INSERT INTO audit_events (time, file, position, length, combo, count, suspect) "
                  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
    for (const Line& line : batch.lines) {
        if (!sql.ok())
            break;
        const std::int64_t time = storedTime(line.time);
        insert.bind(1, time);
        insert.bind(2, row.key);
        insert.bind(3, line.position);
        insert.bind(4, line.length);
        insert.bind(5, combos[line.combo]);
        insert.bind(6, line.count);
        insert.bind(7, line.suspect);
        insert.step();
        ++minutes[{minuteOf(time), combos[line.combo]}];
    }
    for (const auto& [key, count] : minutes)
        sql.run("INSERT INTO audit_minutes (minute, combo, count) VALUES (?1, ?2, ?3) "
                "ON CONFLICT (minute, combo) DO UPDATE SET count = count + excluded.count",
                key.first, key.second, count);
    sql.run("UPDATE audit_files SET path = ?2, device = ?3, inode = ?4, head = ?5, position = ?6, tail = ?7, "
            "lines = ?8, suspect_until = ?9, last_time = ?10 WHERE key = ?1",
            row.key, file.path, file.device, file.inode, Blob{file.head}, file.position, Blob{file.tail},
            file.lines, file.suspectUntil, file.lastTime);
    return Indexed{batch.events, batch.unparsed};
}

base::Result<std::vector<FileState>> knownFiles(Sql& sql, const Source& source) {
    std::vector<FileState> files;
    Statement rows =
        sql.query("SELECT f.token, f.path, f.device, f.inode, f.zone, f.head, f.position, f.tail, "
                  "f.lines, f.suspect_until, f.last_time FROM audit_files f JOIN audit_sources s ON "
                  "s.key = f.source WHERE s.cluster IS ?1 AND s.kind = ?2 AND s.node = ?3 ORDER BY f.key",
                  source.cluster, source.kind, source.node);
    while (rows.next()) {
        FileState file;
        file.token = rows.text(0);
        file.path = rows.text(1);
        file.device = rows.integer(2);
        file.inode = rows.integer(3);
        file.zone = rows.text(4);
        file.head = rows.text(5);
        file.position = rows.integer(6);
        file.tail = rows.text(7);
        file.lines = rows.integer(8);
        file.suspectUntil = rows.integer(9);
        if (!rows.isNull(10))
            file.lastTime = rows.time(10);
        files.push_back(std::move(file));
    }
    return files;
}

} // namespace streamscape::audit
