// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/secret_store.h"

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

// No service folders: nothing is started on this bus but what the test starts.
constexpr const char* busConfiguration =
    "<!DOCTYPE busconfig PUBLIC '-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN'"
    " 'http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd'>"
    "<busconfig><type>session</type><listen>unix:path=%1</listen><auth>EXTERNAL</auth>"
    "<policy context='default'><allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/>"
    "<allow own='*'/></policy></busconfig>";

} // namespace

/// A real keychain, GNOME's, on a session bus of the test's own; first without it, then with it, then after
/// it.
class TestKeychain : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_dir{QStringLiteral("/tmp/keychain-XXXXXX")}; // the path of a socket must be short
    QProcess m_bus;
    QProcess m_keyring;

    QString address() const { return QStringLiteral("unix:path=") + m_dir.filePath(QStringLiteral("bus")); }

    void startBus() {
        QFile configuration(m_dir.filePath(QStringLiteral("bus.conf")));
        QVERIFY(configuration.open(QIODevice::WriteOnly));
        configuration.write(
            QString::fromLatin1(busConfiguration).arg(m_dir.filePath(QStringLiteral("bus"))).toUtf8());
        configuration.close();
        m_bus.start(QStringLiteral("dbus-daemon"),
                    {QStringLiteral("--nofork"), QStringLiteral("--print-address"),
                     QStringLiteral("--config-file=") + configuration.fileName()});
        QVERIFY2(m_bus.waitForReadyRead(), m_bus.readAllStandardError().constData());
        qputenv("DBUS_SESSION_BUS_ADDRESS", address().toUtf8());
    }
    void startKeyring() {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("HOME"), m_dir.path());
        environment.insert(QStringLiteral("XDG_DATA_HOME"), m_dir.filePath(QStringLiteral("data")));
        environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), m_dir.path());
        m_keyring.setProcessEnvironment(environment);
        m_keyring.start(QStringLiteral("gnome-keyring-daemon"),
                        {QStringLiteral("--foreground"), QStringLiteral("--unlock"),
                         QStringLiteral("--components=secrets"),
                         QStringLiteral("--control-directory=") + m_dir.filePath(QStringLiteral("control"))});
        m_keyring.write("the keyring's own password");
        m_keyring.closeWriteChannel();
        const auto bus = QDBusConnection::connectToBus(address(), QStringLiteral("test"));
        QVERIFY(bus.isConnected());
        QTRY_VERIFY_WITH_TIMEOUT(
            bus.interface()->isServiceRegistered(QStringLiteral("org.freedesktop.secrets")), 20'000);
    }
    void stop(QProcess& process) {
        process.terminate();
        if (process.state() != QProcess::NotRunning && !process.waitForFinished(5000))
            process.kill();
        process.waitForFinished();
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
        startBus();
    }
    void cleanupTestCase() {
        QDBusConnection::disconnectFromBus(QStringLiteral("test"));
        stop(m_keyring);
        stop(m_bus);
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
        for (QDirIterator it(m_dir.path(), QDir::Files, QDirIterator::Subdirectories); it.hasNext();) {
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
        stop(m_keyring);
        QVERIFY(settled(store->write("shop/sasl.password", "kept in memory")));
        QCOMPARE(changed.count(), 1);
        QVERIFY(!store->isLasting());
        QCOMPARE(settled(store->read("shop/sasl.password")).value(), std::string("kept in memory"));
    }
};

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
