// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/index_scan.h"

#include <algorithm>

namespace streamscape::audit {

namespace {

constexpr std::size_t momentLength = 25;

std::int64_t minuteBegin(std::int64_t minute) { return minute == noTime ? noTime : minute * minuteMs; }
std::int64_t minuteEnd(std::int64_t minute) {
    return minute == noTime ? noTime : minute * minuteMs + minuteMs - 1;
}

} // namespace

IndexScan::IndexScan(store::Sql& sql, const Query& query, ComboFilter& combos, RawLines& lines)
    : m_sql(sql)
    , m_query(query)
    , m_lines(lines)
    , m_combos(combos)
    // A line without a time is in no range, so it matches only where none was asked for.
    , m_first(query.from ? base::toMilliseconds(*query.from)
              : query.to ? noTime + 1
                         : noTime)
    , m_last(query.to ? base::toMilliseconds(*query.to) - 1 : std::numeric_limits<std::int64_t>::max()) {
    store::Statement rows =
        m_sql.query("SELECT minute, combo, count FROM audit_minutes WHERE minute BETWEEN ?1 AND "
                    "?2 ORDER BY minute",
                    m_first <= noTime + 1 ? m_first : minuteOf(m_first), minuteOf(m_last));
    while (rows.next())
        if (ComboRow* combo = m_combos.find(rows.integer(1)))
            m_minutes.push_back({rows.integer(0), combo, rows.integer(2)});
}

void IndexScan::visitEvents(std::int64_t first, std::int64_t last, bool newestFirst,
                            const std::function<bool(const Row&)>& visit) {
    constexpr std::string_view columns = "SELECT time, file, position, length, combo, count, suspect FROM "
                                         "audit_events WHERE time BETWEEN ?1 AND ?2 ORDER BY ";
    store::Statement rows = m_sql.query(
        std::string(columns) + (newestFirst ? "time DESC, file DESC, position DESC" : "time, file, position"),
        std::max(first, m_first), std::min(last, m_last));
    while (rows.next()) {
        Row row;
        row.combo = m_combos.find(rows.integer(4));
        if (!row.combo)
            continue;
        row.time = rows.integer(0);
        row.file = rows.integer(1);
        row.position = rows.integer(2);
        row.length = rows.integer(3);
        row.count = rows.maybeInteger(5);
        row.suspect = rows.integer(6) != 0;
        if (row.combo->text == TextMatch::Some && !holdsText(row))
            continue;
        if (!visit(row))
            return;
    }
}

bool IndexScan::holdsText(const Row& row) {
    const std::string& text = m_query.text;
    if (row.combo->keptHere) {
        const WallTime moment = clockOf(row.file).toWall(base::fromMilliseconds(row.time));
        const std::string& before = row.combo->before;
        if (text.size() > before.size())
            return joined({moment, before, row.count, row.combo->after}).find(text) != std::string::npos;
        // What is the line's own stands at two places, and the rest is known not to hold the text.
        if ((momentText(moment) + before.substr(0, text.size())).find(text) != std::string::npos)
            return true;
        return row.count && (before.substr(before.size() - text.size()) + std::to_string(*row.count) +
                             row.combo->after.substr(0, text.size()))
                                    .find(text) != std::string::npos;
    }
    const base::Result<std::string> line = m_lines.read(row.file, row.position, row.length);
    if (!line && m_counting)
        ++m_unsearched;
    return line && line->find(text) != std::string::npos;
}

ZoneClock& IndexScan::clockOf(std::int64_t file) {
    const std::string& zone = m_lines.zone(file);
    return m_clocks.try_emplace(zone, zone).first->second;
}

std::optional<std::int64_t> IndexScan::firstTime() {
    std::optional<std::int64_t> first;
    for (std::size_t i = 0; i < m_minutes.size() && !first; ++i)
        if (const std::int64_t minute = m_minutes[i].minute;
            minute != noTime && (i == 0 || m_minutes[i - 1].minute != minute))
            visitEvents(minuteBegin(minute), minuteEnd(minute), false, [&](const Row& row) {
                first = row.time;
                return false;
            });
    return first;
}

std::optional<std::int64_t> IndexScan::lastTime() {
    std::optional<std::int64_t> last;
    for (std::size_t i = m_minutes.size(); i > 0 && !last; --i)
        if (const std::int64_t minute = m_minutes[i - 1].minute;
            minute != noTime && (i == m_minutes.size() || m_minutes[i].minute != minute))
            visitEvents(minuteBegin(minute), minuteEnd(minute), true, [&](const Row& row) {
                last = row.time;
                return false;
            });
    return last;
}

void IndexScan::countAll(base::Duration bucket, const Count& count) {
    const bool barsOfMinutes = bucket.count() % minuteMs == 0;
    m_counting = true;
    // Runs of neighbouring minutes that must be looked into are read at once.
    std::optional<std::pair<std::int64_t, std::int64_t>> run;
    const auto readRun = [&] {
        if (run)
            visitEvents(run->first, run->second, false, [&](const Row& row) {
                count(*row.combo, row.time, 1);
                return true;
            });
        run.reset();
    };
    for (std::size_t i = 0; i < m_minutes.size() && m_sql.ok();) {
        const std::int64_t minute = m_minutes[i].minute;
        const std::int64_t begin = minuteBegin(minute);
        const std::int64_t end = minuteEnd(minute);
        bool look = minute != noTime && (!barsOfMinutes || begin < m_first || end > m_last);
        std::size_t next = i;
        for (; next < m_minutes.size() && m_minutes[next].minute == minute; ++next)
            look = look || m_minutes[next].combo->text == TextMatch::Some;
        if (look) {
            if (run && run->second + 1 != begin)
                readRun();
            run = {run ? run->first : begin, end};
        } else {
            for (; i < next; ++i)
                count(*m_minutes[i].combo, begin, m_minutes[i].count);
        }
        i = next;
    }
    readRun();
    m_counting = false;
}

std::vector<Event> IndexScan::page() {
    std::vector<Row> rows;
    const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(0, m_query.limit));
    const auto visitMinute = [&](std::int64_t minute) {
        visitEvents(minuteBegin(minute), minuteEnd(minute), m_query.newestFirst, [&](const Row& row) {
            rows.push_back(row);
            return rows.size() < wanted;
        });
    };
    std::vector<std::int64_t> minutes;
    for (const Minute& minute : m_minutes)
        if (minutes.empty() || minutes.back() != minute.minute)
            minutes.push_back(minute.minute);
    if (m_query.newestFirst)
        std::reverse(minutes.begin(), minutes.end());
    for (const std::int64_t minute : minutes) {
        if (rows.size() >= wanted || !m_sql.ok())
            break;
        visitMinute(minute);
    }
    std::vector<Event> events;
    events.reserve(rows.size());
    for (const Row& row : rows)
        events.push_back(eventOf(row));
    return events;
}

