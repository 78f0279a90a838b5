// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop_notifier.h"
#include "tests/support/session_bus.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QtTest>

using namespace streamscape;
using app::DesktopNotifier;

/// The desktop's side: keeps what it is told to show.
class NotificationService : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")

public:
    struct Notification {
        uint replaces = 0;
        QString summary;
        QString body;
        QVariantMap hints;
    };
    QList<Notification> shown;

public Q_SLOTS: // NOLINT: the specification's names
    uint Notify(const QString&, uint replaces, const QString&, const QString& summary, const QString& body,
                const QStringList&, const QVariantMap& hints, int) {
        shown.append({replaces, summary, body, hints});
        return replaces != 0 ? replaces : static_cast<uint>(shown.size());
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString& action);
    void NotificationClosed(uint id, uint reason);
};

/// On a real session bus, with a service of the test's own.
class TestDesktopNotifier : public QObject {
    Q_OBJECT

private:
    base::Closing m_closing;
    test::SessionBus m_bus;
    NotificationService m_service;
    const base::Location m_place{"lag", "", {{"group", "g"}}, std::nullopt};

    void offer() {
        QDBusConnection bus = QDBusConnection::connectToBus(m_bus.address(), QStringLiteral("desktop"));
        QVERIFY(bus.registerObject(QStringLiteral("/org/freedesktop/Notifications"), &m_service,
                                   QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
        QVERIFY(bus.registerService(QStringLiteral("org.freedesktop.Notifications")));
    }

private Q_SLOTS:
    void initTestCase() {
        if (QStandardPaths::findExecutable(QStringLiteral("dbus-daemon")).isEmpty())
            QSKIP("dbus-daemon is not installed (package dbus-daemon)");
        QVERIFY(m_bus.start());
    }

    void whereNobodyShowsNotificationsNothingHappens() {
        DesktopNotifier notifier{m_closing};
        notifier.tell(QStringLiteral("1"), QStringLiteral("a"), QStringLiteral("b"), base::Severity::Bad,
                      m_place);
        QVERIFY(m_service.shown.isEmpty());
    }

    void whatIsToldIsShownAsPlainTextAndLeadsToItsPlace() {
        offer();
        DesktopNotifier notifier{m_closing};
        QSignalSpy chosen(&notifier, &DesktopNotifier::chosen);
        notifier.tell(QStringLiteral("1"), QStringLiteral("orders stopped"),
                      QStringLiteral("a <b>bold</b> group"), base::Severity::Bad, m_place);
        QTRY_COMPARE(m_service.shown.size(), 1);
        QCOMPARE(m_service.shown[0].summary, QStringLiteral("orders stopped"));
        QCOMPARE(m_service.shown[0].body, QStringLiteral("a &lt;b&gt;bold&lt;/b&gt; group"));
        QCOMPARE(m_service.shown[0].hints[QStringLiteral("urgency")].toInt(), 2);
        QVERIFY(QTest::qWaitFor([&] {
            Q_EMIT m_service.ActionInvoked(1, QStringLiteral("default"));
            return !chosen.isEmpty();
        }));
        QCOMPARE(chosen[0][0].value<base::Location>(), m_place);
    }

    void aNewerOneOfTheSameTakesItsPlace() {
        DesktopNotifier notifier{m_closing};
        m_service.shown.clear();
        notifier.tell(QStringLiteral("2"), QStringLiteral("a"), {}, base::Severity::Warn, m_place);
        QTRY_COMPARE(m_service.shown.size(), 1);
        QCOMPARE(m_service.shown[0].replaces, 0U);
        QVERIFY(QTest::qWaitFor([&] { // once its number is known
            notifier.tell(QStringLiteral("2"), QStringLiteral("b"), {}, base::Severity::Warn, m_place);
            return m_service.shown.back().replaces == 1;
        }));
    }
};

QTEST_GUILESS_MAIN(TestDesktopNotifier)
#include "tst_desktop_notifier.moc"
