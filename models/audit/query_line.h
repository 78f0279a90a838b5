// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/query.h"

#include <QString>

namespace streamscape::audit {

/// What a person typed: principal:User:pat resource:inventory.* -decision:probe "free text".
struct QueryLine {
    std::vector<Term> where;
    std::vector<Term> whereNot;
    std::string text; ///< the words that are no field:value, joined by blanks
    bool operator==(const QueryLine&) const = default;
};

/// Words are parted by blanks; quotes keep blanks together, as in principal:"User:CN=a, O=b". A minus in
/// front excludes; a star at the end means "begins with". What is no field:value is text.
QueryLine parseQueryLine(const std::string& line);
/// The same back: parseQueryLine(lineOf(q)) == q.
std::string lineOf(const QueryLine& query);

/// "principal is User:pat", "resource begins inventory.", "not probe": a filter as a chip says it.
QString chipText(const Term& term, bool excluded);

} // namespace streamscape::audit
