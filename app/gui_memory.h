// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

namespace streamscape::app {

/// glibc keeps an arena of freed memory for each thread; two are enough for a window that mostly waits. To be
/// called first of all in main, before any thread starts.
void shareArenas();

/// Gives back to the system, now and then, what the reading of a cluster took and no longer needs. GUI
/// thread; the work is done on another.
class MemoryKeeper final {
public:
    MemoryKeeper();

private:
    QTimer m_timer;
};

} // namespace streamscape::app
