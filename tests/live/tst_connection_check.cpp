// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connection_check.h"
#include "tests/support/live_broker.h"
#include "tests/support/relay.h"

#include <QTest>

using namespace streamscape;
using namespace streamscape::kafka;

/// The step-by-step test of a connection names what is wrong with it.
class TestConnectionCheck : public QObject {
    Q_OBJECT

private:
    test::LiveBroker m_broker;

    static std::vector<CheckStep> stepsOf(const ConnectionSpec& spec) {
        const auto check = app::connectionChecks()(spec);
        bool over = false;
        QObject::connect(check.get(), &ConnectionCheck::finished, check.get(), [&over] { over = true; });
        check->start();
        if (!QTest::qWaitFor([&over] { return over; }, 20'000))
            qWarning("the check did not end");
        return check->steps();
    }
    static CheckStep step(const std::vector<CheckStep>& steps, const char* name) {
        for (const CheckStep& one : steps)
            if (one.name == name)
                return one;
        return {};
    }
    static std::string failed(const std::vector<CheckStep>& steps) {
        std::string names;
        for (const CheckStep& one : steps)
            if (one.status == CheckStep::Failed)
                names += one.name;
        return names;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo()); }

    void aGoodConnectionPassesEveryStep() {
        for (const ConnectionSpec& spec : {m_broker.admin(), m_broker.mutualTls(), m_broker.plaintext()}) {
            const auto steps = stepsOf(spec);
            for (const CheckStep& one : steps)
                QVERIFY2(one.status == CheckStep::Passed, (one.name + ": " + one.what).c_str());
            QVERIFY(step(steps, apiStep).what.find(m_broker.value("CLUSTER_ID")) != std::string::npos);
        }
        QVERIFY(step(stepsOf(m_broker.admin()), rightsStep).what.find("ALTER") != std::string::npos);
    }
    void aWrongPasswordFailsTheSaslStep() {
        ConnectionSpec spec = m_broker.admin();
        spec.properties["sasl.password"] = "wrong";
        const auto steps = stepsOf(spec);
        QCOMPARE(failed(steps), std::string(saslStep));
        QVERIFY(step(steps, saslStep).what.find("credentials") != std::string::npos);
        QCOMPARE(step(steps, tlsStep).status, CheckStep::Passed);
        QCOMPARE(step(steps, rightsStep).status, CheckStep::Skipped);
    }
    void aWrongMechanismFailsTheSaslStepByName() {
        ConnectionSpec spec = m_broker.oauth();
        spec.properties["bootstrap.servers"] = m_broker.value("BOOTSTRAP_SASL_SSL");
        spec.properties["security.protocol"] = "SASL_SSL";
        spec.properties["ssl.ca.location"] = m_broker.value("CA_PEM");
        const auto steps = stepsOf(spec);
        QCOMPARE(failed(steps), std::string(saslStep));
        QVERIFY(step(steps, saslStep).what.find("mechanism") != std::string::npos);
    }
    void anUnknownCaFailsTheTlsStep() {
        ConnectionSpec spec = m_broker.admin();
        spec.properties["ssl.ca.location"] = m_broker.value("OTHER_CA_PEM");
        const auto steps = stepsOf(spec);
        QCOMPARE(failed(steps), std::string(tlsStep));
        QVERIFY2(step(steps, tlsStep).what.find("CA") != std::string::npos,
                 step(steps, tlsStep).what.c_str());
    }
    void aNameThatIsNotThereFailsTheFirstStep() {
        ConnectionSpec spec = m_broker.admin();
        spec.properties["bootstrap.servers"] = "no-such-host.invalid:9092";
        QCOMPARE(failed(stepsOf(spec)), std::string(resolveStep));
    }
    void aClosedPortFailsTheTcpStep() {
        test::Relay relay(1);
        relay.setMode(test::Relay::Mode::Closed);
        ConnectionSpec spec = m_broker.plaintext();
        spec.properties["bootstrap.servers"] = relay.address();
        QCOMPARE(failed(stepsOf(spec)), std::string(tcpStep));
    }
    void garbageFailsTheApiStep() {
        test::Relay relay(1, test::Relay::Mode::Garbage);
        ConnectionSpec spec = m_broker.plaintext();
        spec.properties["bootstrap.servers"] = relay.address();
        const auto steps = stepsOf(spec);
        QCOMPARE(failed(steps), std::string(apiStep));
        QVERIFY(step(steps, apiStep).what.find("not a Kafka broker") != std::string::npos);
    }
    void aBrokerThatHangsFailsTheApiStepInTime() {
        test::Relay relay(1, test::Relay::Mode::Hang);
        ConnectionSpec spec = m_broker.plaintext();
        spec.properties["bootstrap.servers"] = relay.address();
        QCOMPARE(failed(stepsOf(spec)), std::string(apiStep));
    }
    void anAdvertisedAddressThatIsUnreachableIsNamed() {
        const std::string bootstrap = m_broker.value("BOOTSTRAP_PLAINTEXT");
        // A relay that tells clients a port nobody listens on.
        test::Relay closed(1);
        closed.setMode(test::Relay::Mode::Closed);
        test::Relay relay(std::stoi(bootstrap.substr(bootstrap.rfind(':') + 1)));
        relay.advertise(closed.port());
        ConnectionSpec spec = m_broker.plaintext();
        spec.properties["bootstrap.servers"] = relay.address();
        const auto steps = stepsOf(spec);
        QCOMPARE(failed(steps), std::string(advertisedStep));
        QVERIFY(step(steps, advertisedStep).what.find(closed.address()) != std::string::npos);
    }
    void aConnectionWithoutABrokerIsSaid() {
        QCOMPARE(failed(stepsOf(ConnectionSpec{})), std::string(resolveStep));
    }
};

QTEST_GUILESS_MAIN(TestConnectionCheck)
#include "tst_connection_check.moc"
