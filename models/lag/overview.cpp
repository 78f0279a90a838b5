// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/overview.h"

#include <algorithm>

namespace streamscape::lag {

base::Location placeOf(const GroupKey& key) {
    base::Location place{"lag", "", {{"group", key.group}}, std::nullopt};
    if (!key.cluster.empty())
        place.query["cluster"] = key.cluster;
    return place;
}

SnapshotPtr named(const SnapshotPtr& snapshot, const std::string& cluster) {
    if (!snapshot)
        return snapshot;
    auto copy = std::make_shared<Snapshot>(*snapshot);
    for (Group& group : copy->groups)
        group.row.cluster = cluster;
    return copy;
}

SnapshotPtr snapshotOf(const Snapshots& snapshots, const GroupKey& key) {
    for (const SnapshotPtr& snapshot : snapshots)
        if (const Group* group = snapshot->find(key.group); group && group->row.cluster == key.cluster)
            return snapshot;
    return nullptr;
}

const Group* find(const Snapshots& snapshots, const GroupKey& key) {
    const SnapshotPtr snapshot = snapshotOf(snapshots, key);
    return snapshot ? snapshot->find(key.group) : nullptr;
}

namespace {

GroupKey keyOf(const GroupRow& row) { return {row.cluster, row.group}; }

template<class T>
void addKnown(std::optional<T>& sum, const std::optional<T>& more) {
    if (more)
        sum = sum.value_or(T{}) + *more;
}

void add(Overview& all, const SnapshotPtr& snapshot) {
    const Totals some = totals(*snapshot);
    Totals& sum = all.totals;
    sum.stopped += some.stopped;
    sum.stalled += some.stalled;
    sum.fallingBehind += some.fallingBehind;
    sum.rewound += some.rewound;
    sum.unread += some.unread;
    sum.writtenUnknown += some.writtenUnknown;
    sum.readUnknown += some.readUnknown;
    addKnown(sum.lag, some.lag);
    addKnown(sum.written, some.written);
    addKnown(sum.read, some.read);
    if (some.worst.value && (!sum.worst.value || *sum.worst.value < *some.worst.value)) {
        sum.worst = some.worst;
        sum.worstGroup = some.worstGroup;
        const Group* group = snapshot->find(some.worstGroup);
        all.worst = group ? keyOf(group->row) : GroupKey{};
    } else if (!sum.worst.value && sum.worst.why.empty()) {
        sum.worst = some.worst;
    }
    all.groups += static_cast<int>(snapshot->groups.size());
    all.topics += snapshot->topics;
    all.partitions += snapshot->partitions;
}

bool isClock(const Expiry& expiry) { return expiry.in && expiry.how != Expiry::How::Never; }

} // namespace

Overview overview(const Snapshots& snapshots) {
    Overview all;
    std::string unknown;
    for (const SnapshotPtr& snapshot : snapshots) {
        add(all, snapshot);
        for (const Group& group : snapshot->groups) {
            const Expiry& one = group.row.expiry;
            all.judged = all.judged || group.row.verdict != Verdict::Unknown;
            if (isClock(one) && (!isClock(all.soonest) || *one.in < *all.soonest.in)) {
                all.soonest = one;
                all.expiring = keyOf(group.row);
            }
            if (one.how == Expiry::How::Unknown && unknown.empty())
                unknown = one.why;
        }
    }
    if (isClock(all.soonest))
        return all;
    all.soonest.how = unknown.empty() ? Expiry::How::Never : Expiry::How::Unknown;
    all.soonest.why = unknown.empty() ? "No unread record falls to retention" : unknown;
    return all;
}

} // namespace streamscape::lag
