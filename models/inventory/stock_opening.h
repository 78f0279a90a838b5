// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/stock_view.h"
#include "models/kafka/cluster.h"
#include "models/store/store.h"

#include <QFuture>

namespace streamscape::inventory {

/// What must be known before the topics can be read: what the cluster has, and where the store stands.
struct Opened {
    std::string clusterId;
    std::map<std::string, std::string> topicIds; ///< of the topics that are there
    std::map<std::string, int> partitionCounts;
    std::vector<TopicPartition> partitions;
    std::vector<kafka::PartitionOffset> starts;
    std::vector<kafka::PartitionOffset> ends; ///< last stable offsets
    std::vector<base::Error> partly;          ///< a catalogue topic that is not there, or may not be seen
    std::vector<Obstacle> obstacles;          ///< not empty: the store was left as it is
    ProjectionRow row;
};

/// The topics that are there, by name: their ids and how many partitions they have.
std::map<std::string, std::string> topicIds(const std::vector<kafka::Topic>& topics);
std::map<std::string, int> partitionCounts(const std::vector<kafka::Topic>& topics);
/// Of the three topics.
std::vector<std::string> topicNames(const ProjectionSpec& spec);

/// One opening: asks the cluster for the topics and their offsets, then the store where it stands. GUI
/// thread; destruction is how it is called off. The cluster and the store outlive it.
class StockOpening final : public QObject {
    Q_OBJECT

public:
    enum class Store {
        Read,    ///< as it is
        Write,   ///< partitions not read so far are entered, to be read from the log's start
        Rebuild, ///< everything projected is forgotten first
    };
    StockOpening(kafka::Cluster& cluster, store::Store& store, ProjectionSpec spec, Store how,
                 base::Time now);

    /// Answers once. NotFound or Denied where the movements topic is not there or may not be seen.
    QFuture<base::Result<Opened>> ask();

private:
    void askTopics();
    void takeTopics(const std::vector<kafka::Topic>& topics);
    void readStore();
    void askEnds();
    void compare();
    void enterStore();
    void askOffsets(kafka::OffsetQuery::At at, std::vector<kafka::PartitionOffset> Opened::*member,
                    void (StockOpening::*next)());
    void fail(base::Error error) { m_reply.answer(tl::unexpected(std::move(error))); }

    kafka::Cluster& m_cluster;
    store::Store& m_store;
    const ProjectionSpec m_spec;
    const Store m_how;
    const base::Time m_now;
    Opened m_opened;
    base::Reply<Opened> m_reply;
};

} // namespace streamscape::inventory
