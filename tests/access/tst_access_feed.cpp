// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/feed.h"
#include "tests/access/acl_builder.h"
#include "tests/support/fake_cluster.h"
#include "tests/support/manual_clock.h"

#include <QSignalSpy>
#include <QtTest>

using namespace streamscape;
using namespace streamscape::access;
using namespace streamscape::test;
using Asked = streamscape::test::Question;

namespace {

base::Error lost() {
    return {base::ErrorKind::Transport, "The broker went away", "fake:9092", "", "_TRANSPORT"};
}

void openUp(FakeCluster& cluster) {
    cluster.info.authorized = std::vector<kafka::Operation>{"DESCRIBE", "ALTER"};
    const kafka::ConfigResource broker{kafka::ResourceType::Broker,
                                       std::to_string(cluster.info.brokers.front().id.value)};
    cluster.configs[broker] = {
        broker,
        {{"authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
          "STATIC_BROKER_CONFIG", false, true, false}},
        {}};
    cluster.addTopic("orders", 1);
    cluster.addTopic("inventory.levels", 1);
    cluster.acls.acls = {allow("User:ada", "WRITE", topic("orders"))};
}

} // namespace

class tst_access_feed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneRoundMakesASnapshot() {
        FakeCluster cluster;
        openUp(cluster);
        const ManualClock clock;
        AccessFeed feed(cluster, clock.clock(), {});
        QSignalSpy updated(&feed, &AccessFeed::updated);
        feed.start();
        QVERIFY(feed.isAsking());
        QTRY_VERIFY(feed.snapshot());
        QCOMPARE(feed.snapshot()->visibility.sight, Sight::Complete);
        QCOMPARE(feed.snapshot()->asOf, clock.now());
        QCOMPARE(feed.snapshot()->recognised.bindings.size(), std::size_t{1});
        QCOMPARE(feed.snapshot()->topics, (std::vector<std::string>{"inventory.levels", "orders"}));
        QVERIFY(!feed.isAsking());
    }

    void asksSeldomWhileNobodyLooks_data() {
        QTest::addColumn<bool>("active");
        QTest::newRow("nobody looks") << false;
        QTest::newRow("somebody looks") << true;
    }
    void asksSeldomWhileNobodyLooks() {
        QFETCH(bool, active);
        constexpr base::Duration soon{5};
        constexpr std::chrono::hours never{1};
        FakeCluster cluster;
        openUp(cluster);
        AccessFeed feed(cluster, base::systemNow,
                        {.interval = active ? soon : never, .idleInterval = active ? never : soon});
        feed.setActive(active);
        feed.start();
        QTRY_VERIFY(cluster.calls(Asked::DescribeAcls) > 2);
    }

    void whatIsOldIsAskedAgainWhenSomebodyLooks() {
        FakeCluster cluster;
        openUp(cluster);
        ManualClock clock;
        AccessFeed feed(cluster, clock.clock(), {});
        feed.start();
        QTRY_VERIFY(feed.snapshot());
        feed.setActive(true);
        QVERIFY(!feed.isAsking());
        feed.setActive(false);
        clock.advance(std::chrono::seconds{30});
        feed.setActive(true);
        QVERIFY(feed.isAsking());
    }

    void aLateAnswerOfAnOlderRoundIsDropped() {
        FakeCluster cluster;
        openUp(cluster);
        AccessFeed feed(cluster, base::systemNow, {});
        cluster.hold(Asked::DescribeAcls);
        feed.refresh();
        cluster.acls.acls.push_back(allow("User:jax", "READ", topic("orders")));
        feed.refresh();
        QCOMPARE(cluster.waiting(Asked::DescribeAcls), 2);
        cluster.releaseNewest(Asked::DescribeAcls);
        QTRY_VERIFY(feed.snapshot());
        QSignalSpy updated(&feed, &AccessFeed::updated);
        cluster.releaseOldest(Asked::DescribeAcls);
        QVERIFY(!updated.wait(50));
        QCOMPARE(feed.snapshot()->acls.acls().size(), std::size_t{2});
    }

    void anOutageKeepsTheLastSnapshotAndSaysWhy() {
        FakeCluster cluster;
        openUp(cluster);
        AccessFeed feed(cluster, base::systemNow, {});
        feed.start();
        QTRY_VERIFY(feed.snapshot());
        cluster.failAlways(Asked::DescribeAcls, lost());
        feed.refresh();
        QTRY_VERIFY(feed.error());
        QCOMPARE(feed.snapshot()->acls.acls().size(), std::size_t{1});
        cluster.failAlways(Asked::DescribeAcls, std::nullopt);
        cluster.setState({kafka::LinkState::Up, {}, {}, {}, 1});
        QTRY_VERIFY(!feed.error());
    }

    void oneFailedQuestionBlanksOnlyItsOwn_data() {
        QTest::addColumn<int>("question");
        QTest::newRow("configuration") << static_cast<int>(Asked::DescribeConfigs);
        QTest::newRow("users") << static_cast<int>(Asked::DescribeScramUsers);
        QTest::newRow("topics") << static_cast<int>(Asked::DescribeTopics);
        QTest::newRow("groups") << static_cast<int>(Asked::ListGroups);
        QTest::newRow("cluster") << static_cast<int>(Asked::DescribeCluster);
    }
    void oneFailedQuestionBlanksOnlyItsOwn() {
        QFETCH(int, question);
        FakeCluster cluster;
        openUp(cluster);
        cluster.failAlways(static_cast<Asked>(question),
                           base::Error{base::ErrorKind::Denied, "No", {}, {}, {}});
        AccessFeed feed(cluster, base::systemNow, {});
        feed.refresh();
        QTRY_VERIFY(feed.snapshot());
        QCOMPARE(feed.snapshot()->visibility.sight, Sight::Complete);
        QCOMPARE(feed.snapshot()->acls.acls().size(), std::size_t{1});
    }

    void notAllowedIsNotAnEmptyList() {
        FakeCluster cluster;
        openUp(cluster);
        cluster.acls.acls.clear();
        cluster.info.authorized = std::vector<kafka::Operation>{};
        AccessFeed feed(cluster, base::systemNow, {});
        feed.refresh();
        QTRY_VERIFY(feed.snapshot());
        QCOMPARE(feed.snapshot()->visibility.sight, Sight::NotAllowed);
    }

    void aQuestionIsAnsweredAgainWithEachSnapshot() {
        FakeCluster cluster;
        openUp(cluster);
        AccessFeed feed(cluster, base::systemNow, {});
        feed.ask(Op::Write, {kafka::ResourceType::Topic, "orders"});
        feed.refresh();
        QTRY_VERIFY(feed.whoCan());
        QCOMPARE(feed.whoCan()->answers.size(), std::size_t{1});
        cluster.acls.acls.push_back(allow("User:jax", "WRITE", topic("orders")));
        feed.refresh();
        QTRY_COMPARE(feed.whoCan()->answers.size(), std::size_t{2});
    }

    void itMayGoWhileQuestionsAreOpen() {
        FakeCluster cluster;
        openUp(cluster);
        cluster.hold(Asked::DescribeAcls);
        {
            AccessFeed feed(cluster, base::systemNow, {});
            feed.start();
        }
        cluster.release(Asked::DescribeAcls);
        QCoreApplication::sendPostedEvents();
    }
};

QTEST_GUILESS_MAIN(tst_access_feed)
#include "tst_access_feed.moc"
