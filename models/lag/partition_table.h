// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/rowmodel.h"
#include "models/lag/row_filter.h"

namespace streamscape::lag {

/// A partition as one group reads it, as a table shows it: it points into a snapshot, which its model keeps.
struct PartitionEntry {
    const GroupRow* group = nullptr;
    const PartitionRow* row = nullptr;

    const PartitionRow& operator*() const { return *row; }
    const PartitionRow* operator->() const { return row; }
    auto key() const { return std::tie(group->cluster, group->group, row->partition); }
    QString keyText() const;
    bool operator==(const PartitionEntry& other) const {
        return *row == *other.row && group->verdict == other.group->verdict;
    }
};

/// The first of the columns are the group's, for tables that show several.
inline constexpr std::size_t groupsOwnColumns = 3;
std::span<const base::Column<PartitionEntry>> partitionColumns();
std::vector<PartitionEntry> partitionEntries(const Group& group);

class PartitionModel final : public base::RowModel<PartitionEntry> {
public:
    explicit PartitionModel(QObject* parent = nullptr)
        : RowModel(partitionColumns(), parent) {}
    /// One group's partitions; none where there is no such group.
    void setGroup(SnapshotPtr snapshot, const std::string& group);
    /// Those of all groups of all clusters that the filter takes; of its topic alone where it has one.
    void setAll(Snapshots snapshots, const RowFilter& filter = {});

private:
    void take(std::vector<PartitionEntry> rows, Snapshots snapshots);

    Snapshots m_snapshots; ///< the rows point into them
};

} // namespace streamscape::lag
