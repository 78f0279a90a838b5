// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop_notifier.h"

#include "models/base/answered.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QUuid>

namespace streamscape::app {

namespace {

QString service() { return QStringLiteral("org.freedesktop.Notifications"); }
QString path() { return QStringLiteral("/org/freedesktop/Notifications"); }

constexpr int byTheServer = -1; // how long it is shown
constexpr uchar normal = 1;
constexpr uchar critical = 2;

} // namespace

DesktopNotifier::DesktopNotifier(base::Closing& closing, QObject* parent)
    : QObject(parent)
    , m_closing(closing) {}

DesktopNotifier::~DesktopNotifier() {
    if (m_lane)
        m_closing.take(std::move(m_lane)); // a bus that hangs holds it
    if (m_bus)
        QDBusConnection::disconnectFromBus(m_bus->name());
}

// A connection of our own: the first QDBusConnection::sessionBus() waits on its caller's thread, 20 to 90 ms
// on a busy machine, and as long as a bus hangs.
void DesktopNotifier::connectBus() {
    m_lane = std::make_unique<base::Lane>("notify-bus");
    const QString name = QStringLiteral("notifications-") + QUuid::createUuid().toString(QUuid::Id128);
    base::whenAnswered(m_lane->ask<QDBusConnection>([name]() -> base::Result<QDBusConnection> {
        return QDBusConnection::connectToBus(QDBusConnection::SessionBus, name);
    }),
                       this, [this](const base::Result<QDBusConnection>& bus) {
                           if (!bus)
                               return;
                           m_bus = *bus;
                           listen();
                           for (const Told& told : std::exchange(m_waiting, {}))
                               send(told);
                       });
}

void DesktopNotifier::listen() {
    m_bus->connect(service(), path(), service(), QStringLiteral("ActionInvoked"), this,
                   SLOT(actionInvoked(uint, QString)));
    m_bus->connect(service(), path(), service(), QStringLiteral("NotificationClosed"), this,
                   SLOT(closed(uint, uint)));
}

void DesktopNotifier::tell(const QString& topic, const QString& heading, const QString& text,
                           base::Severity severity, const base::Location& place) {
    if (!m_lane)
        connectBus();
    const Told told{topic, heading, text, severity, place};
    m_bus ? send(told) : m_waiting.push_back(told);
}

void DesktopNotifier::send(const Told& told) {
    if (!m_bus->isConnected())
        return;
    uint replaced = 0;
    for (auto it = m_shown.cbegin(); it != m_shown.cend(); ++it)
        if (it->topic == told.topic)
            replaced = it.key();
    QDBusMessage message =
        QDBusMessage::createMethodCall(service(), path(), service(), QStringLiteral("Notify"));
    const QVariantMap hints{{QStringLiteral("urgency"),
                             QVariant::fromValue(told.severity == base::Severity::Bad ? critical : normal)},
                            {QStringLiteral("desktop-entry"), QStringLiteral("streamscape")}};
    // A service may read the body as markup.
    message << QStringLiteral("Streamscape") << replaced << QStringLiteral("streamscape") << told.heading
            << told.text.toHtmlEscaped() << QStringList{QStringLiteral("default"), tr("Show")} << hints
            << byTheServer;
    auto* answer = new QDBusPendingCallWatcher(m_bus->asyncCall(message), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this,
            [this, answer, topic = told.topic, place = told.place] {
                answer->deleteLater();
                const QDBusPendingReply<uint> number = *answer;
                if (!number.isError())
                    m_shown.insert(number.value(), {topic, place});
            });
}

void DesktopNotifier::actionInvoked(uint id, const QString&) {
    if (const auto shown = m_shown.constFind(id); shown != m_shown.cend())
        Q_EMIT chosen(shown->place);
}

void DesktopNotifier::closed(uint id, uint) { m_shown.remove(id); }

} // namespace streamscape::app
