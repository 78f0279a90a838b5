// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/base/table_export.h"

class QTableView;

namespace streamscape::widgets {

enum class TableFormat { Csv, Json };

/// The columns that somebody sees, in the order they stand in; these rows of the view's model, or all.
base::TableCut shownCut(const QTableView& table);
base::TableCut shownCut(const QTableView& table, std::vector<int> rows);
QByteArray written(const base::TableCut& cut, TableFormat format);

/// Whole or not at all: a file that was there stays where this fails. Storage, with the path.
base::Result<base::Done> saveTo(const QString& path, const QByteArray& bytes);

/// Asks where to, and writes what is shown when that is said; a failure is told in a box. Does not block.
void askAndSave(QTableView& table, TableFormat format);

} // namespace streamscape::widgets
