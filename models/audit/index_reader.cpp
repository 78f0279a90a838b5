// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/index_reader.h"

#include "models/audit/index_scan.h"

#include <algorithm>
#include <map>

namespace streamscape::audit {

namespace {

using store::Sql;
using store::Statement;

void add(Bucket& bucket, Decision decision, std::int64_t count) {
    (decision == Decision::Allow  ? bucket.allow
     : decision == Decision::Deny ? bucket.deny
                                  : bucket.other) += count;
}

/// Counts matches by combination and by bar.
class Counter final {
public:
    Counter(Answer& answer, base::Duration bucket)
        : m_answer(answer)
        , m_bucket(bucket.count()) {}

    void count(ComboRow& combo, std::int64_t time, std::int64_t count) {
        m_answer.matched += count;
        if (combo.kind == Kind::Unparsed)
            m_answer.unparsed += count;
        combo.count += count;
        if (time == noTime)
            return;
        const std::int64_t number = time / m_bucket - (time % m_bucket < 0 ? 1 : 0);
        if (!m_last || number != m_lastNumber) { // events come in runs of one bar
            m_last = &m_bars[number];
            m_lastNumber = number;
        }
        add(*m_last, combo.decision, count);
    }
    std::vector<Bucket> bars() const {
        std::vector<Bucket> bars;
        for (const auto& [number, bar] : m_bars) {
            bars.push_back(bar);
            bars.back().begin = base::fromMilliseconds(number * m_bucket);
        }
        return bars;
    }

private:
    Answer& m_answer;
    std::int64_t m_bucket;
    std::map<std::int64_t, Bucket> m_bars;
    Bucket* m_last = nullptr;
    std::int64_t m_lastNumber = 0;
};

Facet facetOf(Sql& sql, Field field, const std::vector<ComboRow>& combos) {
    std::map<std::int64_t, std::int64_t> byKey;
    for (const ComboRow& combo : combos) {
        if (combo.count == 0)
            continue;
        if (field == Field::Decision)
            byKey[static_cast<int>(combo.decision)] += combo.count;
        else if (field == Field::Kind)
            byKey[static_cast<int>(combo.kind)] += combo.count;
        else if (field == Field::Source)
            byKey[combo.source] += combo.count;
        else if (const auto& value = combo.fields[static_cast<std::size_t>(field)])
            byKey[*value] += combo.count;
    }
    std::map<std::string, std::int64_t> byText; // two sources may have one name
    for (const auto& [key, count] : byKey) {
        if (field == Field::Decision) {
            byText[name(static_cast<Decision>(key))] += count;
        } else if (field == Field::Kind) {
            byText[name(static_cast<Kind>(key))] += count;
        } else {
            Statement text = sql.query(
                field == Field::Source
                    ? "SELECT CASE WHEN node = '' THEN kind ELSE node END FROM audit_sources WHERE key = ?1"
                    : "SELECT text FROM audit_strings WHERE key = ?1",
                key);
            if (text.next())
                byText[text.text(0)] += count;
        }
    }
    Facet facet{field, {}};
    for (const auto& [value, count] : byText)
        facet.values.push_back({value, count});
    std::stable_sort(facet.values.begin(), facet.values.end(),
                     [](const FacetValue& a, const FacetValue& b) { return a.count > b.count; });
    return facet;
}

// Where the matches begin and end, to the millisecond: the first and last minute are looked into.
void setExtent(IndexScan& scan, const Query& query, Answer& answer) {
    answer.from = query.from;
    answer.to = query.to;
    if (!answer.from)
        if (const std::optional<std::int64_t> first = scan.firstTime())
            answer.from = base::fromMilliseconds(*first);
    if (!answer.to)
        if (const std::optional<std::int64_t> last = scan.lastTime())
            answer.to = base::fromMilliseconds(*last + 1);
}

} // namespace

base::Result<Answer> ask(Sql& sql, const Query& query) {
    const auto began = std::chrono::steady_clock::now();
    base::Result<ComboFilter> combos = ComboFilter::load(sql, query);
    if (!combos)
        return base::fail(combos.error());
    Answer answer;
    RawLines lines(sql);
    IndexScan scan(sql, query, *combos, lines);
    setExtent(scan, query, answer);
    const base::Duration span =
        answer.from && answer.to ? std::max(base::Duration{1}, *answer.to - *answer.from) : base::Duration{1};
    answer.bucket = query.bucket.value_or(roundBucket(span));
    Counter counter(answer, answer.bucket);
    scan.countAll(answer.bucket, [&](ComboRow& combo, std::int64_t time, std::int64_t count) {
        counter.count(combo, time, count);
    });
    answer.histogram = counter.bars();
    for (const Field field : query.facets)
        answer.facets.push_back(facetOf(sql, field, combos->rows()));
    answer.events = scan.page();
    answer.unsearched = scan.unsearched();
    answer.took = std::chrono::duration_cast<base::Duration>(std::chrono::steady_clock::now() - began);
    if (!sql.ok())
        return base::fail(*sql.error());
    return answer;
}

base::Result<Summary> summary(Sql& sql, std::optional<std::int64_t> cluster) {
    constexpr std::string_view sources = "(SELECT key FROM audit_sources WHERE ?1 IS NULL OR cluster = ?1)";
    Summary summary;
    {
        Statement row = sql.query("SELECT count(*), coalesce(sum(lines), 0), count(DISTINCT source) FROM "
                                  "audit_files WHERE source IN " +
                                      std::string(sources),
                                  cluster);
        if (row.next()) {
            summary.files = row.integer(0);
            summary.lines = row.integer(1);
            summary.sources = row.integer(2);
        }
    }
    if (cluster) {
        Statement row =
            sql.query("SELECT coalesce(sum(f.lines), 0) FROM audit_files f JOIN audit_sources s ON "
                      "s.key = f.source WHERE s.cluster IS NULL");
        if (row.next())
            summary.unnamed = row.integer(0);
    }
    // In the order of minutes, up to the first that has a line of this cluster.
    const auto minute = [&](const char* direction) -> std::optional<Time> {
        Statement row =
            sql.query("SELECT minute FROM audit_minutes WHERE minute > ?2 AND combo IN (SELECT key "
                      "FROM audit_combos WHERE source IN " +
                          std::string(sources) + ") ORDER BY minute " + direction + " LIMIT 1",
                      cluster, noTime);
        return row.next() ? std::optional(base::fromMilliseconds(row.integer(0) * minuteMs)) : std::nullopt;
    };
    summary.first = minute("ASC");
    summary.last = minute("DESC");
    return summary;
}

std::vector<std::string> heldOf(Sql& sql) {
    std::vector<std::string> names;
    Statement rows =
        sql.query("SELECT DISTINCT coalesce(c.name, '') FROM audit_sources s LEFT JOIN clusters c "
                  "ON c.key = s.cluster WHERE EXISTS (SELECT 1 FROM audit_files f WHERE f.source "
                  "= s.key) ORDER BY 1");
    while (rows.next())
        names.push_back(rows.text(0));
    return names;
}

} // namespace streamscape::audit
