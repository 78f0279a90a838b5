// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/connection_check.h"
#include "models/kafkard/connect.h"
#include "tests/support/await.h"
#include "tests/support/live_broker.h"
#include "tests/support/token_server.h"

#include <QTest>

using namespace streamscape;
using namespace streamscape::kafka;
using test::TokenServer;

Q_DECLARE_METATYPE(streamscape::test::TokenServer::Mode)

/// OAUTHBEARER with a token endpoint: who is let in, and what is said where no token comes.
class TestOidc : public QObject {
    Q_OBJECT

private:
    test::LiveBroker m_broker;

    static constexpr const char* clientSecret = "hunter2hunter2";

    /// The broker looks for the principal in a claim whose name only its folder knows.
    std::unique_ptr<TokenServer> server(TokenServer::Mode mode = TokenServer::Mode::Grant) const {
        const std::string config = m_broker.oauth().properties.at("sasl.oauthbearer.config");
        const std::string key = "principalClaimName=";
        return std::make_unique<TokenServer>(config.substr(config.find(key) + key.size()), "admin", mode);
    }
    ConnectionSpec through(const TokenServer& tokens) const {
        ConnectionSpec spec;
        spec.properties = {{"bootstrap.servers", m_broker.value("BOOTSTRAP_SASL_PLAINTEXT")},
                           {"security.protocol", "SASL_PLAINTEXT"},
                           {"sasl.mechanism", "OAUTHBEARER"},
                           {"sasl.oauthbearer.method", "oidc"},
                           {"sasl.oauthbearer.token.endpoint.url", tokens.url()},
                           {"sasl.oauthbearer.client.id", "streamscape-console"},
                           {"sasl.oauthbearer.client.secret", clientSecret},
                           {"sasl.oauthbearer.scope", "kafka"}};
        return spec;
    }
    static std::vector<CheckStep> stepsOf(const ConnectionSpec& spec, base::Closing& closing) {
        const auto check = app::connectionChecks(&closing)(spec);
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
    static bool holdsSecret(const std::string& text) { return text.find(clientSecret) != std::string::npos; }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo()); }

    void aTokenFromTheServerLetsUsInAsItsPrincipal() {
        const auto tokens = server();
        auto cluster = kafkard::connect(through(*tokens));
        QVERIFY2(cluster.has_value(), test::why(cluster).c_str());
        AWAIT(info, (*cluster)->describeCluster());
        QCOMPARE(info.id, m_broker.value("CLUSTER_ID"));
        // The super user's rights: the principal is the token's.
        QVERIFY(info.authorized &&
                std::count(info.authorized->begin(), info.authorized->end(), "ALTER") == 1);
        const auto asked = tokens->requests();
        QCOMPARE(asked.size(), 1U);
        QCOMPARE(asked[0].line, std::string("POST /token HTTP/1.1"));
        QCOMPARE(asked[0].authorization, std::string("streamscape-console:") + clientSecret);
        QCOMPARE(asked[0].body, std::string("grant_type=client_credentials&scope=kafka"));
    }

    void everyStepOfTheCheckPassesAndTheTokenIsOneOfThem() {
        const auto tokens = server();
        base::Closing closing;
        const auto steps = stepsOf(through(*tokens), closing);
        for (const CheckStep& one : steps)
            QVERIFY2(one.status == CheckStep::Passed, (one.name + ": " + one.what).c_str());
        QCOMPARE(step(steps, tokenStep).what, "given by " + tokens->url());
    }

    void aStreamReadsByATokenToo() {
        const auto tokens = server();
        const std::string topic = "oidc-" + std::to_string(base::toMilliseconds(base::systemNow()));
        auto cluster = kafkard::connect(through(*tokens));
        QVERIFY(cluster.has_value());
        AWAIT(made, (*cluster)->createTopics({NewTopic{topic, 1, 1, {}}}));
        QVERIFY(!made.front().error);
        auto tail = kafkard::openTail(through(*tokens), {{{topic, PartitionId{0}}, Offset{0}}}, {});
        QVERIFY2(tail.has_value(), test::why(tail).c_str());
        bool atEnd = false;
        connect(tail->get(), &Tail::batch, this, [&atEnd](const BatchPtr& batch) {
            for (const Position& position : batch->positions)
                atEnd = atEnd || position.atEnd;
        });
        QTRY_VERIFY_WITH_TIMEOUT(atEnd, 20'000);
        (void)test::await((*cluster)->deleteTopics({topic}));
    }

    void aTokenThatDoesNotComeIsTheTokenEndpointsFault_data() {
        QTest::addColumn<TokenServer::Mode>("mode");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QString>("says");
        const int auth = static_cast<int>(base::ErrorKind::Auth);
        QTest::newRow("client refused")
            << TokenServer::Mode::Refuse << auth << "invalid_client, no such client here";
        QTest::newRow("a web page") << TokenServer::Mode::Page << auth << "gives no token";
        QTest::newRow("other JSON") << TokenServer::Mode::OtherJson << auth << "gives no token";
        QTest::newRow("expired already") << TokenServer::Mode::Stale << auth << "expired already";
        QTest::newRow("nobody there") << TokenServer::Mode::Closed
                                      << static_cast<int>(base::ErrorKind::Transport) << "cannot be reached";
        const int timeout = static_cast<int>(base::ErrorKind::Timeout);
        QTest::newRow("overloaded") << TokenServer::Mode::Busy << timeout << "No token has come";
        QTest::newRow("hung") << TokenServer::Mode::Hang << timeout << "No token has come";
    }
    void aTokenThatDoesNotComeIsTheTokenEndpointsFault() {
        QFETCH(TokenServer::Mode, mode);
        QFETCH(int, kind);
        QFETCH(QString, says);
        base::Closing closing; // outlives the endpoint: one that hangs holds the library for 20 s
        const auto tokens = server(mode);
        auto cluster = kafkard::connect(through(*tokens), &closing);
        QVERIFY2(cluster.has_value(), test::why(cluster).c_str());
        QTRY_COMPARE_WITH_TIMEOUT((*cluster)->state().link, LinkState::Failed, 5000);
        const base::Error error = (*cluster)->state().error.value_or(base::Error{});
        QVERIFY2(error.what.find(says.toStdString()) != std::string::npos, base::describe(error).c_str());
        QCOMPARE(static_cast<int>(error.kind), kind);
        QCOMPARE(error.where, tokens->url());
        QVERIFY(!error.hint.empty() && !holdsSecret(base::describe(error) + error.native));

        const auto steps = stepsOf(through(*tokens), closing);
        for (const CheckStep& one : steps)
            QVERIFY2(!holdsSecret(one.what + one.hint), one.what.c_str());
        QCOMPARE(step(steps, tcpStep).status, CheckStep::Passed);
        QCOMPARE(step(steps, tokenStep).status, CheckStep::Failed);
        QVERIFY2(step(steps, tokenStep).what.find(says.toStdString()) != std::string::npos,
                 step(steps, tokenStep).what.c_str());
        QVERIFY(!step(steps, tokenStep).hint.empty());
        for (const char* later : {saslStep, apiStep, rightsStep})
            QCOMPARE(step(steps, later).status, CheckStep::Skipped);
    }

    void aTokenTheBrokerDoesNotTakeIsTheBrokersRefusal() {
        TokenServer tokens("a-claim-of-another-broker", "admin");
        base::Closing closing;
        const auto steps = stepsOf(through(tokens), closing);
        QCOMPARE(step(steps, tokenStep).status, CheckStep::Passed);
        QCOMPARE(step(steps, saslStep).status, CheckStep::Failed);
        QCOMPARE(step(steps, saslStep).what, std::string("The broker refused this token"));
    }

    void aTokenEndpointThatComesBackIsFoundAgain() {
        const auto tokens = server(TokenServer::Mode::Closed);
        auto cluster = kafkard::connect(through(*tokens));
        QVERIFY(cluster.has_value());
        QTRY_COMPARE_WITH_TIMEOUT((*cluster)->state().link, LinkState::Failed, 5000);
        tokens->setMode(TokenServer::Mode::Grant);
        // The library asks again after 10 s.
        QTRY_COMPARE_WITH_TIMEOUT((*cluster)->state().link, LinkState::Up, 30'000);
        QVERIFY(!(*cluster)->state().error);
    }

    void aTokenThatExpiresAndIsNotRenewedShowsWithinFiveSecondsAndHealsByItself() {
        const auto tokens = server();
        tokens->setLifetime(std::chrono::seconds{4});
        auto cluster = kafkard::connect(through(*tokens));
        QVERIFY(cluster.has_value());
        QTRY_COMPARE((*cluster)->state().link, LinkState::Up);
        const std::size_t granted = tokens->requests().size();
        tokens->setMode(TokenServer::Mode::Refuse);
        QTRY_VERIFY_WITH_TIMEOUT(tokens->requests().size() > granted, 10'000);
        // Up to a second more it is good for; then the broker hangs up and does not let us in again.
        QTRY_COMPARE_WITH_TIMEOUT((*cluster)->state().link, LinkState::Lost, 6000);
        const auto age = (*cluster)->state().lastAnswer;
        QVERIFY(age.has_value());
        QTRY_COMPARE((*cluster)->state().error.value_or(base::Error{}).kind, base::ErrorKind::Auth);
        QVERIFY(!holdsSecret(base::describe(*(*cluster)->state().error)));
        QCOMPARE((*cluster)->state().lastAnswer, age);

        tokens->setMode(TokenServer::Mode::Grant);
        QTRY_COMPARE_WITH_TIMEOUT((*cluster)->state().link, LinkState::Up, 30'000);
        AWAIT(info, (*cluster)->describeCluster());
        QCOMPARE(info.id, m_broker.value("CLUSTER_ID"));
    }
};

QTEST_GUILESS_MAIN(TestOidc)
#include "tst_oidc.moc"
