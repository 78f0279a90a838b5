// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace streamscape::app {

/// A time the event loop did not run.
struct Pause {
    base::Duration length{0};
    base::Duration work{0}; ///< of it, what this thread computed; for the rest it had no processor
};

/// Measures how late a 5 ms timer of the event loop comes: as long as that, nothing could be painted or
/// clicked. GUI thread.
class StallWatch final : public QObject {
    Q_OBJECT

public:
    explicit StallWatch(QObject* parent = nullptr);

    const Pause& longest() const { return m_longest; }
    /// The most that was computed in one pause, which need not be the longest.
    base::Duration mostWork() const { return m_mostWork; }
    /// Forgets what was measured so far.
    void restart();

Q_SIGNALS:
    /// A longer pause than all before.
    void grew(const streamscape::app::Pause& longest);

private:
    void look();

    QTimer m_timer;
    QElapsedTimer m_since;
    std::chrono::nanoseconds m_computed{0}; ///< by this thread, at the last look
    Pause m_longest;
    base::Duration m_mostWork{0};
};

} // namespace streamscape::app
