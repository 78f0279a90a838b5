// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/closing.h"
#include "models/base/columns.h"
#include "models/base/lane.h"
#include "models/base/location.h"

#include <QDBusConnection>
#include <QHash>
#include <QObject>

namespace streamscape::app {

/// Tells the person at the desktop by the freedesktop.org notification service (Desktop Notifications
/// Specification 1.2). Where there is no such service nothing happens: the rail's badge says it too. GUI
/// thread; nothing here waits for the bus, which is connected on a thread of its own, or for the service.
class DesktopNotifier final : public QObject {
    Q_OBJECT

public:
    /// Closing outlives it.
    explicit DesktopNotifier(base::Closing& closing, QObject* parent = nullptr);
    ~DesktopNotifier() override;

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

    struct Told {
        QString topic;
        QString heading;
        QString text;
        base::Severity severity;
        base::Location place;
    };

    void connectBus();
    void listen();
    void send(const Told& told);

    base::Closing& m_closing;
    std::unique_ptr<base::Lane> m_lane;   ///< made with the first that is told
    std::optional<QDBusConnection> m_bus; ///< once it was connected, or could not be
    std::vector<Told> m_waiting;          ///< until then
    QHash<uint, Shown> m_shown;           ///< by the service's number
};

} // namespace streamscape::app
