// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/connect.h"
#include "tests/newlimits/people.h"
#include "tests/newlimits/scenario.h"
#include "tests/newlimits/written_log.h"
#include "tests/support/await.h"
#include "tests/support/live_broker.h"

#include <sys/stat.h>

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <thread>

using namespace streamscape;
using namespace streamscape::kafka;
using namespace streamscape::newlimits;
using test::await;

/// The whole scenario, small, on a real broker: what the demo shows is what is written down.
class TestScenario : public QObject {
    Q_OBJECT

private:
    test::LiveBroker m_broker;
    QTemporaryDir m_folder;
    Options m_options;
    std::atomic_bool m_never = false;
    std::unique_ptr<Cluster> m_cluster;

    std::int64_t lagOf(const std::string& group) {
        const auto commits = await(m_cluster->committedOffsets({group}));
        if (!commits)
            return -1;
        std::int64_t lag = 0;
        for (const CommittedOffset& commit : commits->front().offsets) {
            const auto end =
                await(m_cluster->listOffsets({commit.partition}, {}, Isolation::ReadUncommitted));
            if (end && end->front().offset && commit.offset)
                lag += end->front().offset->value - commit.offset->value;
        }
        return lag;
    }
    GroupDescription describe(const std::string& group) {
        const auto answer = await(m_cluster->describeGroups({group}));
        return answer && !answer->empty() ? answer->front() : GroupDescription{};
    }

    /// A group that rebalances leaves a state again at once: the test macros would look a second time.
    template<class Condition>
    static bool waitUntil(Condition condition, int ms) {
        return QTest::qWaitFor(condition, ms);
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo());
        m_options.admin = m_broker.admin();
        m_options.credentials = m_folder.path().toStdString() + "/credentials";
        m_options.days = 1;
        m_options.perDay = 3000;
        m_options.count = 600;
        auto connected = kafkard::connect(m_options.admin);
        QVERIFY2(connected.has_value(), test::why(connected).c_str());
        m_cluster = std::move(*connected);
        cleanUp();
    }
    void cleanupTestCase() {
        if (m_cluster)
            cleanUp();
    }

    void setupMakesTopicsPeopleAndGrantsAndCanBeRepeated() {
        for (int i = 0; i < 2; ++i) {
            const auto done = setUp(m_options);
            QVERIFY2(done.has_value(), test::why(done).c_str());
        }
        struct stat file = {};
        QCOMPARE(::stat((m_options.credentials + "/pat.properties").c_str(), &file), 0);
        QCOMPARE(file.st_mode & 0777U, 0600U);
        AWAIT(acls, m_cluster->describeAcls());
        QVERIFY(std::any_of(acls.acls.begin(), acls.acls.end(), [](const Acl& acl) {
            return acl.principal == "User:pat" && acl.operation == "WRITE" && acl.name == "inventory." &&
                   acl.pattern == PatternType::Prefixed;
        }));
    }

    void historyIsWrittenOnceWithItsOwnTimesAndReadByTheGroups() {
        const auto done = addHistory(m_options, m_never);
        QVERIFY2(done.has_value(), test::why(done).c_str());
        const auto written = writtenMovements(m_options.admin);
        QVERIFY2(written.has_value(), test::why(written).c_str());
        QVERIFY(written->size() > 4000); // the opening counts, and 3,000 movements
        QVERIFY(addHistory(m_options, m_never).has_value());
        QCOMPARE(writtenMovements(m_options.admin)->size(), written->size());
        const base::Time halfADayAgo = base::systemNow() - std::chrono::hours(12);
        AWAIT(middle,
              m_cluster->listOffsets({{"inventory.movements", PartitionId{0}}},
                                     {OffsetQuery::At::Time, halfADayAgo}, Isolation::ReadUncommitted));
        QVERIFY(middle[0].offset && middle[0].offset->value > 0);
        QCOMPARE(lagOf("inventory-projector"), 0);
        QCOMPARE(lagOf("storefront-cache"), 0);
        QVERIFY(lagOf("bi-stock-report") > 0);
        QVERIFY(describe("kaff-replay-test").members.empty());
    }

    void whileTheyTradeGroupsKeepUpOrFallBehindUntilTheDumpStopsOne() {
        std::atomic_bool stop = false;
        m_options.speed = 20;
        base::Result<base::Done> traded = base::Done{};
        std::thread trading([&] { traded = trade(m_options, stop); });
        const auto guard = qScopeGuard([&] {
            stop = true;
            if (trading.joinable())
                trading.join();
        });
        QVERIFY(
            waitUntil([&] { return describe("inventory-projector").state == GroupState::Stable; }, 60000));
        QVERIFY(waitUntil([&] { return describe("storefront-cache").members.size() == 2U; }, 60000));
        QCOMPARE(describe("storefront-cache").type, GroupType::Consumer);
        QVERIFY(waitUntil([&] { return describe("warehouse-sync-reno").members.size() == 1U; }, 60000));
        QTRY_VERIFY_WITH_TIMEOUT(lagOf("warehouse-sync-reno") > 60, 60000);
        QVERIFY(lagOf("storefront-cache") < 200);

        const auto dumped = dump(m_options, m_never);
        QVERIFY2(dumped.has_value(), test::why(dumped).c_str());
        QVERIFY(waitUntil([&] { return describe("inventory-projector").state == GroupState::Empty; }, 20000));
        QTRY_VERIFY_WITH_TIMEOUT(lagOf("inventory-projector") > 100, 10000);
        QVERIFY(waitUntil([&] { return describe("storefront-cache").members.size() == 2U; }, 60000));

        QElapsedTimer timer;
        timer.start();
        stop = true;
        trading.join();
        QVERIFY2(timer.elapsed() < 2000, qPrintable(QString::number(timer.elapsed())));
        QVERIFY2(traded.has_value(), test::why(traded).c_str());
    }

    void theDumpIsPats() {
        const auto written = writtenMovements(m_options.admin);
        QVERIFY(written.has_value());
        const auto pats = std::count_if(written->begin(), written->end(), [](const Written& one) {
            return one.value.find("\"source\":\"batch\"") != std::string::npos;
        });
        QVERIFY2(pats > 300, qPrintable(QString::number(pats)));
    }

private:
    void cleanUp() {
        std::vector<std::string> names;
        for (const NewTopic& topic : topics(1))
            names.push_back(topic.name);
        (void)await(m_cluster->deleteTopics(names));
        (void)await(m_cluster->deleteAcls(grants()));
        QTRY_VERIFY([&] {
            const auto seen = await(m_cluster->describeTopics(names));
            return seen && std::all_of(seen->begin(), seen->end(),
                                       [](const Topic& t) { return t.error.has_value(); });
        }());
    }
};

QTEST_GUILESS_MAIN(TestScenario)
#include "tst_scenario.moc"
