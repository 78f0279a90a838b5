// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samples/frame.h"
#include "models/samples/stretch.h"

namespace streamscape::samples {

/// The columns of one tray's series, by their place in it; an empty one has no values.
using TrayColumns = std::array<Column, traySize>;
using TrayMask = std::bitset<traySize>;

/// The values of one stretch, a tray at a time, however they are kept. What is damaged reads as absent and is
/// counted. Lives within one store job.
class Source final {
public:
    /// Frames are read whole at once, about 4 MB for ten minutes of 40,000 series.
    Source(store::Sql& sql, Stretch stretch);

    const Stretch& stretch() const { return m_stretch; }
    const std::vector<base::Time>& times() const { return m_stretch.times; } ///< ascending, of frames too
    int damaged() const { return m_damaged; }

    /// The first tray at or after this one that has values; nullopt: none.
    std::optional<std::int32_t> trayFrom(std::int32_t tray);
    /// The wanted columns of a tray, each as long as times() or empty. Trays must be asked for in ascending
    /// order, each once.
    TrayColumns read(std::int32_t tray, const TrayMask& wanted = TrayMask().set());
    /// All that was present at one moment, ascending by series; instead of read().
    std::vector<SeriesValue> readMoment(std::size_t index);

private:
    struct Frame {
        std::string bytes;
        FrameCursor cursor;
    };

    void loadFrames();
    TrayColumns readFrames(std::int32_t tray, const TrayMask& wanted);
    TrayColumns readColumns(std::int32_t tray, const TrayMask& wanted);

    store::Sql& m_sql;
    Stretch m_stretch;
    std::vector<std::unique_ptr<Frame>> m_frames; ///< each in its own place: the cursor points into the bytes
    int m_damaged = 0;
};

} // namespace streamscape::samples
