// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace streamscape::app {

/// Measures how late a 5 ms timer of the event loop comes: as long as that, nothing could be painted or
/// clicked. GUI thread.
class StallWatch final : public QObject {
    Q_OBJECT

public:
    explicit StallWatch(QObject* parent = nullptr);

    base::Duration longest() const { return m_longest; }
    /// Forgets what was measured so far.
    void restart();

Q_SIGNALS:
    /// A longer pause than all before.
    void grew(std::chrono::milliseconds longest);

private:
    void look();

    QTimer m_timer;
    QElapsedTimer m_since;
    base::Duration m_longest{0};
};

} // namespace streamscape::app
