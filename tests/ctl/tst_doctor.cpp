// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_session.h"
#include "tests/support/golden.h"

#include <QTest>
#include <QTimer>

using namespace streamscape;
using kafka::CheckStep;

namespace {

kafka::ConfigEntry entry(const char* name, std::optional<std::string> value) {
    kafka::ConfigEntry made;
    made.name = name;
    made.sensitive = !value;
    made.value = std::move(value);
    made.source = "STATIC_BROKER_CONFIG";
    return made;
}

// A cluster as packaging/kafka starts one, seen by its administrator.
void secured(test::FakeCluster& fake) {
    fake.info.id = "N1w-L1m1ts";
    fake.info.controller = base::BrokerId{1};
    fake.info.brokers = {{base::BrokerId{1}, "127.0.0.1", 19093, std::nullopt},
                         {base::BrokerId{2}, "127.0.0.1", 29093, "rack \u00e9"}};
    fake.info.authorized = {{"ALTER", "CREATE", "DESCRIBE", "DESCRIBE_CONFIGS"}};
    const kafka::ConfigResource broker{kafka::ResourceType::Broker, "1"};
    fake.configs[broker] = {
        broker,
        {entry("allow.everyone.if.no.acl.found", "false"),
         entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
         entry("group.coordinator.rebalance.protocols", "classic,consumer,share,streams"),
         entry("listener.security.protocol.map", "A:SASL_SSL"), entry("process.roles", "broker"),
         entry("sasl.enabled.mechanisms", "SCRAM-SHA-512,PLAIN"),
         entry("super.users", "User:admin;User:ANONYMOUS")},
        std::nullopt};
}

/// A connection test that ends as it was made.
class FakeCheck final : public kafka::ConnectionCheck {
public:
    explicit FakeCheck(std::vector<CheckStep> steps)
        : m_steps(std::move(steps)) {}
    void start() override {
        QTimer::singleShot(0, this, [this] { Q_EMIT finished(true); });
    }
    const std::vector<CheckStep>& steps() const override { return m_steps; }

private:
    std::vector<CheckStep> m_steps;
};

} // namespace

class TestDoctor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aHealthyConnectionIsShownAsJson() {
        test::FakeSession session;
        secured(session.fake);
        session.makeCheck = [] {
            return std::make_unique<FakeCheck>(std::vector<CheckStep>{
                {kafka::resolveStep, CheckStep::Passed, "127.0.0.1", "", {}},
                {kafka::tlsStep, CheckStep::Passed, "TLS 1.3 to CN=localhost", "", {}}});
        };
        QCOMPARE(session.run({"doctor", "--json"}), 0);
        QCOMPARE(session.outText(), test::golden("doctor.json", session.outText()));
        QVERIFY(session.errText().empty());
    }

    void aHealthyConnectionIsShownAsText() {
        test::FakeSession session;
        secured(session.fake);
        QCOMPARE(session.run({"doctor"}), 0);
        QCOMPARE(session.outText(), test::golden("doctor.txt", session.outText()));
    }

    void whatAGuestMayNotSeeIsNullWithAReason() {
        test::FakeSession session;
        secured(session.fake);
        session.fake.info.authorized = std::vector<kafka::Operation>{};
        session.fake.configs.clear();
        session.fake.failAlways(test::Question::DescribeConfigs,
                                base::Error{base::ErrorKind::Denied, "DescribeConfigs is not allowed",
                                            "broker 1", "Allow DESCRIBE_CONFIGS on the cluster", ""});
        QCOMPARE(session.run({"doctor", "--json"}), 3);
        QCOMPARE(session.outText(), test::golden("doctor_guest.json", session.outText()));
    }

    void aValueTheBrokerHoldsBackIsNull() {
        test::FakeSession session;
        secured(session.fake);
        auto& entries = session.fake.configs.begin()->second.entries;
        entries.back().value.reset();
        entries.back().sensitive = true;
        QCOMPARE(session.run({"doctor", "--json"}), 0);
        QVERIFY(session.outText().find("\"super_users\": null") != std::string::npos);
    }

    void noAuthorizerIsSaidAndFails() {
        test::FakeSession session;
        secured(session.fake);
        session.fake.configs.begin()->second.entries[1].value = "";
        QCOMPARE(session.run({"doctor"}), 1);
        QVERIFY(session.outText().find("everybody may do everything") != std::string::npos);
    }

    void aFailedStepIsNamedThoughTheClusterAnswers() {
        test::FakeSession session;
        secured(session.fake);
        session.makeCheck = [] {
            return std::make_unique<FakeCheck>(std::vector<CheckStep>{
                {kafka::advertisedStep, CheckStep::Failed, "broker 2 advertises kafka-2:9092", "Mend it", {}},
                {kafka::rightsStep, CheckStep::Skipped, "", "", {}}});
        };
        QCOMPARE(session.run({"doctor"}), 1);
        QVERIFY(session.outText().find("advertised_addresses  failed") != std::string::npos);
        QVERIFY(session.outText().find("not tried") != std::string::npos);
    }

    void anUnreachableClusterIsExitFourWithTheSteps() {
        test::FakeSession session;
        session.makeCheck = [] {
            return std::make_unique<FakeCheck>(std::vector<CheckStep>{
                {kafka::resolveStep, CheckStep::Passed, "127.0.0.1", "", {}},
                {kafka::tcpStep, CheckStep::Failed, "Connection refused", "Check the port", {}},
                {kafka::apiStep, CheckStep::Skipped, "", "", {}}});
        };
        session.fake.failAlways(test::Question::DescribeCluster,
                                base::Error{base::ErrorKind::Transport, "The connection was refused",
                                            "fake:9092", "Check that the broker is running", ""});
        QCOMPARE(session.run({"doctor", "--json"}), 4);
        QCOMPARE(session.outText(), test::golden("doctor_unreachable.json", session.outText()));
    }

    void aWrongConnectionIsWrongUsage() {
        test::FakeSession session;
        session.clusterError =
            base::Error{base::ErrorKind::Invalid, "No cluster is named", "command line", "Name one", ""};
        QCOMPARE(session.run({"doctor"}), 2);
        QVERIFY(session.outText().empty());
    }

    void aDroppedQuestionEndsTheCommand() {
        test::FakeSession session;
        secured(session.fake);
        session.fake.failAlways(
            test::Question::DescribeCluster,
            base::Error{base::ErrorKind::Timeout, "No answer in time", "fake:9092", "", ""});
        QCOMPARE(session.run({"doctor"}), 4);
    }
};

QTEST_GUILESS_MAIN(TestDoctor)
#include "tst_doctor.moc"
