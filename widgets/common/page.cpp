// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/page.h"

namespace streamscape::widgets {

void View::setRange(const base::TimeRange& range) {
    if (range == m_range)
        return;
    m_range = range;
    Q_EMIT rangeChanged();
}

void View::setZone(base::Zone zone) {
    if (zone == m_zone)
        return;
    m_zone = zone;
    Q_EMIT zoneChanged();
}

} // namespace streamscape::widgets
