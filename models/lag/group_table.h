// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/rowmodel.h"
#include "models/lag/row_filter.h"

namespace streamscape::lag {

/// A group's row as a table shows it: it points into a snapshot, which its model keeps.
struct GroupEntry {
    const GroupRow* row = nullptr;

    const GroupRow& operator*() const { return *row; }
    const GroupRow* operator->() const { return row; }
    auto key() const { return row->key(); }
    QString keyText() const { return row->keyText(); }
    bool operator==(const GroupEntry& other) const { return *row == *other.row; }
};

std::span<const base::Column<GroupEntry>> groupColumns();
std::vector<GroupEntry> groupEntries(const Snapshot& snapshot);

class GroupModel final : public base::RowModel<GroupEntry> {
public:
    explicit GroupModel(QObject* parent = nullptr)
        : RowModel(groupColumns(), parent) {}
    /// The groups of all clusters that the filter takes.
    void setSnapshots(Snapshots snapshots, const RowFilter& filter = {});

private:
    Snapshots m_snapshots; ///< the rows point into them
};

} // namespace streamscape::lag
