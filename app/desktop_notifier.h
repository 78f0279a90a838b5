// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/columns.h"
#include "models/base/location.h"

#include <QHash>
#include <QObject>

namespace streamscape::app {

/// Tells the person at the desktop by the freedesktop.org notification service (Desktop Notifications
/// Specification 1.2). Where there is no such service nothing happens: the rail's badge says it too. GUI
/// thread; nothing here waits for the service.
class DesktopNotifier final : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// topic: a newer notification of the same takes the older one's place. The text is plain.
    void tell(const QString& topic, const QString& heading, const QString& text, base::Severity severity,
              const base::Location& place);

Q_SIGNALS:
    /// Somebody clicked a notification.
    void chosen(const streamscape::base::Location& place);

private Q_SLOTS: // called by name, from the bus
    void actionInvoked(uint id, const QString& action);
    void closed(uint id, uint reason);

private:
    struct Shown {
        QString topic;
        base::Location place;
    };

    void listen();

    bool m_listening = false;
    QHash<uint, Shown> m_shown; ///< by the service's number
};

} // namespace streamscape::app
