// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/stock_opening.h"

namespace streamscape::inventory {

/// Asks the cluster where the logs that are read end, and now and then whether the topics are still the same.
/// One question of each at a time; answers about partitions no longer asked for are dropped. GUI thread. The
/// cluster outlives it.
class StockEnds final : public QObject {
    Q_OBJECT

public:
    StockEnds(kafka::Cluster& cluster, ProjectionSpec spec, QObject* parent = nullptr);

    /// What is read from now on.
    void follow(const Opened& opened);
    /// Nothing is: answers under way are dropped.
    void stop();
    void ask();

Q_SIGNALS:
    /// An error of the whole question, or an answer for each partition with errors of its own.
    void answered(const streamscape::base::Result<std::vector<streamscape::kafka::PartitionOffset>>& ends);
    /// Partitions were added, or a topic made again: what is read is no longer what is there.
    void topicsChanged();

private:
    void askTopics();

    kafka::Cluster& m_cluster;
    const ProjectionSpec m_spec;
    std::vector<TopicPartition> m_partitions;
    std::map<std::string, std::string> m_topicIds;
    std::map<std::string, int> m_partitionCounts;
    int m_generation = 0; ///< of what is followed
    int m_asked = 0;
    bool m_asking = false;
};

} // namespace streamscape::inventory
