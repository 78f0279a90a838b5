// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/chronicle.h"

#include "models/base/answered.h"
#include "models/lag/alert_store.h"
#include "models/lag/mark_store.h"
#include "models/lag/past.h"
#include "models/lag/picture_store.h"
#include "models/lag/recall.h"
#include "models/store/clusters.h"

namespace streamscape::lag {

namespace {
// Looks do not come to the millisecond.
constexpr base::Duration betweenFrames =
    samples::stepOf(samples::Tier::Frames) - std::chrono::milliseconds{500};
} // namespace

Chronicle::Chronicle(store::Store& store, std::string clusterId, std::string clusterName, base::Clock clock,
                     QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_clusterId(std::move(clusterId))
    , m_clusterName(std::move(clusterName))
    , m_clock(std::move(clock))
    , m_recording(store, m_clusterId, m_clusterName) {}

std::string Chronicle::slot(const char* kind) const { return std::string(kind) + '/' + m_clusterId; }

template<class T>
void Chronicle::expect(const QFuture<base::Result<T>>& answer) {
    base::whenAnswered(answer, this, [this](const base::Result<T>& done) {
        Q_EMIT kept(done ? std::nullopt : std::optional(done.error()));
    });
}

void Chronicle::keep(const Snapshot& snapshot) {
    // A clock that was put back by much begins anew.
    const base::Duration since = snapshot.asOf - m_newestFrame;
    if (!keeps() || (since >= base::Duration::zero() && since < betweenFrames))
        return;
    m_newestFrame = snapshot.asOf;
    expect(m_recording.write(snapshot));
}

void Chronicle::keep(const std::vector<Mark>& marks) {
    if (!keeps() || marks.empty())
        return;
    expect(m_store.write<base::Done>([marks, id = m_clusterId, name = m_clusterName,
                                      now = m_clock()](store::Sql& sql) -> base::Result<base::Done> {
        insertMarks(sql, store::clusterKey(sql, id, name, now), marks, now);
        return base::Done{};
    }));
}

QFuture<base::Result<std::shared_ptr<History>>> Chronicle::recall() {
    return m_store.read<std::shared_ptr<History>>(
        {}, [id = m_clusterId, now = m_clock()](store::Sql& sql) -> base::Result<std::shared_ptr<History>> {
            return std::make_shared<History>(recallHistory(sql, id, now - recalled, now));
        });
}

QFuture<base::Result<Picture>> Chronicle::picture(const PictureQuery& query) {
    return m_store.read<Picture>(slot("lag picture"),
                                 [id = m_clusterId, query](store::Sql& sql) -> base::Result<Picture> {
                                     Picture picture;
                                     picture.lines = storedLines(sql, id, query);
                                     addStoredEvents(sql, id, query, picture);
                                     return picture;
                                 });
}

QFuture<base::Result<SnapshotPtr>> Chronicle::at(base::Time moment) {
    return m_store.read<SnapshotPtr>(
        slot("lag at"), [id = m_clusterId, moment](store::Sql& sql) { return snapshotAt(sql, id, moment); });
}

QFuture<base::Result<std::vector<Alert>>> Chronicle::alertsBetween(base::Time from, base::Time to) {
    return m_store.read<std::vector<Alert>>(
        slot("lag alerts"),
        [id = m_clusterId, from, to](store::Sql& sql) -> base::Result<std::vector<Alert>> {
            const std::optional<std::int64_t> cluster = store::findCluster(sql, id);
            return cluster ? lag::alertsBetween(sql, *cluster, from, to) : std::vector<Alert>{};
        });
}

} // namespace streamscape::lag