Event IndexScan::eventOf(const Row& row) {
    store::Statement combo = m_sql.query(
        "SELECT c.before, c.counted, c.after, c.granted, p.text, h.text, cl.text, o.text, rq.text, rt.text, "
        "r.text, "
        "pa.text, ru.text, CASE WHEN s.node = '' THEN s.kind ELSE s.node END, a.type, a.name, a.pattern, "
        "a.principal, "
        "a.host, a.operation, a.permission, k.name FROM audit_combos c JOIN audit_sources s ON s.key = "
        "c.source "
        "LEFT JOIN clusters k ON k.key = s.cluster "
        "LEFT JOIN audit_strings p ON p.key = c.principal LEFT JOIN audit_strings h ON h.key = c.host "
        "LEFT JOIN audit_strings cl ON cl.key = c.client_id LEFT JOIN audit_strings o ON o.key = c.operation "
        "LEFT JOIN audit_strings rq ON rq.key = c.request LEFT JOIN audit_strings rt ON rt.key = "
        "c.resource_type "
        "LEFT JOIN audit_strings r ON r.key = c.resource LEFT JOIN audit_strings pa ON pa.key = c.pattern "
        "LEFT JOIN audit_strings ru ON ru.key = c.rule LEFT JOIN audit_acls a ON a.key = c.acl WHERE c.key = "
        "?1",
        row.combo->key);
    Event event;
    if (!combo.next())
        return event;
    event.time = timeFrom(row.time);
    event.id = (event.time ? std::to_string(row.time) : "none") + "-" + std::to_string(row.file) + "-" +
               std::to_string(row.position);
    Facts& facts = event.facts;
    facts.kind = row.combo->kind;
    facts.decision = row.combo->decision;
    if (!combo.isNull(3))
        facts.granted = combo.integer(3) != 0;
    facts.principal = combo.maybeText(4);
    facts.host = combo.maybeText(5);
    facts.clientId = combo.maybeText(6);
    facts.operation = combo.maybeText(7);
    facts.request = combo.maybeText(8);
    facts.resourceType = combo.maybeText(9);
    facts.resource = combo.maybeText(10);
    facts.pattern = combo.maybeText(11);
    facts.rule = combo.maybeText(12);
    if (!combo.isNull(14))
        facts.acl = aclFrom(combo.text(14), combo.text(15), combo.text(16), combo.text(17), combo.text(18),
                            combo.text(19), combo.text(20));
    event.references = row.count;
    event.suspect = row.suspect;
    event.place = {combo.text(13),         combo.maybeText(21), row.file,
                   m_lines.path(row.file), row.position,        row.length};
    if (m_query.raw)
        addRaw(row, combo.text(0), combo.integer(1) != 0, combo.text(2), event);
    return event;
}

void IndexScan::addRaw(const Row& row, const std::string& before, bool counted, const std::string& after,
                       Event& event) {
    base::Result<std::string> line = m_lines.read(row.file, row.position, row.length);
    if (!line) {
        event.whyNoRaw = line.error().what;
        return;
    }
    // What the index keeps of the line, and the line, must still agree.
    std::string expected = before;
    if (counted && row.count)
        expected += std::to_string(*row.count) + after;
    if (row.combo->keptHere &&
        (line->size() < momentLength || line->compare(momentLength, std::string::npos, expected) != 0)) {
        event.whyNoRaw = "The file was changed: another line stands at this place now";
        return;
    }
    event.raw = std::move(*line);
}

} // namespace streamscape::audit
