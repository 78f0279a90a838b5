// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/location.h"
#include "models/lag/lag.h"

namespace streamscape::lag {

/// Which group of which cluster; the cluster is empty where only one is shown.
struct GroupKey {
    std::string cluster;
    std::string group;

    auto operator<=>(const GroupKey&) const = default;
    bool isEmpty() const { return group.empty(); }
};

/// Where the page shows the group.
base::Location placeOf(const GroupKey& key);

/// The same with the cluster's name in its rows, for tables that show several.
SnapshotPtr named(const SnapshotPtr& snapshot, const std::string& cluster);

/// The snapshot that has a group, or null.
SnapshotPtr snapshotOf(const Snapshots& snapshots, const GroupKey& key);
const Group* find(const Snapshots& snapshots, const GroupKey& key);

/// The numbers over the page, of all clusters that are shown.
struct Overview {
    Totals totals;     ///< its worstGroup is that of worst
    GroupKey worst;    ///< whose time lag is the worst
    Expiry soonest;    ///< where none has one that is known, why says the reason
    GroupKey expiring; ///< whose unread records expire soonest
    int groups = 0;
    int topics = 0;
    int partitions = 0;
    bool judged = false; ///< some group has a verdict
};
Overview overview(const Snapshots& snapshots);

} // namespace streamscape::lag
