// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/rowmodel.h"
#include "models/lag/row_filter.h"

namespace streamscape::lag {

/// A member of a group and what it carries; or, without an id, what of a group nobody has assigned.
struct MemberRow {
    std::string cluster; ///< as in GroupRow
    std::string group;
    std::string id; ///< empty: no member
    std::string clientId;
    std::string host;
    int partitions = 0;
    std::optional<std::int64_t> lag;
    std::optional<double> share;        ///< of the group's lag, 0…1; none where the group has none
    TimeLag timeLag;                    ///< the worst of its partitions
    std::optional<double> consumeRate;  ///< only where those of all its partitions are known
    Verdict verdict = Verdict::Unknown; ///< the group's

    bool operator==(const MemberRow&) const = default;
    auto key() const { return std::tie(cluster, group, id); }
    QString keyText() const;
};

/// Sorted by group and id; what nobody has assigned comes first. Nothing of a group out of history, which
/// does not keep who its members were.
std::vector<MemberRow> byMember(const Group& group);

std::span<const base::Column<MemberRow>> memberColumns();

class MemberModel final : public base::RowModel<MemberRow> {
public:
    explicit MemberModel(QObject* parent = nullptr)
        : RowModel(memberColumns(), parent) {}
    /// The members of all groups that the filter takes.
    void setSnapshots(const Snapshots& snapshots, const RowFilter& filter = {});
    /// One group's members; none where there is no such group.
    void setGroup(const Group* group);
};

} // namespace streamscape::lag
