// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/table_filter.h"

#include <QAbstractItemModel>

#include <functional>
#include <string>
#include <vector>

namespace streamscape::widgets {

/// Says which rows of a model a TableFilter keeps. A word is looked for in the columns that hold words, whose
/// texts are folded once a row, and where it could be one of a time in the times as they are shown; numbers
/// are not searched. GUI thread.
class RowFilter final {
public:
    using Shown = std::function<QString(const QModelIndex&)>;

    /// Shown gives the text of a time as the table shows it.
    explicit RowFilter(Shown shown)
        : m_shown(std::move(shown)) {}

    void setFilter(base::TableFilter filter) { m_filter = std::move(filter); }
    const base::TableFilter& filter() const { return m_filter; }
    /// Looks up the filter's columns; before accepts(), and again for another model or filter.
    void prepare(const QAbstractItemModel& model);
    bool accepts(const QAbstractItemModel& model, int row);

    /// The row says something else now; or all of them do.
    void forget(int row);
    void forgetAll() { m_folded = {}; }
    /// As SortKeys::renumber().
    void renumber(const std::vector<int>& places, std::size_t rows);

private:
    struct Word {
        std::string folded;
        bool maybeTime = false;
    };
    struct Condition {
        int column = 0;
        std::vector<QString> anyOf; ///< nothing: whatever it is
        std::vector<QString> noneOf;
    };

    bool holds(const Condition& condition, const QString& text) const;
    bool isInTimes(const QAbstractItemModel& model, int row, const std::string& word) const;
    const std::string& folded(const QAbstractItemModel& model, int row);

    Shown m_shown;
    base::TableFilter m_filter;
    std::vector<Word> m_words;
    std::vector<Condition> m_conditions;
    std::vector<int> m_wordColumns;
    std::vector<int> m_timeColumns;
    std::vector<std::string> m_folded; ///< UTF-8, a line a column; empty: not yet taken
};

} // namespace streamscape::widgets
