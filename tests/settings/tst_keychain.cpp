// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/secret_store.h"
#include "tests/support/session_bus.h"

#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDirIterator>
#include <QLibrary>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace streamscape;
using settings::Profile;
using settings::Secrets;
using settings::SecretStore;

namespace {

template<class T>
base::Result<T> settled(QFuture<base::Result<T>> future) {
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 30'000))
        return base::fail(base::ErrorKind::Timeout, "no answer");
    return future.result();
}

} // namespace

/// A real keychain, GNOME's, on a session bus of the test's own; first without it, then with it, then after
/// it.
class TestKeychain : public QObject {
    Q_OBJECT

private:
    test::SessionBus m_bus;
    QProcess m_keyring;

    QString inFolder(const char* name) const {
        return m_bus.folder() + QLatin1Char('/') + QLatin1String(name);
    }

    void startKeyring() {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), m_bus.folder());
        environment.insert(QStringLiteral("XDG_DATA_HOME"), inFolder("data"));
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_bus.folder());
        m_keyring.setProcessEnvironment(environment);
        m_keyring.start(QStringLiteral("gnome-keyring-daemon"),
                        {QStringLiteral("--foreground"), QStringLiteral("--unlock"),
                         QStringLiteral("--components=secrets"),
                         QStringLiteral("--control-directory=") + inFolder("control")});
        m_keyring.write("the keyring's own password");
        m_keyring.closeWriteChannel();
        const auto bus = QDBusConnection::connectToBus(m_bus.address(), QStringLiteral("test"));
        QVERIFY(bus.isConnected());
        QTRY_VERIFY_WITH_TIMEOUT(
            bus.interface()->isServiceRegistered(QStringLiteral("org.freedesktop.secrets")), 20'000);
    }

private Q_SLOTS:
    void initTestCase() {
        for (const char* name : {"dbus-daemon", "gnome-keyring-daemon"})
            if (QStandardPaths::findExecutable(QString::fromLatin1(name)).isEmpty())
                QSKIP(qPrintable(QStringLiteral("%1 is not installed (packages dbus-daemon, gnome-keyring)")
                                     .arg(QLatin1String(name))));
        if (!QLibrary(QStringLiteral("secret-1"), 0).load())
            QSKIP("libsecret, by which QtKeychain reaches a keychain, is not installed (package "
                  "libsecret-1-0)");
        for (const char* desktop : {"XDG_CURRENT_DESKTOP", "KDE_FULL_SESSION", "DESKTOP_SESSION"})
            qunsetenv(desktop); // KDE's own is another
        QVERIFY(m_bus.start());
    }
    void cleanupTestCase() {
        QDBusConnection::disconnectFromBus(QStringLiteral("test"));
        test::SessionBus::stop(m_keyring);
    }

    void whereNoSecretServiceIsTheStoreFallsBackToMemoryAndSaysSo() {
        const auto store = settings::openSecretStore();
        QVERIFY(store->isLasting());
        QSignalSpy changed(store.get(), &SecretStore::changed);
        QVERIFY(settled(store->write("shop/sasl.password", "hunter2hunter2")));
        QCOMPARE(changed.count(), 1);
        QVERIFY(!store->isLasting());
        QCOMPARE(store->describe(), std::string("this run's memory only: no keychain service answers"));
        QCOMPARE(settled(store->read("shop/sasl.password")).value(), std::string("hunter2hunter2"));
    }

    void aSecretIsKeptForTheNextRunAndRemoved() {
        startKeyring();
        const auto first = settings::openSecretStore();
        QVERIFY(settled(first->write("shop/sasl.password", "hunter2hunter2")));
        QVERIFY(first->isLasting());
        QCOMPARE(first->describe(), std::string("the system's keychain"));
        const auto next = settings::openSecretStore();
        const auto read = settled(next->read("shop/sasl.password"));
        QVERIFY2(read, read ? "" : base::describe(read.error()).c_str());
        QCOMPARE(*read, std::string("hunter2hunter2"));
        QVERIFY(settled(next->write("shop/sasl.password", "another")));
        QCOMPARE(settled(first->read("shop/sasl.password")).value(), std::string("another"));
        QVERIFY(settled(next->remove("shop/sasl.password")));
        QCOMPARE(settled(first->read("shop/sasl.password")).error().kind, base::ErrorKind::NotFound);
        QVERIFY(settled(first->remove("shop/sasl.password"))); // again: nothing is there to remove
        QVERIFY(first->isLasting());
    }

    void aProfilesSecretsGoInAndComeBackWhateverTheyAreMadeOf() {
        const auto store = settings::openSecretStore();
        Profile profile = settings::newProfile("Läden/№ 1");
        profile.secretProperties = {"sasl.password", "ssl.key.password", "ssl.key.pem"};
        const Secrets secrets{{"sasl.password", "ü 漢字 \\\"' $(x)"},
                              {"ssl.key.password", std::string(3000, 'x')},
                              {"ssl.key.pem", "-----BEGIN-----\nline\n-----END-----\n"}};
        QVERIFY(settled(settings::writeSecrets(*store, profile, secrets)));
        const auto next = settings::openSecretStore();
        QVERIFY(settled(settings::readSecrets(*next, profile)).value() == secrets);
        for (const auto& [property, secret] : secrets)
            QVERIFY(settled(next->remove(settings::secretKey(profile, property))));
        QVERIFY(settled(settings::readSecrets(*store, profile)).value().empty());
    }

    void noSecretIsOnDiskInTheClear() {
        const auto store = settings::openSecretStore();
        QVERIFY(settled(store->write("disk/sasl.password", "in-the-clear")));
        int files = 0;
        for (QDirIterator it(m_bus.folder(), QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
            QFile file(it.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains("in-the-clear"), qPrintable(file.fileName()));
            ++files;
        }
        QVERIFY(files > 0);
        QVERIFY(settled(store->remove("disk/sasl.password")));
    }

    void aKeychainThatGoesWhileWeRunIsReplacedByMemory() {
        const auto store = settings::openSecretStore();
        QVERIFY(settled(store->write("shop/sasl.password", "kept in the keychain")));
        QSignalSpy changed(store.get(), &SecretStore::changed);
        test::SessionBus::stop(m_keyring);
        QVERIFY(settled(store->write("shop/sasl.password", "kept in memory")));
        QCOMPARE(changed.count(), 1);
        QVERIFY(!store->isLasting());
        QCOMPARE(settled(store->read("shop/sasl.password")).value(), std::string("kept in memory"));
    }
};

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
