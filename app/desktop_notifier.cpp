// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop_notifier.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

namespace streamscape::app {

namespace {

QString service() { return QStringLiteral("org.freedesktop.Notifications"); }
QString path() { return QStringLiteral("/org/freedesktop/Notifications"); }

constexpr int byTheServer = -1; // how long it is shown
constexpr uchar normal = 1;
constexpr uchar critical = 2;

} // namespace

void DesktopNotifier::listen() {
    if (std::exchange(m_listening, true))
        return;
    QDBusConnection bus = QDBusConnection::sessionBus();
    bus.connect(service(), path(), service(), QStringLiteral("ActionInvoked"), this,
                SLOT(actionInvoked(uint, QString)));
    bus.connect(service(), path(), service(), QStringLiteral("NotificationClosed"), this,
                SLOT(closed(uint, uint)));
}

void DesktopNotifier::tell(const QString& topic, const QString& heading, const QString& text,
                           base::Severity severity, const base::Location& place) {
    const QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    listen();
    uint replaced = 0;
    for (auto it = m_shown.cbegin(); it != m_shown.cend(); ++it)
        if (it->topic == topic)
            replaced = it.key();
    QDBusMessage message =
        QDBusMessage::createMethodCall(service(), path(), service(), QStringLiteral("Notify"));
    const QVariantMap hints{
        {QStringLiteral("urgency"), QVariant::fromValue(severity == base::Severity::Bad ? critical : normal)},
        {QStringLiteral("desktop-entry"), QStringLiteral("streamscape")}};
    // A service may read the body as markup.
    message << QStringLiteral("Streamscape") << replaced << QStringLiteral("streamscape") << heading
            << text.toHtmlEscaped() << QStringList{QStringLiteral("default"), tr("Show")} << hints
            << byTheServer;
    auto* answer = new QDBusPendingCallWatcher(bus.asyncCall(message), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer, topic, place] {
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
