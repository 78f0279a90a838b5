// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/combo_filter.h"

#include <map>

namespace streamscape::audit {

namespace {

// Column names of audit_combos; decision, kind and source are no strings there.
const char* column(Field field) { return name(field); }

bool isText(Field field) {
    return field != Field::Decision && field != Field::Kind && field != Field::Source;
}

std::optional<std::int64_t> numberOf(const Term& term) {
    if (term.field == Field::Decision)
        for (const Decision d : {Decision::Allow, Decision::Deny, Decision::Probe, Decision::Unknown})
            if (term.value == name(d))
                return static_cast<std::int64_t>(d);
    if (term.field == Field::Kind)
        for (int k = 0; k <= static_cast<int>(Kind::Unparsed); ++k)
            if (term.value == name(static_cast<Kind>(k)))
                return k;
    return std::nullopt;
}

/// The SQL of a condition, and what it binds in order.
struct Condition {
    std::string sql;
    std::vector<std::string> texts;
};

// One term, true or false, never NULL: what has no value is not that value.
Condition conditionOf(const Term& term) {
    const std::string test = term.prefix ? "instr(text, ?) = 1" : "text = ?";
    if (term.field == Field::Source) {
        const std::string sourceName = "CASE WHEN node = '' THEN kind ELSE node END";
        return {"source IN (SELECT key FROM audit_sources WHERE " +
                    (term.prefix ? "instr(" + sourceName + ", ?) = 1" : sourceName + " = ?") + ")",
                {term.value}};
    }
    if (!isText(term.field))
        return {std::string(column(term.field)) + " = " + std::to_string(numberOf(term).value_or(-1)), {}};
    return {std::string("coalesce(") + column(term.field) + " IN (SELECT key FROM audit_strings WHERE " +
                test + "), 0)",
            {term.value}};
}

Condition conditionOf(const Query& query) {
    std::map<Field, Condition> either;
    for (const Term& term : query.where) {
        Condition one = conditionOf(term);
        Condition& all = either[term.field];
        all.sql += (all.sql.empty() ? "" : " OR ") + one.sql;
        all.texts.insert(all.texts.end(), one.texts.begin(), one.texts.end());
    }
    Condition whole{"1", {}};
    if (query.cluster)
        whole.sql =
            "source IN (SELECT key FROM audit_sources WHERE cluster = " + std::to_string(*query.cluster) +
            ")";
    for (const auto& [field, condition] : either) {
        whole.sql += " AND (" + condition.sql + ")";
        whole.texts.insert(whole.texts.end(), condition.texts.begin(), condition.texts.end());
    }
    for (const Term& term : query.whereNot) {
        const Condition one = conditionOf(term);
        whole.sql += " AND NOT (" + one.sql + ")";
        whole.texts.insert(whole.texts.end(), one.texts.begin(), one.texts.end());
    }
    return whole;
}

base::Result<base::Done> check(const std::vector<Term>& terms) {
    for (const Term& term : terms)
        if ((term.field == Field::Decision || term.field == Field::Kind) && !numberOf(term))
            return base::fail(
                base::ErrorKind::Invalid, std::string("There is no such ") + name(term.field), term.value,
                term.field == Field::Decision
                    ? "One of allow, deny, probe, unknown"
                    : "One of authn, authz, request, management, schema, rbac, journal, unparsed");
    return base::Done{};
}

} // namespace

base::Result<ComboFilter> ComboFilter::load(store::Sql& sql, const Query& query) {
    for (const auto* terms : {&query.where, &query.whereNot})
        if (auto valid = check(*terms); !valid)
            return base::fail(valid.error());
    const Condition condition = conditionOf(query);
    store::Statement found =
        sql.query("SELECT key, source, kind, decision, principal, host, client_id, operation, request, "
                  "resource_type, resource, rule, before, counted, after FROM audit_combos WHERE " +
                  condition.sql);
    for (std::size_t i = 0; i < condition.texts.size(); ++i)
        found.bind(static_cast<int>(i) + 1, condition.texts[i]);
    constexpr std::array textFields{Field::Principal, Field::Host,         Field::ClientId, Field::Operation,
                                    Field::Request,   Field::ResourceType, Field::Resource, Field::Rule};
    ComboFilter filter;
    while (found.next()) {
        ComboRow row;
        row.key = found.integer(0);
        row.source = found.integer(1);
        row.kind = static_cast<Kind>(found.integer(2));
        row.decision = static_cast<Decision>(found.integer(3));
        for (std::size_t i = 0; i < textFields.size(); ++i)
            row.fields[static_cast<std::size_t>(textFields[i])] = found.maybeInteger(4 + static_cast<int>(i));
        if (!query.text.empty()) // a line that is not kept here must be looked at in its file
            row.text = found.isNull(12)
                           ? TextMatch::Some
                           : matchShape(query.text, found.text(12), found.integer(13) != 0, found.text(14));
        if (row.text == TextMatch::None)
            continue;
        row.keptHere = !found.isNull(12);
        if (row.text == TextMatch::Some && row.keptHere) {
            row.before = found.text(12);
            row.after = found.text(14);
        }
        filter.m_byKey.emplace(row.key, filter.m_rows.size());
        filter.m_rows.push_back(row);
    }
    return filter;
}

} // namespace streamscape::audit
