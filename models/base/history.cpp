// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/history.h"

namespace streamscape::base {

void History::visit(Location place) {
    if (!m_places.empty()) {
        if (m_places[m_at] == place)
            return;
        m_places.resize(m_at + 1);
    }
    m_places.push_back(std::move(place));
    if (m_places.size() > most)
        m_places.erase(m_places.begin());
    m_at = m_places.size() - 1;
}

void History::amend(Location place) {
    if (m_places.empty())
        visit(std::move(place));
    else
        m_places[m_at] = std::move(place);
}

std::optional<Location> History::back() {
    if (!canGoBack())
        return std::nullopt;
    return m_places[--m_at];
}

std::optional<Location> History::forward() {
    if (!canGoForward())
        return std::nullopt;
    return m_places[++m_at];
}

std::optional<Location> History::current() const {
    return m_places.empty() ? std::nullopt : std::optional(m_places[m_at]);
}

} // namespace streamscape::base
