// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/columns.h"
#include "models/base/rowdiff.h"
#include "models/base/text.h"

#include <QAbstractTableModel>

#include <algorithm>
#include <span>

namespace streamscape::base {

/// A table over rows in ascending key order. setRows() takes a whole snapshot and removes, inserts and
/// touches only what differs: selection, scroll position and editors stay. It never resets. GUI thread only.
/// Row has key() (ordered), keyText() (QString) and operator==.
template<class Row>
class RowModel : public QAbstractTableModel {
public:
    explicit RowModel(std::span<const Column<Row>> columns, QObject* parent = nullptr)
        : QAbstractTableModel(parent)
        , m_columns(columns) {}

    /// The new rows, in any order; of two with one key the first stays.
    void setRows(std::vector<Row> rows) {
        const auto before = [](const Row& a, const Row& b) { return a.key() < b.key(); };
        if (!std::is_sorted(rows.begin(), rows.end(), before))
            std::stable_sort(rows.begin(), rows.end(), before);
        rows.erase(
            std::unique(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return !before(a, b); }),
            rows.end());
        const RowDiff diff = diffRows(m_rows, rows);
        for (const RowDiff::Run& run : diff.removals) {
            const auto from = m_rows.begin() + static_cast<std::ptrdiff_t>(run.first);
            beginRemoveRows({}, static_cast<int>(run.first), static_cast<int>(run.first + run.count) - 1);
            m_rows.erase(from, from + static_cast<std::ptrdiff_t>(run.count));
            endRemoveRows();
        }
        for (const RowDiff::Run& run : diff.insertions) {
            const auto from = rows.begin() + static_cast<std::ptrdiff_t>(run.first);
            beginInsertRows({}, static_cast<int>(run.first), static_cast<int>(run.first + run.count) - 1);
            m_rows.insert(m_rows.begin() + static_cast<std::ptrdiff_t>(run.first), from,
                          from + static_cast<std::ptrdiff_t>(run.count));
            endInsertRows();
        }
        m_rows = std::move(rows); // the equal ones too: a row may point into what it came from
        for (const RowDiff::Run& run : diff.changes)
            Q_EMIT dataChanged(index(static_cast<int>(run.first), 0),
                               index(static_cast<int>(run.first + run.count) - 1, columnCount({}) - 1));
    }

    const std::vector<Row>& rows() const { return m_rows; }
    const Row* at(const QModelIndex& index) const {
        return index.isValid() && static_cast<std::size_t>(index.row()) < m_rows.size()
                   ? &m_rows[static_cast<std::size_t>(index.row())]
                   : nullptr;
    }
    std::span<const Column<Row>> columns() const { return m_columns; }

    int rowCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    int columnCount(const QModelIndex& parent) const override {
        return parent.isValid() ? 0 : static_cast<int>(m_columns.size());
    }
    QVariant data(const QModelIndex& index, int role) const override {
        const Row* row = at(index);
        if (!row || static_cast<std::size_t>(index.column()) >= m_columns.size())
            return {};
        const Column<Row>& column = m_columns[static_cast<std::size_t>(index.column())];
        switch (role) {
        case Qt::DisplayRole:
            return column.text(*row);
        case Qt::ToolTipRole:
            return column.why ? QVariant(column.why(*row)) : QVariant();
        case Qt::TextAlignmentRole:
            return static_cast<int>((column.kind == CellKind::Number ? Qt::AlignRight : Qt::AlignLeft) |
                                    Qt::AlignVCenter);
        case SortRole:
            return column.raw ? column.raw(*row) : QVariant(column.text(*row));
        case SeverityRole:
            return static_cast<int>(column.severity ? column.severity(*row) : Severity::None);
        case ShapeRole:
            return static_cast<int>(column.shape ? column.shape(*row) : Shape::None);
        case KeyRole:
            return row->keyText();
        case KindRole:
            return static_cast<int>(column.kind);
        case LinkRole:
            return column.link ? QVariant(column.link(*row)) : QVariant();
        case SparkRole:
            return column.kind == CellKind::Spark && column.raw ? column.raw(*row) : QVariant();
        default:
            return {};
        }
    }
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override {
        if (orientation != Qt::Horizontal || section < 0 ||
            static_cast<std::size_t>(section) >= m_columns.size())
            return {};
        const Column<Row>& column = m_columns[static_cast<std::size_t>(section)];
        switch (role) {
        case Qt::DisplayRole:
            return QString::fromUtf8(column.title);
        case Qt::ToolTipRole:
            return QString::fromUtf8(column.tip);
        case Qt::TextAlignmentRole:
            return static_cast<int>((column.kind == CellKind::Number ? Qt::AlignRight : Qt::AlignLeft) |
                                    Qt::AlignVCenter);
        case KeyRole:
            return QString::fromLatin1(column.id);
        case KindRole:
            return static_cast<int>(column.kind);
        default:
            return {};
        }
    }

private:
    std::span<const Column<Row>> m_columns;
    std::vector<Row> m_rows;
};

} // namespace streamscape::base
