// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/live_connection.h"
#include "models/kafkard/connect.h"
#include "models/settings/import.h"
#include "tests/support/await.h"
#include "tests/support/own_broker.h"
#include "tests/support/relay.h"

#include <QSignalSpy>
#include <QTest>

using namespace streamscape;
using namespace streamscape::kafka;
using test::await;

namespace {

constexpr int stateShowsMs = 5000;
constexpr int recoversMs = 60'000;

} // namespace

/// The window's connection and its feeds, on a broker of this test's own that goes and comes back.
class TestRecovery : public QObject {
    Q_OBJECT

private:
    const test::OwnBroker m_own{"recovery"};
    test::LiveBroker m_broker = m_own.files();
    base::Closing m_closing;

    std::unique_ptr<app::LiveConnection> connection(const ConnectionSpec& spec) {
        settings::Profile profile = settings::newProfile("recovery");
        settings::Secrets secrets;
        for (const auto& [name, value] : spec.properties)
            settings::setProperty(profile, secrets, name, value);
        auto opened = app::LiveConnection::open(profile, secrets, false, m_closing);
        if (!opened)
            qWarning("%s", base::describe(opened.error()).c_str());
        return opened ? std::move(*opened) : nullptr;
    }
    static LinkState linkOf(app::LiveConnection& of) { return of.cluster().state().link; }
    static base::ErrorKind kindOf(const std::optional<base::Error>& error) {
        return error.value_or(base::Error{base::ErrorKind::Bug, {}, {}, {}, {}}).kind;
    }

private Q_SLOTS:
    void initTestCase() {
        (void)m_own.order("wipe");
        QVERIFY(m_own.order("start"));
        m_broker = m_own.files();
        QVERIFY(m_broker.isThere());
    }
    void cleanupTestCase() { QVERIFY(m_own.order("wipe")); }

    void credentialsThatExpireShowTheDataKeepsItsAgeAndAllRecoversWhenTheyAreGoodAgain() {
        const auto admin = kafkard::connect(m_broker.admin());
        QVERIFY2(admin.has_value(), test::why(admin).c_str());
        const auto setPassword = [&](const std::string& password) {
            const auto done =
                await((*admin)->upsertScramUsers({ScramUpsert{"temp", "SCRAM-SHA-512", 4096, password}}));
            return done && !done->front().error;
        };
        QVERIFY(setPassword("first-password"));
        const auto granted =
            await((*admin)->createAcls({Acl{ResourceType::Cluster, "kafka-cluster", PatternType::Literal,
                                            "User:temp", "*", "DESCRIBE", Permission::Allow}}));
        QVERIFY(granted && !granted->front().error);

        const std::string bootstrap = m_broker.value("BOOTSTRAP_SASL_PLAINTEXT");
        test::Relay relay(std::stoi(bootstrap.substr(bootstrap.rfind(':') + 1)));
        ConnectionSpec spec;
        spec.properties = {{"bootstrap.servers", relay.address()},
                           {"security.protocol", "SASL_PLAINTEXT"},
                           {"sasl.mechanism", "SCRAM-SHA-512"},
                           {"sasl.username", "temp"},
                           {"sasl.password", "first-password"}};
        const auto window = connection(spec);
        QVERIFY(window);
        QTRY_COMPARE_WITH_TIMEOUT(linkOf(*window), LinkState::Up, recoversMs);
        QTRY_VERIFY_WITH_TIMEOUT(window->lag().snapshot(), recoversMs);

        QVERIFY(setPassword("second-password"));
        // Who is in stays in; the next connection is refused.
        relay.setMode(test::Relay::Mode::Closed);
        relay.setMode(test::Relay::Mode::Pass);
        QTRY_COMPARE_WITH_TIMEOUT(kindOf(window->cluster().state().error), base::ErrorKind::Auth,
                                  stateShowsMs);
        QCOMPARE(linkOf(*window), LinkState::Lost);
        const auto lastAnswer = window->cluster().state().lastAnswer;
        QVERIFY(lastAnswer.has_value());
        const base::Error error = *window->cluster().state().error;
        QVERIFY2(error.what.find("credentials") != std::string::npos, base::describe(error).c_str());
        QVERIFY(!error.where.empty() && !error.hint.empty());
        QVERIFY(base::describe(error).find("first-password") == std::string::npos);
        QTRY_COMPARE(kindOf(window->lag().error()), base::ErrorKind::Auth);
        const auto old = window->lag().snapshot();
        QVERIFY(old);
        QSignalSpy looked(&window->lag(), &lag::Feed::changed);
        window->lag().refresh();
        QVERIFY(!looked.isEmpty() || looked.wait(recoversMs));
        QCOMPARE(window->lag().snapshot()->asOf, old->asOf);
        QCOMPARE(window->cluster().state().lastAnswer, lastAnswer);

        QVERIFY(setPassword("first-password"));
        QTRY_COMPARE_WITH_TIMEOUT(linkOf(*window), LinkState::Up, recoversMs);
        QTRY_VERIFY_WITH_TIMEOUT(window->lag().snapshot()->asOf > old->asOf, recoversMs);
        QVERIFY(!window->lag().error());
    }

