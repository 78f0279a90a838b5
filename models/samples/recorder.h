// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samples/series.h"
#include "models/store/store.h"

#include <span>

namespace streamscape::samples {

/// A series within one recorder: its id is only known once it is stored.
using SeriesHandle = base::Strong<struct RecordedTag, std::uint32_t>;

/// What a recorder's owner read of one series; nullopt: it could not be told.
struct Reading {
    SeriesHandle series;
    Value value;
};

/// What one frame came to.
struct FrameWritten {
    std::int64_t bytes = 0;
    bool beginsBlock = false; ///< it holds everything, not only what changed
};

/// Writes one cluster's frames. Thread: its owner's; the work is done on the store's writer, in the order it
/// was asked for. After it is gone, frames that are under way are still written. One a cluster and store.
class Recorder final {
public:
    /// The store outlives it. interval: how often frames are meant to come; what is further apart than two
    /// and a half of them reads as a gap.
    Recorder(store::Store& store, std::string clusterId, std::string clusterName,
             base::Duration interval = stepOf(Tier::Frames));

    /// Ask once for each series and keep the handle; ask for series that are read together one after another,
    /// as they are kept together in that order. Asked again for a name, it answers a second handle of the
    /// same series, of which one should be used.
    SeriesHandle series(SeriesName name, Rollup rollup);

    /// One moment's values, in one transaction with the series that are new in it; a series without a reading
    /// is absent. Many new series (a first frame) are stored ahead of it, in transactions of their own. Where
    /// the last frame did not come through, or the clock was put back, this one begins anew and holds
    /// everything. Conflict: there is a frame of that very moment. Bug: a handle of another recorder.
    QFuture<base::Result<FrameWritten>> write(base::Time at, std::vector<Reading> readings);

private:
    class Recording;

    store::Store& m_store;
    std::shared_ptr<Recording> m_recording; ///< of the store's writer thread: jobs share it
    std::uint32_t m_count = 0;
    std::size_t m_new = 0; ///< asked for since the last frame
};

} // namespace streamscape::samples
