// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/audit_feed.h"
#include "models/audit/event_model.h"
#include "models/audit/query_line.h"
#include "widgets/common/theme.h"

namespace streamscape::widgets {

/// How many of the answer's events, newest first, stand before the first row shown.
std::int64_t newerThanShown(const std::vector<audit::EventRow>& shown,
                            const std::vector<audit::Event>& events);
/// "10,412,886 lines · 3 sources · 03-01 02:00:00 – 12:14:09"
QString headText(const audit::Summary& summary, base::Zone zone, base::Time now);
/// What to know of lines that are in the store and not here; empty where there are none.
QString unnamedText(const audit::Summary& summary, const std::string& cluster);
/// What the table says while it has no rows, and what to do.
QString emptyText(const audit::Snapshot& snapshot, base::Zone zone);
/// "■ allowed 62,871  ■ denied 1,213" in the colours of the bars, as rich text.
QString legend(const audit::Bucket& sum, const Theme& theme);
/// The streamscapectl command that gives the same answer, quoted for a shell; empty where none does.
QString commandText(const std::string& cluster, const audit::QueryLine& query, const base::TimeRange& range,
                    base::Time now);

} // namespace streamscape::widgets
