// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/tables.h"
#include "models/access/whocan.h"
#include "models/base/lane.h"
#include "models/kafka/cluster.h"

#include <QTimer>

namespace streamscape::access {

/// Asks the cluster for its ACLs, its authorizer, users, topics and groups; takes stock on a thread of its
/// own and publishes one immutable snapshot. Of overlapping rounds the newest wins. While the cluster does
/// not answer, the last snapshot stays and error() says why it does not get younger. GUI thread (or ctl
/// main).
class AccessFeed final : public QObject {
    Q_OBJECT

public:
    struct Options {
        base::Duration interval{10'000}; ///< between rounds once started, while active; 0: only when asked
        Known known{};
        base::Duration idleInterval{60'000}; ///< and while nobody looks: for what is said of it elsewhere
    };
    /// The cluster outlives the feed.
    AccessFeed(kafka::Cluster& cluster, base::Clock clock, Options options, QObject* parent = nullptr);
    ~AccessFeed() override;

    void start();
    /// Whether somebody looks. What is older than an interval by then is asked again now.
    void setActive(bool active);
    void refresh();

    SnapshotPtr snapshot() const { return m_snapshot; } ///< null until the first round has ended
    /// Of the snapshot, made with it; null as long as it is.
    const std::shared_ptr<const Rows>& rows() const { return m_rows; }
    const std::optional<base::Error>& error() const { return m_error; } ///< of the newest round
    bool isAsking() const { return m_asking; }

    /// Who can do this? Answered now if there is a snapshot, and again with each new one, until another
    /// question.
    void ask(Op op, const Resource& resource);
    std::shared_ptr<const WhoCan> whoCan() const { return m_whoCan; } ///< null while there is no answer

Q_SIGNALS:
    void updated();  ///< snapshot() or error() changed
    void answered(); ///< whoCan() changed

private:
    struct Round;
    void setTimer();
    void gather(const std::shared_ptr<Round>& round);
    void finish(const std::shared_ptr<Round>& round);
    struct Stock {
        SnapshotPtr snapshot;
        std::shared_ptr<const Rows> rows;
    };
    void publish(const Stock& stock);
    void answer();

    kafka::Cluster& m_cluster;
    base::Clock m_clock;
    Options m_options;
    QTimer m_timer;
    bool m_started = false;
    bool m_active = false;
    bool m_asking = false;
    base::Time m_asked{}; ///< when the newest round began
    quint64 m_generation = 0;
    quint64 m_questionNumber = 0;
    SnapshotPtr m_snapshot;
    std::shared_ptr<const Rows> m_rows;
    std::optional<base::Error> m_error;
    std::optional<std::pair<Op, Resource>> m_question;
    std::shared_ptr<const WhoCan> m_whoCan;
    base::Lane m_lane; // last: its jobs end before what they publish to goes
};

} // namespace streamscape::access
