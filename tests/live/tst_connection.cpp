// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/connect.h"
#include "tests/support/await.h"
#include "tests/support/live_broker.h"
#include "tests/support/relay.h"

#include <QElapsedTimer>
#include <QTest>

using namespace streamscape;
using namespace streamscape::kafka;
using test::await;
using test::Relay;

Q_DECLARE_METATYPE(streamscape::kafka::ConnectionSpec)

/// Who is let in, what is said to who is not, and what a connection does when its broker goes.
class TestConnection : public QObject {
    Q_OBJECT

private:
    test::LiveBroker m_broker;

    static int portOf(const std::string& bootstrap) {
        return std::stoi(bootstrap.substr(bootstrap.rfind(':') + 1));
    }
    ConnectionSpec through(const Relay& relay) const {
        ConnectionSpec spec = m_broker.sasl("SASL_PLAINTEXT", "SCRAM-SHA-512");
        spec.properties["bootstrap.servers"] = relay.address();
        return spec;
    }
    int target() const { return portOf(m_broker.value("BOOTSTRAP_SASL_PLAINTEXT")); }

    /// The state's error once the connection failed, which is to be within 5 s.
    static base::Error failureOf(const ConnectionSpec& spec) {
        auto cluster = kafkard::connect(spec);
        if (!cluster)
            return cluster.error();
        if (!QTest::qWaitFor([&] { return (*cluster)->state().link == LinkState::Failed; }, 5000))
            return base::Error{base::ErrorKind::Bug, "It did not fail within 5 s", {}, {}, {}};
        return (*cluster)->state().error.value_or(base::Error{});
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo()); }

    void everyListenerAndMechanismConnects_data() {
        QTest::addColumn<ConnectionSpec>("spec");
        QTest::newRow("PLAINTEXT") << m_broker.plaintext();
        QTest::newRow("SSL with a client certificate") << m_broker.mutualTls();
        for (const char* listener : {"SASL_PLAINTEXT", "SASL_SSL"})
            for (const char* mechanism : {"SCRAM-SHA-256", "SCRAM-SHA-512", "PLAIN"})
                QTest::addRow("%s %s", listener, mechanism) << m_broker.sasl(listener, mechanism);
        QTest::newRow("OAUTHBEARER") << m_broker.oauth();
    }
    void everyListenerAndMechanismConnects() {
        QFETCH(ConnectionSpec, spec);
        auto cluster = kafkard::connect(spec);
        QVERIFY2(cluster.has_value(), test::why(cluster).c_str());
        AWAIT(info, (*cluster)->describeCluster());
        QCOMPARE(info.id, m_broker.value("CLUSTER_ID"));
        QTRY_COMPARE((*cluster)->state().link, LinkState::Up);
        QVERIFY((*cluster)->state().latency.has_value());
        QCOMPARE((*cluster)->state().brokers, 1);
        QVERIFY((*cluster)->state().lastAnswer.has_value());
    }

    void aWrongPasswordIsAnAuthErrorAtOnceAndIsNotShown() {
        ConnectionSpec spec = m_broker.sasl("SASL_SSL", "SCRAM-SHA-512");
        spec.properties["sasl.password"] = "not-the-password";
        auto cluster = kafkard::connect(spec);
        QVERIFY(cluster.has_value());
        QElapsedTimer timer;
        timer.start();
        const auto answer = await((*cluster)->describeCluster());
        QVERIFY(!answer.has_value());
        QCOMPARE(answer.error().kind, base::ErrorKind::Auth);
        QVERIFY2(timer.elapsed() < 3000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(base::describe(answer.error()).find("not-the-password") == std::string::npos);
        QTRY_COMPARE((*cluster)->state().link, LinkState::Failed);
        QCOMPARE((*cluster)->state().error->kind, base::ErrorKind::Auth);
    }

    void everyQuestionOfARefusedConnectionEndsWithItsReason() {
        ConnectionSpec spec = m_broker.admin();
        spec.properties["sasl.password"] = "not-the-password";
        auto cluster = kafkard::connect(spec);
        QVERIFY(cluster.has_value());
        // Two of them wait on a thread of their own, in calls that take 30 s where nobody lets us in.
        const auto groups = (*cluster)->listGroups();
        const auto topics = (*cluster)->describeTopics({});
        const auto acls = (*cluster)->describeAcls();
        QCOMPARE(await(groups, 10'000).error().kind, base::ErrorKind::Auth);
        QCOMPARE(await(topics, 10'000).error().kind, base::ErrorKind::Auth);
        QCOMPARE(await(acls, 10'000).error().kind, base::ErrorKind::Auth);
    }

    void anUnknownCaIsNamed() {
        ConnectionSpec spec = m_broker.admin();
        spec.properties["ssl.ca.location"] = m_broker.value("OTHER_CA_PEM");
        const base::Error error = failureOf(spec);
        QCOMPARE(error.kind, base::ErrorKind::Auth);
        QVERIFY2(error.what.find("trusted CA") != std::string::npos, base::describe(error).c_str());
    }

    void aMechanismTheListenerDoesNotHaveIsNamed() {
        ConnectionSpec spec = m_broker.oauth();
        spec.properties["bootstrap.servers"] = m_broker.value("BOOTSTRAP_SASL_SSL");
        spec.properties["security.protocol"] = "SASL_SSL";
        spec.properties["ssl.ca.location"] = m_broker.value("CA_PEM");
        const base::Error error = failureOf(spec);
        QCOMPARE(error.kind, base::ErrorKind::Auth);
        QVERIFY2(error.what.find("mechanism") != std::string::npos, base::describe(error).c_str());
    }

    void aPlaintextClientOnATlsPortIsTold() {
        ConnectionSpec spec = m_broker.plaintext();
        spec.properties["bootstrap.servers"] = m_broker.value("BOOTSTRAP_SSL");
        const base::Error error = failureOf(spec);
        QVERIFY2(error.hint.find("security.protocol") != std::string::npos, base::describe(error).c_str());
    }

    void aClosedPortIsRefused() {
        ConnectionSpec spec = m_broker.plaintext();
        Relay relay(1, Relay::Mode::Closed);
        relay.setMode(Relay::Mode::Closed);
        spec.properties["bootstrap.servers"] = relay.address();
        const base::Error error = failureOf(spec);
        QCOMPARE(error.kind, base::ErrorKind::Transport);
        QVERIFY2(error.what.find("refused") != std::string::npos, base::describe(error).c_str());
        QCOMPARE(error.where, relay.address());
    }

    void aNameThatDoesNotResolveIsNamed() {
        ConnectionSpec spec = m_broker.plaintext();
        spec.properties["bootstrap.servers"] = "no-such-host.invalid:9092";
        const base::Error error = failureOf(spec);
        QVERIFY2(error.what.find("resolved") != std::string::npos, base::describe(error).c_str());
    }

    void garbageOnThePortIsAClearErrorNotAHang() {
        Relay relay(1, Relay::Mode::Garbage);
        ConnectionSpec spec = m_broker.plaintext();
        spec.properties["bootstrap.servers"] = relay.address();
        const base::Error error = failureOf(spec);
        QCOMPARE(error.kind, base::ErrorKind::Transport);
        QVERIFY2(error.what.find("not a Kafka broker") != std::string::npos, base::describe(error).c_str());
    }

    void anUnreachableHostIsGivenUpWithinFiveSeconds() {
        // A socket that listens and never accepts more: the handshake of those beyond its backlog hangs.
        ConnectionSpec spec = m_broker.plaintext();
        Relay relay(1, Relay::Mode::Hang);
        spec.properties["bootstrap.servers"] = relay.address();
        const base::Error error = failureOf(spec);
        QVERIFY2(error.kind == base::ErrorKind::Timeout || error.kind == base::ErrorKind::Transport,
                 base::describe(error).c_str());
    }

    void aWrongPropertyIsInvalidByNameAndItsSecretIsNotShown() {
        ConnectionSpec spec = m_broker.plaintext();
        spec.properties["no.such.property"] = "1";
        auto unknown = kafkard::connect(spec);
        QVERIFY(!unknown.has_value());
        QCOMPARE(unknown.error().kind, base::ErrorKind::Invalid);
        QCOMPARE(unknown.error().where, std::string("no.such.property"));

        ConnectionSpec half = m_broker.mutualTls();
        half.properties["ssl.key.location"] = "/is/not/there.pem";
        auto missing = kafkard::connect(half);
        QVERIFY(!missing.has_value());
        QVERIFY2(base::describe(missing.error()).find("there.pem") != std::string::npos,
                 test::why(missing).c_str());

        auto none = kafkard::connect(ConnectionSpec{});
        QCOMPARE(none.error().where, std::string("bootstrap.servers"));
    }

    void aLostBrokerShowsWithinFiveSecondsAndComesBackByItself() {
        Relay relay(target());
        auto cluster = kafkard::connect(through(relay));
        QVERIFY(cluster.has_value());
        QTRY_COMPARE((*cluster)->state().link, LinkState::Up);
        QTest::qWait(300); // the connection to the advertised address, too
        relay.setMode(Relay::Mode::Closed);
        QTRY_COMPARE_WITH_TIMEOUT((*cluster)->state().link, LinkState::Lost, 5000);
        QVERIFY((*cluster)->state().error.has_value());
        QVERIFY((*cluster)->state().lastAnswer.has_value());
        const auto refused = await((*cluster)->describeCluster(), 6000);
        QVERIFY(!refused.has_value());
        QCOMPARE(refused.error().kind, base::ErrorKind::Transport);
        relay.setMode(Relay::Mode::Pass);
        QTRY_COMPARE_WITH_TIMEOUT((*cluster)->state().link, LinkState::Up, 10000);
        AWAIT(info, (*cluster)->describeCluster());
        QCOMPARE(info.id, m_broker.value("CLUSTER_ID"));
    }

    void aBrokerThatHangsMidRequestShowsWithinFiveSecondsAndClosingDoesNotWaitForIt() {
        Relay relay(target());
        auto cluster = kafkard::connect(through(relay));
        QVERIFY(cluster.has_value());
        QTRY_COMPARE((*cluster)->state().link, LinkState::Up);
        relay.setMode(Relay::Mode::Hang);
        const auto groups = (*cluster)->listGroups();
        const auto topics = (*cluster)->describeTopics({});
        QTRY_COMPARE_WITH_TIMEOUT((*cluster)->state().link, LinkState::Lost, 5000);
        QElapsedTimer timer;
        timer.start();
        cluster->reset();
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(groups.isFinished());
        QCOMPARE(groups.result().error().kind, base::ErrorKind::Cancelled);
        QCOMPARE(topics.result().error().kind, base::ErrorKind::Cancelled);
    }

    void aQuestionToAHungBrokerEndsInItsTime() {
        Relay relay(target());
        ConnectionSpec spec = through(relay);
        spec.timeout = std::chrono::seconds(3);
        auto cluster = kafkard::connect(spec);
        QVERIFY(cluster.has_value());
        QTRY_COMPARE((*cluster)->state().link, LinkState::Up);
        relay.setMode(Relay::Mode::Hang);
        QElapsedTimer timer;
        timer.start();
        const auto groups = await((*cluster)->listGroups());
        QVERIFY(!groups.has_value());
        QCOMPARE(groups.error().kind, base::ErrorKind::Timeout);
        QVERIFY2(timer.elapsed() < 6000, qPrintable(QString::number(timer.elapsed())));
    }

    // librdkafka 2.14.2 ends the process here; packaging/librdkafka has the patch.
    void aQuestionThatTimedOutIsOverWhenTheCoordinatorItWaitedForIsBack() {
        Relay door(target());
        Relay coordinator(target());
        door.advertise(coordinator.port());
        ConnectionSpec spec = through(door);
        spec.timeout = std::chrono::seconds(2);
        auto cluster = kafkard::connect(spec);
        QVERIFY(cluster.has_value());
        QTRY_COMPARE((*cluster)->state().link, LinkState::Up);
        const auto answers = [&] {
            const auto commits = await((*cluster)->committedOffsets({"nobody"}));
            return commits && !commits->front().error;
        };
        QTRY_VERIFY_WITH_TIMEOUT(answers(), 20'000);
        coordinator.setMode(Relay::Mode::Hang);
        QVERIFY(!answers()); // the connection is given up with this one
        QVERIFY(!answers()); // and this one waits for another
        coordinator.setMode(Relay::Mode::Pass);
        QTRY_VERIFY_WITH_TIMEOUT(answers(), 20'000);
    }

    void closingAConnectionThatNeverCameUpIsQuick() {
        ConnectionSpec spec = m_broker.plaintext();
        spec.properties["bootstrap.servers"] =
            "192.0.2.1:9092"; // an address for documentation: nobody is there
        auto cluster = kafkard::connect(spec);
        QVERIFY(cluster.has_value());
        const auto info = (*cluster)->describeCluster();
        QTest::qWait(200);
        QElapsedTimer timer;
        timer.start();
        cluster->reset();
        QVERIFY2(timer.elapsed() < 1500, qPrintable(QString::number(timer.elapsed())));
        QVERIFY(info.isFinished());
    }
};

QTEST_GUILESS_MAIN(TestConnection)
#include "tst_connection.moc"
