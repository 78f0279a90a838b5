// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/stock_ends.h"

#include "models/base/answered.h"

namespace streamscape::inventory {

using kafka::OffsetQuery;

namespace {
constexpr int endsATopics = 15; // every half minute, with ends asked every two seconds
}

StockEnds::StockEnds(kafka::Cluster& cluster, ProjectionSpec spec, QObject* parent)
    : QObject(parent)
    , m_cluster(cluster)
    , m_spec(std::move(spec)) {}

void StockEnds::follow(const Opened& opened) {
    stop();
    m_partitions = opened.partitions;
    m_topicIds = opened.topicIds;
    m_partitionCounts = opened.partitionCounts;
}

void StockEnds::stop() {
    ++m_generation;
    m_asking = false;
    m_partitions.clear();
}

void StockEnds::ask() {
    if (m_asking || m_partitions.empty())
        return;
    m_asking = true;
    if (++m_asked % endsATopics == 0)
        askTopics();
    base::whenAnswered(
        m_cluster.listOffsets(m_partitions, OffsetQuery{OffsetQuery::At::Latest, {}},
                              kafka::Isolation::ReadCommitted),
        this,
        [this, generation = m_generation](const base::Result<std::vector<kafka::PartitionOffset>>& ends) {
            if (generation != m_generation)
                return;
            m_asking = false;
            Q_EMIT answered(ends);
        });
}

void StockEnds::askTopics() {
    base::whenAnswered(
        m_cluster.describeTopics(topicNames(m_spec)), this,
        [this, generation = m_generation](const base::Result<std::vector<kafka::Topic>>& topics) {
            if (generation != m_generation || !topics)
                return;
            if (topicIds(*topics) != m_topicIds || partitionCounts(*topics) != m_partitionCounts)
                Q_EMIT topicsChanged();
        });
}

} // namespace streamscape::inventory