    void aClusterThatRestartsShowsTheDataKeepsItsAgeAndEveryFeedRecovers() {
        const std::string topic = "restarted";
        {
            const auto admin = kafkard::connect(m_broker.admin());
            QVERIFY(admin.has_value());
            const auto made = await((*admin)->createTopics({NewTopic{topic, 1, 1, {}}}));
            QVERIFY(made && !made->front().error);
        }
        const auto window = connection(m_broker.admin());
        QVERIFY(window);
        window->clusterView().setActive(true);
        const auto hasTopic = [&] { return window->clusterView().view()->topics.size() > 0; };
        QTRY_COMPARE_WITH_TIMEOUT(linkOf(*window), LinkState::Up, recoversMs);
        QTRY_VERIFY_WITH_TIMEOUT(window->lag().snapshot() && window->access().snapshot() && hasTopic(),
                                 recoversMs);
        auto tail =
            kafkard::openTail(m_broker.admin(), {{{topic, PartitionId{0}}, Offset{0}}}, {}, &m_closing);
        QVERIFY(tail.has_value());
        std::vector<std::string> read;
        bool isTailBroken = false;
        connect(tail->get(), &Tail::batch, this, [&](const BatchPtr& batch) {
            for (const Record& record : batch->records)
                read.emplace_back(record.value.value_or("null"));
            (*tail)->taken();
        });
        connect(tail->get(), &Tail::failed, this,
                [&](const std::optional<base::Error>& error) { isTailBroken = error.has_value(); });

        QVERIFY(m_own.order("stop"));
        QTRY_COMPARE_WITH_TIMEOUT(linkOf(*window), LinkState::Lost, stateShowsMs);
        QCOMPARE(kindOf(window->cluster().state().error), base::ErrorKind::Transport);
        const auto lastAnswer = window->cluster().state().lastAnswer;
        QVERIFY(lastAnswer.has_value());
        window->lag().refresh();
        window->access().refresh();
        window->clusterView().refresh();
        QTRY_COMPARE_WITH_TIMEOUT(kindOf(window->lag().error()), base::ErrorKind::Transport, recoversMs);
        QTRY_VERIFY_WITH_TIMEOUT(window->access().error() && window->clusterView().view()->error, recoversMs);
        const auto lag = window->lag().snapshot();
        const auto access = window->access().snapshot();
        const auto view = window->clusterView().view();
        QVERIFY(lag && access && hasTopic());
        for (const base::Time asOf : {lag->asOf, access->asOf, view->asOf})
            QVERIFY(asOf <= base::systemNow() && asOf.time_since_epoch().count() > 0);
        QCOMPARE(window->cluster().state().lastAnswer, lastAnswer);
        QTRY_VERIFY_WITH_TIMEOUT(isTailBroken, recoversMs);

        QVERIFY(m_own.order("start"));
        QTRY_COMPARE_WITH_TIMEOUT(linkOf(*window), LinkState::Up, recoversMs);
        QTRY_VERIFY_WITH_TIMEOUT(window->lag().snapshot()->asOf > lag->asOf && !window->lag().error(),
                                 recoversMs);
        QTRY_VERIFY_WITH_TIMEOUT(
            window->access().snapshot()->asOf > access->asOf && !window->access().error(), recoversMs);
        QTRY_VERIFY_WITH_TIMEOUT(window->clusterView().view()->asOf > view->asOf &&
                                     !window->clusterView().view()->error,
                                 recoversMs);
        const auto producer = kafkard::openProducer(m_broker.admin());
        QVERIFY(producer.has_value());
        QVERIFY((*producer)->send({topic, PartitionId{0}, "k", "after", {}, {}}).has_value());
        QVERIFY((*producer)->flush().has_value());
        QTRY_COMPARE_WITH_TIMEOUT(read, std::vector<std::string>{"after"}, recoversMs);
        QVERIFY(!isTailBroken);
    }
};

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
