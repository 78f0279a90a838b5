// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/rowmodel.h"
#include "models/lag/row_filter.h"

namespace streamscape::lag {

/// A topic as its readers see it: the other way round.
struct TopicRow {
    std::string cluster; ///< as in GroupRow
    std::string topic;
    std::vector<std::string> groups; ///< that read it, sorted
    int partitions = 0;              ///< different ones that are read
    Verdict worst = Verdict::Unknown;
    std::string worstGroup;
    std::optional<std::int64_t> lag;   ///< over all groups
    TimeLag timeLag;                   ///< the worst of all groups
    Expiry expiry;                     ///< the soonest
    std::optional<double> produceRate; ///< each partition counted once; only where all are known

    bool operator==(const TopicRow&) const = default;
    auto key() const { return std::tie(cluster, topic); }
    QString keyText() const;
};

/// Sorted by topic.
std::vector<TopicRow> byTopic(const Snapshot& snapshot);

std::span<const base::Column<TopicRow>> topicColumns();

class TopicModel final : public base::RowModel<TopicRow> {
public:
    explicit TopicModel(QObject* parent = nullptr)
        : RowModel(topicColumns(), parent) {}
    /// The topics of all clusters whose worst verdict the filter takes.
    void setSnapshots(const Snapshots& snapshots, const RowFilter& filter = {});
};

} // namespace streamscape::lag
