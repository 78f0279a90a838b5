// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/location.h"

#include <QString>

#include <vector>

namespace streamscape::base {

/// Only rows that have this text in a column, or only those that have not.
struct ColumnFilter {
    QString column; ///< the column's id
    QString value;  ///< as the model has the text: of a time RFC 3339, of what is unknown "—"
    bool exclude = false;
    bool operator==(const ColumnFilter&) const = default;
};

/// Which rows of a table are shown: those with every word of the text in one of their names, whatever the
/// case, and in each filtered column one of the values asked for and none of those that are not.
struct TableFilter {
    QString text;
    std::vector<ColumnFilter> columns;

    bool isEmpty() const { return text.trimmed().isEmpty() && columns.empty(); }
    bool operator==(const TableFilter&) const = default;
};

/// With one more condition, once; what says the contrary of it goes.
TableFilter with(TableFilter filter, const ColumnFilter& one);

/// As text=…, is.COLUMN=A,B and not.COLUMN=C of an address; what was there of another filter goes. A comma in
/// a value is written "\,", a backslash "\\", no text at all "\0".
void putFilter(const TableFilter& filter, Location& location);
/// The inverse; of the columns in the order of their ids, what is asked for first.
TableFilter filterOf(const Location& location);

} // namespace streamscape::base
