// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/location.h"

#include <vector>

namespace streamscape::base {

/// The places somebody has been to, walked like a browser's: going somewhere new forgets what lay ahead.
class History final {
public:
    static constexpr std::size_t most = 200; ///< the oldest go first

    /// A new place; the one we are at already is not entered twice.
    void visit(Location place);
    /// The place we are at turned out to be this one (a filter was typed, a tab chosen): no new entry.
    void amend(Location place);

    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_places.size(); }
    /// nullopt at the end of the walk.
    std::optional<Location> back();
    std::optional<Location> forward();
    /// nullopt before the first visit.
    std::optional<Location> current() const;
    std::size_t size() const { return m_places.size(); }

private:
    std::vector<Location> m_places;
    std::size_t m_at = 0;
};

} // namespace streamscape::base
