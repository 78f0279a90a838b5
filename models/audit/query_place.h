// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/query_line.h"
#include "models/base/location.h"

namespace streamscape::audit {

// A query as the page's address has it: principal=P&host=H&…, each field of a condition once, text=S; what
// does not fit so is in q, as in the query line.

QueryLine queryAt(const base::Location& location);
/// The same back: queryAt(placeOf(q)) asks what q asks, and placeOf(queryAt(place)) is the place.
base::Location placeOf(const QueryLine& query);

/// What a click on a value does: the condition is in force, the opposite one is not; a second click takes it
/// off.
void toggle(QueryLine& query, const Term& term, bool exclude);

} // namespace streamscape::audit
