// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/alarm.h"
#include "models/lag/assess.h"
#include "models/lag/chronicle.h"
#include "models/lag/look.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <deque>

namespace streamscape::lag {

/// Looks at one cluster again and again, remembers, judges, and watches: what the feed's thread does. Every
/// method is for the thread it lives on; its signals cross to whoever listens.
class Lookout final : public QObject {
    Q_OBJECT

public:
    /// The cluster outlives the lookout.
    Lookout(kafka::Cluster& cluster, base::Clock clock);

    /// Looks now, and again every interval; a look that takes long gets as long a rest after it.
    void start(base::Duration interval);
    void stop();
    /// Looks now, or as soon as the look under way is done.
    void lookNow();
    /// The group in front of somebody is read in full at each look.
    void setInterest(std::string group) { m_query.interest = std::move(group); }
    void setRules(Rules rules);
    void setAlertRules(std::vector<AlertRule> rules) { m_alarm.setRules(std::move(rules)); }
    /// Keeps there, and begins with what is there, as soon as the cluster has said who it is.
    void useStore(store::Store& store, std::string name);
    void acknowledge(std::int64_t id) { m_alarm.acknowledge(id); }
    void mute(std::int64_t id, std::optional<base::Time> until) { m_alarm.mute(id, until); }

    QFuture<base::Result<Picture>> picture(PictureQuery query);
    QFuture<base::Result<SnapshotPtr>> at(base::Time moment);
    QFuture<base::Result<std::vector<Alert>>> alertsBetween(base::Time from, base::Time to);

Q_SIGNALS:
    /// One look is done: a snapshot, or why there is none.
    void looked(const streamscape::base::Result<streamscape::lag::SnapshotPtr>& finding);
    void alertsChanged(const std::vector<streamscape::lag::Alert>& open);
    void told(const streamscape::lag::Alert& alert);
    // Why history could not be kept, or an alert not be kept or told; nullopt: it works again.
    void kept(const std::optional<streamscape::base::Error>& failure);
    void alarmed(const std::optional<streamscape::base::Error>& failure);

private:
    void take(const base::Result<Looked>& looked);
    void judge(Snapshot snapshot);
    void keep();
    void beginChronicle();
    void takeRecalled(const base::Result<std::shared_ptr<History>>& recalled);
    void peek();
    void takePeeked(const base::Result<std::vector<kafka::PeekedRecord>>& peeked,
                    const std::vector<base::Offset>& ends);
    void rest();
    Picture rememberedPicture(const PictureQuery& query) const;

    kafka::Cluster& m_cluster;
    const base::Clock m_clock;
    Query m_query = steady();
    const std::shared_ptr<Roster> m_roster = std::make_shared<Roster>();
    std::shared_ptr<History> m_history = std::make_shared<History>();
    Peeks m_peeks;
    Rules m_rules = Rules::Ours;
    SnapshotPtr m_newest;
    MarkState m_markState;
    std::deque<Mark> m_marks; ///< of this session
    Alarm m_alarm;

    store::Store* m_store = nullptr;
    std::string m_name;
    std::unique_ptr<Chronicle> m_chronicle;
    bool m_recalling = false;
    std::vector<SnapshotPtr> m_meanwhile; ///< what was seen before the past was read

    QTimer m_timer;
    base::Duration m_interval{};
    QElapsedTimer m_took; ///< of the look under way
    bool m_looking = false;
    bool m_again = false;
    bool m_failed = false;
    bool m_peeking = false;
};

} // namespace streamscape::lag
