// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/combo_filter.h"
#include "models/audit/index_format.h"
#include "models/audit/raw_lines.h"
#include "models/audit/zone_clock.h"

#include <functional>
#include <map>

namespace streamscape::audit {

/// Walks through what a query matches: by minutes where those are enough, by events where a minute is cut by
/// the range, a bar is shorter than a minute, or a text hangs on the single line. One read job's.
class IndexScan final {
public:
    IndexScan(store::Sql& sql, const Query& query, ComboFilter& combos, RawLines& lines);

    /// Of the matches, in stored milliseconds; nullopt without any that has a time.
    std::optional<std::int64_t> firstTime();
    std::optional<std::int64_t> lastTime();
    using Count = std::function<void(ComboRow& combo, std::int64_t time, std::int64_t count)>;
    void countAll(base::Duration bucket, const Count& count);
    std::vector<Event> page();
    std::int64_t unsearched() const { return m_unsearched; }

private:
    struct Row {
        std::int64_t time = 0;
        std::int64_t file = 0;
        std::int64_t position = 0;
        std::int64_t length = 0;
        ComboRow* combo = nullptr;
        std::optional<std::int64_t> count;
        bool suspect = false;
    };
    /// Calls visit for the matches with first <= time <= last until it answers false.
    void visitEvents(std::int64_t first, std::int64_t last, bool newestFirst,
                     const std::function<bool(const Row&)>& visit);
    bool holdsText(const Row& row);
    Event eventOf(const Row& row);
    void addRaw(const Row& row, const std::string& before, bool counted, const std::string& after,
                Event& event);
    ZoneClock& clockOf(std::int64_t file);

    struct Minute {
        std::int64_t minute = 0;
        ComboRow* combo = nullptr;
        std::int64_t count = 0;
    };
    store::Sql& m_sql;
    const Query& m_query;
    RawLines& m_lines;
    ComboFilter& m_combos;
    std::int64_t m_first; ///< of stored time, inclusive both
    std::int64_t m_last;
    std::vector<Minute> m_minutes; ///< rising
    std::map<std::string, ZoneClock> m_clocks;
    bool m_counting = false;
    std::int64_t m_unsearched = 0;
};

} // namespace streamscape::audit
