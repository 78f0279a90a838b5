// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/audit/audit_support.h"

#include "models/audit/audit_feed.h"
#include "models/kafkard/connect.h"
#include "tests/support/await.h"
#include "tests/support/live_broker.h"

using namespace streamscape;
using namespace streamscape::audit;

/// A real broker's authorizer log, read while it writes.
class AuditLiveTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo()); }

    // What a client is refused shows within seconds, with the line as the broker wrote it.
    void aRefusedClientShowsUp() {
        QTemporaryDir folder;
        const auto store = testing::openStore(folder);
        QVERIFY(store);
        AuditFeed feed(*store, base::systemNow);
        feed.setCluster(testing::clusterIn(*store));
        const std::string logs = m_broker.dir() + "/broker-1/logs";
        feed.setSources({{"authorizer", "broker-1", {}, {logs}}});
        const std::string topic = "audit-live-" + std::to_string(QDateTime::currentMSecsSinceEpoch());
        Question question;
        question.where = {{Field::Resource, topic, false}, {Field::Decision, "deny", false}};
        feed.ask(question);
        QVERIFY(QTest::qWaitFor([&] { return feed.progress().caughtUp; }, 20'000));

        const auto guest = kafkard::connect(m_broker.guest());
        QVERIFY(guest);
        test::await((*guest)->describeTopics({topic}), 15'000);
        QVERIFY(
            QTest::qWaitFor([&] { return feed.snapshot() && feed.snapshot()->answer.matched > 0; }, 15'000));
        const Event& event = feed.snapshot()->answer.events.at(0);
        QCOMPARE(event.facts.operation, std::optional<std::string>("DESCRIBE"));
        QCOMPARE(event.facts.resourceType, std::optional<std::string>("TOPIC"));
        QVERIFY(event.facts.principal && event.facts.principal->starts_with("User:"));
        QVERIFY(event.raw && event.raw->find(topic) != std::string::npos);
        QVERIFY(event.time && *event.time > base::systemNow() - std::chrono::minutes{1});
    }

    // Every line this broker wrote is an event, but for those that a newline in a name broke.
    void everyWholeLineIsAnEvent() {
        QTemporaryDir folder;
        const auto store = testing::openStore(folder);
        LogReader reader =
            testing::readerOf(*store, {"authorizer", "broker-1", {}, {m_broker.dir() + "/broker-1/logs"}});
        const auto added = testing::readAll(*store, reader);
        QVERIFY(added);
        QVERIFY(added->events > 0);
        Query query;
        query.where = {{Field::Kind, "unparsed", false}};
        query.limit = 1000;
        const auto unparsed = testing::askStore(*store, query);
        QVERIFY(unparsed);
        const AuthorizerLine parser;
        for (const Event& event : unparsed->events) {
            QVERIFY(event.raw);
            const bool whole =
                event.raw->starts_with("[") && event.raw->ends_with("(kafka.authorizer.logger)");
            QVERIFY2(!whole, event.raw->c_str());
        }
    }

private:
    test::LiveBroker m_broker;
};

QTEST_GUILESS_MAIN(AuditLiveTest)
#include "tst_audit_live.moc"
