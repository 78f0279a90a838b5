// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "models/base/columns.h"

#include <algorithm>
#include <span>
#include <vector>

namespace streamscape::ctl {

/// What a table shows, cell by cell.
struct Cell {
    QString text;
    base::Severity severity = base::Severity::None;
};
struct Heading {
    QString text;
    bool right = false; ///< numbers
};

/// Columns on a terminal: 2 for East Asian wide characters and most emoji, 0 for combining marks.
int displayWidth(const QString& text);
/// The text with control characters spelled out, so that a name cannot move the cursor or break a row.
QString printable(const QString& text);

/// An aligned table with a line of headings; colour by severity where asked for. No rows: the headings alone.
void printCells(std::ostream& out, bool colour, const std::vector<Heading>& headings,
                const std::vector<std::vector<Cell>>& rows);

/// The feature's own columns as the window shows them; sparklines are left out, and columns with nothing in
/// them.
template<class Row>
void printTable(Session& session, std::span<const base::Column<Row>> columns, const std::vector<Row>& rows) {
    std::vector<Heading> headings;
    std::vector<std::vector<Cell>> cells(rows.size());
    for (const base::Column<Row>& column : columns) {
        if (column.kind == base::CellKind::Spark)
            continue;
        std::vector<Cell> all;
        all.reserve(rows.size());
        for (const Row& row : rows)
            all.push_back({column.text(row), column.severity ? column.severity(row) : base::Severity::None});
        const auto isEmpty = [](const Cell& cell) { return cell.text.isEmpty(); };
        if (!rows.empty() && std::all_of(all.begin(), all.end(), isEmpty))
            continue;
        headings.push_back({QString::fromUtf8(column.title), base::isNumber(column.kind)});
        for (std::size_t i = 0; i < all.size(); ++i)
            cells[i].push_back(std::move(all[i]));
    }
    printCells(session.out(), session.colour(), headings, cells);
}

} // namespace streamscape::ctl
