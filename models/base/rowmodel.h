// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/columns.h"
#include "models/base/snapshot_table.h"
#include "models/base/text.h"

#include <algorithm>
#include <span>

namespace streamscape::base {

/// A table over rows in ascending key order. setRows() takes a whole snapshot and removes, inserts and
/// touches only what differs: selection, scroll position and editors stay. It never resets. GUI thread only.
/// Row has key() (ordered), keyText() (QString) and operator==.
template<class Row>
class RowModel : public SnapshotTable {
public:
    explicit RowModel(std::span<const Column<Row>> columns, QObject* parent = nullptr)
        : SnapshotTable(parent)
        , m_columns(columns) {}

    /// The new rows, in any order; of two with one key the first stays.
    void setRows(std::vector<Row> rows) {
        std::optional<RowDiff> found = diffRows(m_rows, rows);
        if (!found) {
            const auto before = [](const Row& a, const Row& b) { return a.key() < b.key(); };
            std::stable_sort(rows.begin(), rows.end(), before);
            rows.erase(std::unique(rows.begin(), rows.end(),
                                   [&](const Row& a, const Row& b) { return !before(a, b); }),
                       rows.end());
            found = diffRows(m_rows, rows);
        }
        const RowDiff diff = std::move(*found);
        Q_EMIT snapshotComes(diff);
        if (diff.removals.size() + diff.insertions.size() > manyRuns)
            replaceInOne(rows, diff);
        else
            replaceByRuns(rows, diff);
        m_rows = std::move(rows); // the equal ones too: a row may point into what it came from
        const int lastColumn = columnCount({}) - 1;
        for (const RowDiff::Run& run : diff.changes)
            Q_EMIT dataChanged(index(static_cast<int>(run.first), 0),
                               index(static_cast<int>(run.first + run.count) - 1, lastColumn));
        if (!diff.removals.empty() || !diff.insertions.empty())
            forgetKeys();
        Q_EMIT snapshotTaken(diff);
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
            return static_cast<int>((isNumber(column.kind) ? Qt::AlignRight : Qt::AlignLeft) |
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
            return static_cast<int>((isNumber(column.kind) ? Qt::AlignRight : Qt::AlignLeft) |
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
    /// Each run moves all that stands behind it, here and in every view.
    static constexpr std::size_t manyRuns = 16;

    void replaceByRuns(const std::vector<Row>& rows, const RowDiff& diff) {
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
    }

    // What goes moves to the end and out in one; what comes enters there in one and moves to its place.
    void replaceInOne(const std::vector<Row>& rows, const RowDiff& diff) {
        std::vector<int> places = placesAfter(diff, m_rows.size()); // of the old rows among the new
        const auto kept = static_cast<int>(
            m_rows.size() - static_cast<std::size_t>(std::count(places.begin(), places.end(), -1)));
        if (!diff.removals.empty()) {
            std::vector<Row> ordered(m_rows.size());
            std::vector<int> moves(m_rows.size());
            int stays = 0;
            int goes = kept;
            for (std::size_t i = 0; i < m_rows.size(); ++i) {
                moves[i] = places[i] < 0 ? goes++ : stays++;
                ordered[static_cast<std::size_t>(moves[i])] = std::move(m_rows[i]);
            }
            rearrange(std::move(ordered), moves);
            beginRemoveRows({}, kept, goes - 1);
            m_rows.erase(m_rows.begin() + kept, m_rows.end());
            endRemoveRows();
            std::erase(places, -1);
        }
        if (diff.insertions.empty())
            return;
        beginInsertRows({}, kept, static_cast<int>(rows.size()) - 1);
        for (const RowDiff::Run& run : diff.insertions)
            for (std::size_t i = run.first; i < run.first + run.count; ++i) {
                m_rows.push_back(rows[i]);
                places.push_back(static_cast<int>(i));
            }
        endInsertRows();
        std::vector<Row> ordered(m_rows.size());
        for (std::size_t i = 0; i < m_rows.size(); ++i)
            ordered[static_cast<std::size_t>(places[i])] = std::move(m_rows[i]);
        rearrange(std::move(ordered), places);
    }

    void rearrange(std::vector<Row> ordered, const std::vector<int>& moves) {
        Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
        m_rows = std::move(ordered);
        const QModelIndexList from = persistentIndexList();
        QModelIndexList to;
        for (const QModelIndex& old : from)
            to << index(moves[static_cast<std::size_t>(old.row())], old.column());
        changePersistentIndexList(from, to); // in one: one by one they would step on one another
        Q_EMIT layoutChanged({}, VerticalSortHint);
    }

    std::span<const Column<Row>> m_columns;
    std::vector<Row> m_rows;
};

} // namespace streamscape::base
