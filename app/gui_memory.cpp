// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui_memory.h"

#include <QThreadPool>

#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace streamscape::app {

namespace {
constexpr std::chrono::seconds every{15};
}

void shareArenas() {
#if defined(__GLIBC__)
    mallopt(M_ARENA_MAX, 2);
#endif
}

MemoryKeeper::MemoryKeeper() {
#if defined(__GLIBC__)
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer,
                     [] { QThreadPool::globalInstance()->start([] { malloc_trim(0); }); });
    m_timer.start(every);
#endif
}

} // namespace streamscape::app
