// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/location.h"

#include <vector>

namespace streamscape::base {

/// The places somebody went through, and where among them they are: a browser's back and forward.
class History final {
public:
    /// As many places as are kept; the oldest goes first.
    static constexpr std::size_t most = 200;

    /// A step to a new place: what was ahead is forgotten. The place one is at already is no step.
    void visit(Location place) {
        if (!m_places.empty() && m_places[m_at] == place)
            return;
        if (!m_places.empty())
            m_places.resize(m_at + 1);
        m_places.push_back(std::move(place));
        if (m_places.size() > most)
            m_places.erase(m_places.begin());
        m_at = m_places.size() - 1;
    }
    /// A move within the present place (another row, a filter): back does not walk through these. What is
    /// ahead stays. Another page or tab is a step.
    void amend(Location place) {
        if (m_places.empty() || m_places[m_at].page != place.page || m_places[m_at].tab != place.tab)
            visit(std::move(place));
        else
            m_places[m_at] = std::move(place);
    }

    bool canGoBack() const { return m_at > 0; }
    bool canGoForward() const { return m_at + 1 < m_places.size(); }
    /// One step, and the place it leads to; nullptr at the end.
    const Location* back() { return canGoBack() ? &m_places[--m_at] : nullptr; }
    const Location* forward() { return canGoForward() ? &m_places[++m_at] : nullptr; }
    /// nullptr before the first visit.
    const Location* current() const { return m_places.empty() ? nullptr : &m_places[m_at]; }
    void clear() {
        m_places.clear();
        m_at = 0;
    }

private:
    std::vector<Location> m_places;
    std::size_t m_at = 0;
};

} // namespace streamscape::base
