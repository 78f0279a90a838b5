// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samples/upkeep.h"
#include "models/store/store.h"

#include <QObject>
#include <QTimer>

namespace streamscape::samples {

/// Keeps a store's samples in order while it lives: one a store, for all clusters, also those that nobody
/// records now. Works in short transactions one after another, so that other writers wait for one at most.
/// Thread: its owner's, which has an event loop.
class Caretaker final : public QObject {
    Q_OBJECT

public:
    /// The store outlives it.
    Caretaker(store::Store& store, Retention retention, base::Clock clock, QObject* parent = nullptr);

    /// Looks now, and then again and again.
    void start(base::Duration every = stepOf(Tier::Frames));
    /// Looks now, unless it is at it; settled() follows.
    void look();
    void setRetention(const Retention& retention) { m_retention = retention; }

    bool isBusy() const { return m_busy; }
    /// Why the newest look ended early; nullopt where it did not.
    const std::optional<base::Error>& error() const { return m_error; }

Q_SIGNALS:
    /// A look ended: nothing is left to do for now, or it failed.
    void settled();

private:
    void goOn();

    store::Store& m_store;
    Retention m_retention;
    base::Clock m_clock;
    QTimer m_timer;
    UpkeepPlace m_place;
    bool m_busy = false;
    std::optional<base::Error> m_error;
};

} // namespace streamscape::samples
