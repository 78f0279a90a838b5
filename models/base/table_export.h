// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractItemModel>
#include <QByteArray>

#include <vector>

namespace streamscape::base {

/// Rows and columns of a table model as somebody takes them along, under the columns' ids and as raw as the
/// model has them: numbers bare and in the unit they sort by (a duration in milliseconds), times RFC 3339 UTC
/// whatever the window's zone, words as they are shown. Pure; the model is asked on the caller's thread.
struct TableCut {
    const QAbstractItemModel& model;
    std::vector<int> rows;    ///< in the order to write them
    std::vector<int> columns; ///< in the order to write them; sparklines are left out
};

/// All of a model that is shown.
TableCut cutAll(const QAbstractItemModel& model);

/// RFC 4180 in UTF-8: a line of ids, CRLF behind each line, quotes where they are needed, nothing between two
/// commas where it is not known. A name that begins with =, +, - or @ stays what it is: a spreadsheet asks,
/// or takes it for a formula, and no mark of ours would be told from a part of the name.
QByteArray toCsv(const TableCut& cut);

/// An array of objects, a line each: numbers as numbers, null where it is not known.
QByteArray toJson(const TableCut& cut);

} // namespace streamscape::base
