// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster.h"
#include "models/lag/alert_board.h"
#include "models/lag/assess.h"
#include "models/lag/picture.h"
#include "models/store/store.h"

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
    void setRules(Rules rules);
    /// What is watched for, from the next look on; nothing before the first call.
    void setAlertRules(std::vector<AlertRule> rules);
    /// What it has of this cluster counts from now on. Samples, marks and alerts are kept there, where it is
    /// writable: of several programs on one store only the writer keeps and watches. The store outlives the
    /// feed. name: the connection's, as people call it.
    void useStore(store::Store& store, const std::string& name);

    /// The newest finding; null before the first.
    SnapshotPtr snapshot() const { return m_snapshot; }
    /// Why the newest look failed; nullopt once one succeeded again.
    const std::optional<base::Error>& error() const { return m_error; }
    /// Why history is not kept; nullopt once it works again.
    const std::optional<base::Error>& keepingError() const { return m_keepingError; }
    /// Why an alert was not kept, or its command failed; nullopt once another worked.
    const std::optional<base::Error>& alarmError() const { return m_alarmError; }

    /// Open ones, the newest first.
    const std::vector<Alert>& alerts() const { return m_alerts; }
    /// A person has seen an open alert, or wants to hear nothing of it until then (nullopt: again from now
    /// on).
    void acknowledge(std::int64_t id);
    void mute(std::int64_t id, std::optional<base::Time> until);

    // Questions about the past, out of the store; without one, out of this session's memory.
    /// A newer question of one kind cancels the older.
    QFuture<base::Result<Picture>> picture(PictureQuery query);
    /// Lag as it was known at a moment: what history keeps of it, judged by what had been seen until then.
    /// NotFound where nothing was recorded near it.
    QFuture<base::Result<SnapshotPtr>> at(base::Time moment);
    /// Open at some time in [from, to), the newest first.
    QFuture<base::Result<std::vector<Alert>>> alertsBetween(base::Time from, base::Time to);

Q_SIGNALS:
    /// A new snapshot, a failure, or a recovery: look at both, and at the other errors.
    void changed();
    /// alerts() are other ones, or differ.
    void alertsChanged();
    /// The desktop's turn to tell somebody.
    void told(const streamscape::lag::Alert& alert);

private:
    void take(const base::Result<SnapshotPtr>& finding);
    /// What the lookout says on its thread is heard on ours.
    template<class Said, class Listener>
    void hear(void (Lookout::*signal)(const Said&), Listener listener);
    /// Has something done on the lookout's thread.
    template<class Order>
    void order(Order order);
    /// The same for what answers by future.
    template<class T, class Question>
    QFuture<base::Result<T>> ask(Question question);

    SnapshotPtr m_snapshot;
    std::optional<base::Error> m_error;
    std::optional<base::Error> m_keepingError;
    std::optional<base::Error> m_alarmError;
    std::vector<Alert> m_alerts;
    Lookout* m_lookout; // lives and ends on the thread
    QThread m_thread;
};

} // namespace streamscape::lag
