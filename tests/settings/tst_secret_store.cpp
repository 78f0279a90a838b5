// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/secret_store.h"

#include <QSignalSpy>
#include <QTest>

using namespace streamscape;
using settings::Profile;
using settings::Secrets;

namespace {

template<class T>
base::Result<T> settled(QFuture<base::Result<T>> future) {
    if (!QTest::qWaitFor([&] { return future.isFinished(); }, 10'000))
        return base::fail(base::ErrorKind::Timeout, "no answer");
    return future.result();
}

Profile profileWith(const std::set<std::string>& secrets) {
    Profile profile = settings::newProfile("shop");
    profile.secretProperties = secrets;
    return profile;
}

/// A keychain whose user never unlocks it.
class SilentStore final : public settings::SecretStore {
public:
    QFuture<base::Result<std::string>> read(const std::string&) override { return m_read.future(); }
    QFuture<base::Result<base::Done>> write(const std::string&, const std::string&) override {
        return m_done.future();
    }
    QFuture<base::Result<base::Done>> remove(const std::string&) override { return m_done.future(); }
    bool isLasting() const override { return true; }
    std::string describe() const override { return "a locked keychain"; }

private:
    base::Reply<std::string> m_read;
    base::Reply<base::Done> m_done;
};

} // namespace

class TestSecretStore : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void memoryKeepsASecretForThisRunAndSaysSo() {
        const auto store = settings::memorySecretStore("there is no keychain");
        QVERIFY(settled(store->write("a/b", "hunter2")));
        QCOMPARE(settled(store->read("a/b")).value(), std::string("hunter2"));
        QVERIFY(settled(store->remove("a/b")));
        QCOMPARE(settled(store->read("a/b")).error().kind, base::ErrorKind::NotFound);
        QVERIFY(!store->isLasting());
        QCOMPARE(store->describe(), std::string("this run's memory only: there is no keychain"));
    }

    void withoutASessionBusTheStoreIsMemory() {
        const QByteArray bus = qgetenv("DBUS_SESSION_BUS_ADDRESS");
        const QByteArray runtime = qgetenv("XDG_RUNTIME_DIR");
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
        qunsetenv("XDG_RUNTIME_DIR");
        const auto store = settings::openSecretStore();
        QVERIFY(!store->isLasting());
        QVERIFY(store->describe().find("no session bus") != std::string::npos);
        if (!bus.isEmpty())
            qputenv("DBUS_SESSION_BUS_ADDRESS", bus);
        if (!runtime.isEmpty())
            qputenv("XDG_RUNTIME_DIR", runtime);
    }

    void aKeychainThatDoesNotAnswerIsReplacedByMemory() {
        qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus");
        const auto store = settings::openSecretStore();
        QSignalSpy changed(store.get(), &settings::SecretStore::changed);
        QVERIFY(store->isLasting());
        QVERIFY(settled(store->write("a/b", "hunter2")));
        QCOMPARE(changed.count(), 1);
        QVERIFY(!store->isLasting());
        QCOMPARE(settled(store->read("a/b")).value(), std::string("hunter2"));
        qunsetenv("DBUS_SESSION_BUS_ADDRESS");
    }

    void aProfilesSecretsGoInAndComeBack() {
        const auto store = settings::memorySecretStore("test");
        const Profile profile = profileWith({"sasl.password", "ssl.key.password"});
        const Secrets secrets{{"sasl.password", "a"}, {"ssl.key.password", "b"}};
        QVERIFY(settled(settings::writeSecrets(*store, profile, secrets)));
        QVERIFY(settled(settings::readSecrets(*store, profile)).value() == secrets);
    }

    void aSecretThatIsGoneIsLeftOut() {
        const auto store = settings::memorySecretStore("test");
        const Profile profile = profileWith({"sasl.password", "ssl.key.password"});
        QVERIFY(settled(settings::writeSecrets(*store, profile, {{"sasl.password", "a"}})));
        QVERIFY(settled(settings::readSecrets(*store, profile)).value() == (Secrets{{"sasl.password", "a"}}));
    }

    void aStoreThatGoesWhileItIsAskedAnswersCancelled() {
        auto store = std::make_unique<SilentStore>();
        const auto read = settings::readSecrets(*store, profileWith({"sasl.password"}));
        const auto written =
            settings::writeSecrets(*store, profileWith({"sasl.password"}), {{"sasl.password", "a"}});
        store.reset();
        QCOMPARE(settled(read).error().kind, base::ErrorKind::Cancelled);
        QCOMPARE(settled(written).error().kind, base::ErrorKind::Cancelled);
    }

    void aProfileWithoutSecretsNeedsNone() {
        const auto store = settings::memorySecretStore("test");
        QVERIFY(settled(settings::readSecrets(*store, profileWith({}))).value().empty());
    }
};

QTEST_GUILESS_MAIN(TestSecretStore)
#include "tst_secret_store.moc"
