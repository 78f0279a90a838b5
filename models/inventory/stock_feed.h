// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/stock_ends.h"
#include "models/inventory/stock_progress.h"
#include "models/inventory/stock_stream.h"

#include <QTimer>

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

    /// Opens the stream; anew where it is open.
    void start();
    /// As start(), but leaves the projecting to others even where the store could be written.
    void startReading();
    /// Asks the cluster and the store again at once.
    void refresh();
    /// Forgets what was projected and begins at the start of the log, as soon as the cluster answers. Not
    /// where the feed only reads.
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
    /// There is a stream to be in trouble: neither another process projects nor an obstacle stands.
    bool isFollowing() const { return !m_onlyReads && m_obstacles.empty(); }
    void ask();
    void opened(const Opened& opened);
    void openStream(const Opened& opened);
    void committed(const kafka::RecordBatch& batch, bool wrote);
    void lookAgain();
    void takeEnds(const base::Result<std::vector<kafka::PartitionOffset>>& ends);
    void fail(Trouble::Cause cause, const base::Error& error);
    void setTrouble(Trouble::Cause cause, const std::optional<base::Error>& error);
    void askAgainSoon();
    void reopenLater();
    void readStock();
    void publish();
    void publishSoon();

    kafka::Cluster& m_cluster;
    store::Store& m_store;
    const ProjectionSpec m_spec;
    const base::Clock m_clock;

    bool m_onlyReads;
    bool m_rebuild = false; ///< wanted, and not done yet
    std::string m_clusterId;
    std::shared_ptr<const Stock> m_stock;
    StockProgress m_progress;
    std::vector<Obstacle> m_obstacles;
    /// Each set and taken back by its own cause alone; the stream keeps its own.
    std::map<Trouble::Cause, base::Error> m_troubles;
    std::vector<base::Error> m_partly;
    RecentRate m_rate;
    bool m_started = false;
    bool m_stockChanged = false; ///< the store has more than m_stock shows
    bool m_reading = false;
    StockViewPtr m_view;
    QTimer m_publishTimer;
    QTimer m_lookTimer;
    QTimer m_retryTimer;
    QTimer m_reopenTimer;
    int m_openings = 0; ///< the newest counts
    std::unique_ptr<StockOpening> m_opening;
    StockEnds m_ends;
    StockStream m_stream; // last: its thread stops first
};

} // namespace streamscape::inventory
