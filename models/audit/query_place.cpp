// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/query_place.h"

#include <algorithm>

namespace streamscape::audit {

QueryLine queryAt(const base::Location& location) {
    QueryLine query = parseQueryLine(location.value("q"));
    std::vector<Term> first; // so that placeOf() gives each the same place again
    for (const Field field : allFields)
        if (const auto found = location.query.find(name(field)); found != location.query.end())
            first.push_back({field, found->second, false});
    query.where.insert(query.where.begin(), first.begin(), first.end());
    if (location.query.contains("text"))
        query.text = location.value("text");
    return query;
}

base::Location placeOf(const QueryLine& query) {
    base::Location place{"audit", {}, {}, {}};
    QueryLine rest{{}, query.whereNot, {}};
    for (const Term& term : query.where)
        if (term.prefix || !place.query.try_emplace(name(term.field), term.value).second)
            rest.where.push_back(term);
    if (!query.text.empty())
        place.query["text"] = query.text;
    if (const std::string line = lineOf(rest); !line.empty())
        place.query["q"] = line;
    return place;
}

void toggle(QueryLine& query, const Term& term, bool exclude) {
    std::vector<Term>& terms = exclude ? query.whereNot : query.where;
    std::erase(exclude ? query.where : query.whereNot, term);
    if (const auto found = std::find(terms.begin(), terms.end(), term); found != terms.end())
        terms.erase(found);
    else
        terms.push_back(term);
}

} // namespace streamscape::audit
