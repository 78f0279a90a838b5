// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/rowmodel.h"
#include "models/inventory/cluster_view.h"

namespace streamscape::inventory {

std::span<const base::Column<TopicRow>> topicColumns();
std::span<const base::Column<BrokerRow>> brokerColumns();
std::span<const base::Column<PartitionRow>> partitionColumns();
std::span<const base::Column<ClusterFinding>> findingColumns();

class TopicModel final : public base::RowModel<TopicRow> {
public:
    explicit TopicModel(QObject* parent = nullptr)
        : RowModel(topicColumns(), parent) {}
};
class BrokerModel final : public base::RowModel<BrokerRow> {
public:
    explicit BrokerModel(QObject* parent = nullptr)
        : RowModel(brokerColumns(), parent) {}
};
class PartitionModel final : public base::RowModel<PartitionRow> {
public:
    explicit PartitionModel(QObject* parent = nullptr)
        : RowModel(partitionColumns(), parent) {}
};
class FindingModel final : public base::RowModel<ClusterFinding> {
public:
    explicit FindingModel(QObject* parent = nullptr)
        : RowModel(findingColumns(), parent) {}
};

} // namespace streamscape::inventory
