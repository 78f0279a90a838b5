// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/query.h"
#include "models/audit/text_match.h"
#include "models/store/sql.h"

#include <array>
#include <unordered_map>

namespace streamscape::audit {

/// A combination that fits a query's terms.
struct ComboRow {
    std::int64_t key = 0;
    std::int64_t source = 0;
    Kind kind = Kind::Unparsed;
    Decision decision = Decision::Unknown;
    TextMatch text = TextMatch::All;
    bool keptHere = false; ///< before and after are the line; else it must be read in its file
    std::string before;    ///< these only where text is Some
    std::string after;
    std::array<std::optional<std::int64_t>, allFields.size()> fields; ///< keys of audit_strings, by Field
    std::int64_t count = 0; ///< matches, filled in as they are counted
};

/// The combinations the terms and the text leave, by key. In a read job.
class ComboFilter final {
public:
    /// Invalid where a term names a decision or kind there is not.
    static base::Result<ComboFilter> load(store::Sql& sql, const Query& query);

    ComboRow* find(std::int64_t key) {
        const auto found = m_byKey.find(key);
        return found == m_byKey.end() ? nullptr : &m_rows[found->second];
    }
    std::vector<ComboRow>& rows() { return m_rows; }

private:
    std::vector<ComboRow> m_rows;
    std::unordered_map<std::int64_t, std::size_t> m_byKey;
};

} // namespace streamscape::audit
