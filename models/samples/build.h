// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samples/moments.h"
#include "models/samples/source.h"

namespace streamscape::samples {

/// The making of one stretch from stretches of the tier below, a tray at a time and so in as many
/// transactions as it takes. Until it is finished its sources are read in its place; what a killed program
/// left half made is made again from the start, with the same result. Lives within one store's write job.
class Build final {
public:
    /// Makes the row, and marks the sources as its own; they are one cluster's, of one tier, and not yet
    /// taken in. nullopt where they have no moments that can be read: then they are marked as done with.
    static std::optional<StretchKey> begin(store::Sql& sql, const std::vector<Stretch>& sources);

    /// Goes on with a stretch that is being made, from this tray on.
    Build(store::Sql& sql, Stretch stretch, std::int32_t fromTray);

    /// Makes one tray; false where there was none left, and the stretch is ready.
    bool step();
    /// Where to go on.
    std::int32_t nextTray() const { return m_nextTray; }

private:
    void writeTray(std::int32_t tray);

    store::Sql& m_sql;
    Stretch m_stretch;
    std::vector<Source> m_sources;
    TimeLine m_line;
    std::int32_t m_nextTray;
};

} // namespace streamscape::samples
