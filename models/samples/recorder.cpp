// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/recorder.h"

#include "models/samples/stretch.h"
#include "models/store/clusters.h"

#include <algorithm>
#include <deque>
#include <limits>
#include <mutex>
#include <numeric>

namespace streamscape::samples {

namespace {

using base::Result;
using store::Blob;
using store::Sql;

/// So many series are registered in one transaction: about 10 ms.
constexpr std::size_t seriesAtOnce = 2000;
/// A block that grows beyond this begins anew; at one frame a second that is twice in its half hour.
constexpr int mostFrames = 1024;

} // namespace

/// The writer's side: what the frames so far said, and what of it the store is known to have. A job's changes
/// are not known to be committed until the next job finds them.
class Recorder::Recording final {
public:
    Recording(std::string clusterId, std::string clusterName, base::Duration interval)
        : m_clusterId(std::move(clusterId))
        , m_clusterName(std::move(clusterName))
        , m_interval(interval) {}

    /// From the recorder's thread; kept until a job takes it, as a job may never run.
    void offer(SeriesHandle handle, SeriesName name, Rollup rollup);

    /// Registers up to so many of the new series.
    void add(Sql& sql, base::Time at, std::size_t most);
    Result<FrameWritten> write(Sql& sql, base::Time at, const std::vector<Reading>& readings);

private:
    struct NewSeries {
        SeriesHandle handle;
        SeriesName name;
        Rollup rollup = Rollup::Last;
    };

    void take(std::size_t most);
    void openCluster(Sql& sql, base::Time now);
    void checkSeries(Sql& sql);
    void checkBlock(Sql& sql, base::Time at);
    void resolve(Sql& sql, base::Time now);
    std::vector<SeriesValue> inOrder(const std::vector<Reading>& readings);
    StretchKey beginBlock(Sql& sql, base::Time at);

    std::mutex m_mutex;
    std::deque<NewSeries> m_offered; ///< under the mutex

    std::string m_clusterId;
    std::string m_clusterName;
    base::Duration m_interval;
    std::int64_t m_cluster = 0;

    std::vector<NewSeries> m_unresolved;  ///< without an id
    std::vector<NewSeries> m_uncommitted; ///< got their ids in the job before
    std::vector<SeriesId> m_ids;          ///< by handle
    std::vector<std::uint32_t> m_order;   ///< handles by their ids

