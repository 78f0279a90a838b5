// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/caretaker.h"

#include "models/base/answered.h"

namespace streamscape::samples {

Caretaker::Caretaker(store::Store& store, Retention retention, base::Clock clock, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_retention(retention)
    , m_clock(std::move(clock)) {
    connect(&m_timer, &QTimer::timeout, this, &Caretaker::look);
}

void Caretaker::start(base::Duration every) {
    m_timer.start(every);
    look();
}

void Caretaker::look() {
    if (m_busy)
        return;
    m_busy = true;
    m_error.reset();
    goOn();
}

void Caretaker::goOn() {
    const auto turn =
        m_store.write<UpkeepPlace>([place = m_place, retention = m_retention, now = m_clock()](
                                       store::Sql& sql) { return keepUp(sql, place, retention, now); });
    base::whenAnswered(turn, this, [this](const base::Result<UpkeepPlace>& place) {
        // Where it failed nothing was committed, and the next look begins where this turn did.
        if (place)
            m_place = *place;
        else
            m_error = place.error();
        if (place && !place->isDone) {
            goOn();
            return;
        }
        m_busy = false;
        Q_EMIT settled();
    });
}

} // namespace streamscape::samples
