// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/log_follower.h"
#include "models/audit/query.h"
#include "models/base/location.h"
#include "models/store/clusters.h"

#include <QTimer>

namespace streamscape::audit {

/// What the page asks: a query without its moments, and the time range it looks at.
struct Question {
    base::TimeRange range = base::lastOf(std::chrono::minutes{15});
    std::vector<Term> where;
    std::vector<Term> whereNot;
    std::string text;
    std::int64_t limit = 500;
    bool operator==(const Question&) const = default;
};

/// What the page shows; immutable.
struct Snapshot {
    Question question;
    Query query; ///< as it was asked, with the range's moments
    Answer answer;
    std::int64_t denied = 0; ///< in the range, whatever else is asked for
    Summary summary;
    Time asOf{};
};
using SnapshotPtr = std::shared_ptr<const Snapshot>;

/// Follows one cluster's sources into the index, and keeps one answer from its lines fresh: at once for a new
/// question, else at most four times a second as lines arrive. The newest question wins. Nothing is followed
/// or asked before it is known whose lines they are. GUI thread; the store outlives it.
class AuditFeed final : public QObject {
    Q_OBJECT

public:
    AuditFeed(store::Store& store, base::Clock clock, QObject* parent = nullptr);
    ~AuditFeed() override;

    /// Whose lines these are; what was followed of another cluster stops.
    void setCluster(const store::KnownCluster& cluster);
    /// It is not known whose, and why: error() until it is.
    void setClusterUnknown(const base::Error& why);
    const std::optional<store::KnownCluster>& cluster() const { return m_cluster; }
    /// Of the cluster, whatever they say themselves. Starts following; what was followed before stops.
    /// Sources with an unknown zone are named in progress().
    void setSources(const std::vector<Source>& sources);
    bool hasSources() const { return !m_sources.empty(); }
    void ask(const Question& question);
    const Question& question() const { return m_question; }
    /// Asks again.
    void refresh();
    /// While nobody looks, lines are still indexed but nothing is asked.
    void setActive(bool active);

    const SnapshotPtr& snapshot() const { return m_snapshot; }          ///< nullptr before the first answer
    const std::optional<base::Error>& error() const { return m_error; } ///< of the last question
    bool isAsking() const { return m_asking; }
    /// Over all sources.
    Progress progress() const;

Q_SIGNALS:
    void snapshotChanged(); ///< or error
    void progressChanged();

private:
    void follow();
    void askNow();
    void take(const base::Result<SnapshotPtr>& snapshot);
    void linesCame();

    store::Store& m_store;
    base::Clock m_clock;
    std::optional<store::KnownCluster> m_cluster;
    std::vector<Source> m_sources;
    std::vector<std::unique_ptr<LogFollower>> m_followers;
    std::vector<base::Error> m_refused;
    Question m_question;
    std::uint64_t m_generation = 0;
    bool m_asking = false;
    bool m_stale = true; ///< something changed since the last question
    bool m_active = true;
    SnapshotPtr m_snapshot;
    std::optional<base::Error> m_error;
    QTimer m_soon; ///< lines came: ask, but not too often
    QTimer m_tick; ///< a live range moves on
};

/// One source for each folder of brokers' logs, named by the folder (or its parent, where it is just "logs").
std::vector<Source> authorizerSources(const std::vector<std::string>& folders);

} // namespace streamscape::audit
