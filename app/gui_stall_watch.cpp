// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui_stall_watch.h"

namespace streamscape::app {

namespace {
constexpr int beat = 5; // ms
}

StallWatch::StallWatch(QObject* parent)
    : QObject(parent) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(beat);
    connect(&m_timer, &QTimer::timeout, this, &StallWatch::look);
    restart();
}

void StallWatch::restart() {
    m_longest = base::Duration{0};
    m_since.start();
    m_timer.start();
}

void StallWatch::look() {
    const base::Duration late{std::max<qint64>(0, m_since.restart() - beat)};
    if (late <= m_longest)
        return;
    m_longest = late;
    Q_EMIT grew(late);
}

} // namespace streamscape::app
