// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/stock_view.h"
#include "models/kafka/cluster.h"
#include "models/kafka/tail.h"
#include "models/store/store.h"

#include <QFuture>
#include <QTimer>

#include <deque>

namespace streamscape::inventory {

/// Keeps the stock of one cluster: reads the topics from where the store stands, has each batch projected and
/// committed on the store's writer, and publishes what the store then says, at most four times a second. It
/// joins no group and commits nothing to Kafka. Where the store is read-only, another process projects and
/// this one only reads. GUI thread. The cluster and the store outlive it.
class StockFeed final : public QObject {
    Q_OBJECT

public:
    StockFeed(kafka::Cluster& cluster, kafka::TailFactory tails, store::Store& store, ProjectionSpec spec,
              base::Clock clock, QObject* parent = nullptr);
    ~StockFeed() override;

    void start();
    /// As start(), but leaves the projecting to others even where the store could be written.
    void startReading();
    /// Asks the cluster and the store again at once.
    void refresh();
    /// Forgets what was projected and begins at the start of the log.
    void rebuild();

    const ProjectionSpec& spec() const { return m_spec; }
    /// Never null.
    const StockViewPtr& view() const { return m_view; }

    /// What lies behind a level, in applied order. A newer question takes the place of an older one.
    QFuture<base::Result<std::vector<MovementRow>>> movements(MovementQuery query);
    QFuture<base::Result<std::vector<OnHandPoint>>> onHand(std::string warehouse, base::Time from,
                                                           base::Time to, int most);
    /// The last levels of each of these, oldest first.
    QFuture<base::Result<std::map<LevelKey, std::vector<double>>>> trends(std::vector<LevelKey> levels,
                                                                          int most);

Q_SIGNALS:
    void changed();

private:
    struct Opening; // what is gathered before the stream is opened

    void stop();
    void ask();
    void askTopics(const std::shared_ptr<Opening>& opening);
    void askOffsets(const std::shared_ptr<Opening>& opening);
    void askStore(const std::shared_ptr<Opening>& opening);
    void open(const std::shared_ptr<Opening>& opening, const ProjectionRow& row);
    void openTail(const std::shared_ptr<Opening>& opening);
    void take(const kafka::BatchPtr& batch);
    void taken(const kafka::RecordBatch& batch);
    void note(const kafka::RecordBatch& batch);
    void askEnds();
    void checkTopics();
    void fail(base::Error error);
    void readStock();
    void publish();
    void publishSoon();
    double perSecond() const;

    kafka::Cluster& m_cluster;
    kafka::TailFactory m_tails;
    store::Store& m_store;
    ProjectionSpec m_spec;
    base::Clock m_clock;

    bool m_onlyReads;
    int m_generation = 0; ///< answers to older questions are dropped
    std::string m_clusterId;
    std::shared_ptr<const Stock> m_stock;
    std::map<TopicPartition, PartitionProgress> m_positions;
    std::map<std::string, int> m_partitionCounts;
    std::vector<Obstacle> m_obstacles;
    std::optional<base::Error> m_error;
    std::vector<base::Error> m_partly;
    std::shared_ptr<CommitLine> m_line;
    std::deque<std::pair<base::Time, std::int64_t>> m_rate; ///< when so many records were committed
    bool m_started = false;
    bool m_stockChanged = false; ///< the store has more than m_stock shows
    bool m_reading = false;
    bool m_askingEnds = false;
    int m_endsAsked = 0;
    std::map<std::string, std::string> m_topicIds;
    StockViewPtr m_view;
    QTimer m_publishTimer;
    QTimer m_endsTimer;
    QTimer m_retryTimer;
    std::unique_ptr<kafka::Tail> m_tail; // last: its thread stops first
};

} // namespace streamscape::inventory