    std::optional<StretchKey> m_block; ///< that the next frame adds to; none: it begins one
    int m_points = 0;
    base::Time m_first{};
    base::Time m_last{};
    FrameState m_state;
};

void Recorder::Recording::offer(SeriesHandle handle, SeriesName name, Rollup rollup) {
    const std::scoped_lock lock(m_mutex);
    m_offered.push_back({handle, std::move(name), rollup});
}

void Recorder::Recording::take(std::size_t most) {
    const std::scoped_lock lock(m_mutex);
    for (; most > 0 && !m_offered.empty(); --most) {
        m_unresolved.push_back(std::move(m_offered.front()));
        m_offered.pop_front();
    }
}

void Recorder::Recording::openCluster(Sql& sql, base::Time now) {
    const std::int64_t key = store::clusterKey(sql, m_clusterId, m_clusterName, now);
    if (key != m_cluster)
        m_block.reset();
    m_cluster = key;
}

// A transaction is there as a whole or not at all, and what it inserted has greater ids than what it found:
// the greatest tells for all of them.
void Recorder::Recording::checkSeries(Sql& sql) {
    if (m_uncommitted.empty())
        return;
    const auto newest = std::max_element(m_uncommitted.begin(), m_uncommitted.end(),
                                         [this](const NewSeries& a, const NewSeries& b) {
                                             return m_ids[a.handle.value] < m_ids[b.handle.value];
                                         });
    if (findSeries(sql, m_cluster, newest->name) != m_ids[newest->handle.value])
        m_unresolved.insert(m_unresolved.begin(), m_uncommitted.begin(), m_uncommitted.end());
    m_uncommitted.clear();
}

// Ends the block where the store does not have it as we left it, where it is being put in order, and where
// this moment is not of its span.
void Recorder::Recording::checkBlock(Sql& sql, base::Time at) {
    if (!m_block)
        return;
    const std::optional<Stretch> stored = findStretch(sql, *m_block);
    const bool asWeLeftIt = stored && stored->cluster == m_cluster && stored->tier == Tier::Frames &&
                            stored->stage == Stage::Ready && !stored->parent && stored->points == m_points &&
                            stored->last == m_last;
    const base::Duration span = spanOf(Tier::Frames);
    if (!asWeLeftIt || at < m_last || m_points >= mostFrames || pieceOf(at, span) != pieceOf(m_first, span))
        m_block.reset();
}

void Recorder::Recording::resolve(Sql& sql, base::Time now) {
    if (m_unresolved.empty())
        return;
    // What a failed statement left without an id is asked for again, with the job's others, by the next one.
    auto next = m_unresolved.begin();
    for (; next != m_unresolved.end(); ++next) {
        const SeriesId id = registerSeries(sql, m_cluster, next->name, next->rollup, now);
        if (!sql.ok())
            break;
        if (m_ids.size() <= next->handle.value)
            m_ids.resize(next->handle.value + 1);
        m_ids[next->handle.value] = id;
    }
    std::move(m_unresolved.begin(), next, std::back_inserter(m_uncommitted));
    m_unresolved.erase(m_unresolved.begin(), next);
    m_order.resize(m_ids.size());
    std::iota(m_order.begin(), m_order.end(), 0U);
    std::stable_sort(m_order.begin(), m_order.end(),
                     [this](std::uint32_t a, std::uint32_t b) { return m_ids[a] < m_ids[b]; });
}

std::vector<SeriesValue> Recorder::Recording::inOrder(const std::vector<Reading>& readings) {
    std::vector<Value> byHandle(m_ids.size());
    for (const Reading& reading : readings)
        byHandle[reading.series.value] = reading.value;
    std::vector<SeriesValue> values;
    values.reserve(readings.size());
    for (const std::uint32_t handle : m_order) {
        if (!byHandle[handle])
            continue;
        if (!values.empty() && values.back().series == m_ids[handle]) // two handles of one series
            values.pop_back();
        values.push_back({m_ids[handle], *byHandle[handle]});
    }
    return values;
}

StretchKey Recorder::Recording::beginBlock(Sql& sql, base::Time at) {
    m_state = {};
    m_points = 0;
    m_first = at;
    Stretch block;
    block.cluster = m_cluster;
    block.stage = Stage::Ready;
    block.first = block.last = at;
    block.step = m_interval;
    return insertStretch(sql, block);
}

void Recorder::Recording::add(Sql& sql, base::Time at, std::size_t most) {
    openCluster(sql, at);
    checkSeries(sql);
    take(most);
    resolve(sql, at);
}

Result<FrameWritten> Recorder::Recording::write(Sql& sql, base::Time at,
                                                const std::vector<Reading>& readings) {
    add(sql, at, std::numeric_limits<std::size_t>::max());
    for (const Reading& reading : readings)
        if (reading.series.value >= m_ids.size())
            return base::fail(base::ErrorKind::Bug, "A sample was read of a series that nobody asked for");
    checkBlock(sql, at);
    if (m_block && at == m_last)
        return base::fail(base::ErrorKind::Conflict, "There is a sample of this very moment", m_clusterName,
                          "Take the next one later");
    // Nothing of a frame that fails half way is gone on from.
    std::optional<StretchKey> block = std::exchange(m_block, std::nullopt);
    FrameWritten written;
    written.beginsBlock = !block;
    if (!block)
        block = beginBlock(sql, at);
    const std::string frame = encodeFrame(m_state, inOrder(readings));
    sql.run("INSERT INTO sample_frames (key, time, bytes) VALUES (?1, ?2, ?3)", rowsOf(*block) + m_points, at,
            Blob{frame});
    ++m_points;
    m_last = at;
    sql.run("UPDATE sample_stretches SET last = ?2, points = ?3 WHERE key = ?1", *block, at, m_points);
    m_block = block;
    written.bytes = static_cast<std::int64_t>(frame.size());
    return written;
}

Recorder::Recorder(store::Store& store, std::string clusterId, std::string clusterName,
                   base::Duration interval)
    : m_store(store)
    , m_recording(std::make_shared<Recording>(std::move(clusterId), std::move(clusterName), interval)) {}

SeriesHandle Recorder::series(SeriesName name, Rollup rollup) {
    const SeriesHandle handle{m_count++};
    m_recording->offer(handle, std::move(name), rollup);
    ++m_new;
    return handle;
}

QFuture<Result<FrameWritten>> Recorder::write(base::Time at, std::vector<Reading> readings) {
    for (; m_new > seriesAtOnce; m_new -= seriesAtOnce)
        m_store.write<base::Done>([recording = m_recording, at](Sql& sql) -> Result<base::Done> {
            recording->add(sql, at, seriesAtOnce);
            return base::Done{};
        });
    m_new = 0;
    return m_store.write<FrameWritten>([recording = m_recording, at, readings = std::move(readings)](
                                           Sql& sql) { return recording->write(sql, at, readings); });
}

} // namespace streamscape::samples
