// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster.h"
#include "models/lag/chart.h"

#include <QObject>
#include <QThread>

namespace streamscape::lag {

class Lookout;

/// A cluster's lag, read again and again on a thread of its own; each finding arrives as one snapshot. A
/// failure keeps the last snapshot, which then shows its age. GUI thread.
class Feed final : public QObject {
    Q_OBJECT

public:
    /// The cluster outlives the feed.
    Feed(kafka::Cluster& cluster, base::Clock clock, QObject* parent = nullptr);
    ~Feed() override;

    /// Reads now and then every interval.
    void start(base::Duration interval = std::chrono::seconds{2});
    void stop();
    /// Reads now; a look under way is followed by another.
    void refresh();
    /// The group in front of somebody is read in full at each look.
    void setInterest(const std::string& group);

    /// The newest finding; null before the first.
    SnapshotPtr snapshot() const { return m_snapshot; }
    /// Why the newest look failed; nullopt once one succeeded again.
    const std::optional<base::Error>& error() const { return m_error; }

    /// The groups with the highest lag in [from, to], each reduced to what so many pixels can show.
    QFuture<base::Result<std::vector<Line>>> worstLines(base::Time from, base::Time to, std::size_t count,
                                                        int pixels);

Q_SIGNALS:
    /// A new snapshot, a failure, or a recovery: look at both.
    void changed();

private:
    void take(const base::Result<SnapshotPtr>& finding);
    /// Has something done on the lookout's thread.
    template<class Order>
    void order(Order order);

    SnapshotPtr m_snapshot;
    std::optional<base::Error> m_error;
    Lookout* m_lookout; // lives and ends on the thread
    QThread m_thread;
};

} // namespace streamscape::lag
