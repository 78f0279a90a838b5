// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui_stall_watch.h"

#include <ctime>

namespace streamscape::app {

namespace {
constexpr int beat = 5; // ms

std::chrono::nanoseconds computed() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return std::chrono::seconds{spent.tv_sec} + std::chrono::nanoseconds{spent.tv_nsec};
}
} // namespace

StallWatch::StallWatch(QObject* parent)
    : QObject(parent) {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(beat);
    connect(&m_timer, &QTimer::timeout, this, &StallWatch::look);
    restart();
}

void StallWatch::restart() {
    m_longest = {};
    m_mostWork = base::Duration{0};
    m_since.start();
    m_computed = computed();
    m_timer.start();
}

void StallWatch::look() {
    const base::Duration late{std::max<qint64>(0, m_since.restart() - beat)};
    const std::chrono::nanoseconds before = std::exchange(m_computed, computed());
    const auto work = std::chrono::round<base::Duration>(m_computed - before);
    m_mostWork = std::max(m_mostWork, work);
    if (late <= m_longest.length)
        return;
    m_longest = {late, work};
    Q_EMIT grew(m_longest);
}

} // namespace streamscape::app
