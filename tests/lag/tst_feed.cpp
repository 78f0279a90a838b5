// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/feed.h"
#include "tests/support/fake_cluster.h"
#include "tests/support/manual_clock.h"

#include <QSignalSpy>
#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;
using test::Question;

namespace {

const base::Error broken{base::ErrorKind::Transport, "The broker went away", "fake:9092", "", ""};

struct Fixture {
    test::FakeCluster cluster;
    test::ManualClock clock;
    Feed feed{cluster, clock.clock()};
    QSignalSpy changed{&feed, &Feed::changed};

    Fixture() {
        cluster.addTopic("t", 2, 100);
        cluster.addGroup("g");
        cluster.addMember("g", "m", {{"t", base::PartitionId{0}}, {"t", base::PartitionId{1}}});
        cluster.commit("g", "t", 0, 90);
        cluster.commit("g", "t", 1, 70);
    }
    /// One look, waited for.
    bool look() {
        changed.clear();
        clock.advance(std::chrono::seconds{2});
        feed.refresh();
        return changed.count() > 0 || changed.wait(5000);
    }
};

} // namespace

class TestFeed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLookPublishesGroupsWithTheirLag() {
        Fixture f;
        QVERIFY(f.look());
        QVERIFY(f.feed.snapshot());
        QCOMPARE(f.feed.snapshot()->groups.at(0).row.lag.value(), 40);
        QCOMPARE(f.feed.snapshot()->asOf, f.clock.now());
        QCOMPARE(f.feed.snapshot()->visibility, Visibility::All);
        QCOMPARE(f.feed.snapshot()->clusterId, f.cluster.info.id);
        QVERIFY(!f.feed.error());
    }

    void eachLookAsksEachQuestionOnce() {
        Fixture f;
        f.cluster.addGroup("h");
        QVERIFY(f.look());
        QCOMPARE(f.cluster.calls(Question::ListGroups), 1);
        QCOMPARE(f.cluster.calls(Question::DescribeGroups), 1);
        QCOMPARE(f.cluster.calls(Question::CommittedOffsets), 1);
        QCOMPARE(f.cluster.calls(Question::ListOffsets), 2); // ends and starts
    }

    void looksMakeRatesAndAVerdict() {
        Fixture f;
        for (int i = 0; i < 12; ++i) {
            f.cluster.setEnd("t", 0, 100 + i * 20);
            f.cluster.commit("g", "t", 0, 90 + i * 20);
            f.cluster.commit("g", "t", 1, 71 + i);
            QVERIFY(f.look());
        }
        const GroupRow& row = f.feed.snapshot()->groups.at(0).row;
        QCOMPARE(row.verdict, Verdict::KeepingUp);
        QVERIFY(std::abs(row.produceRate.value() - 10.0) < 0.01);
    }

    void aLookThatHeardNothingKeepsTheLastSnapshotAndSaysWhy() {
        Fixture f;
        QVERIFY(f.look());
        const SnapshotPtr first = f.feed.snapshot();
        f.cluster.failEverything(broken);
        QVERIFY(f.look());
        QCOMPARE(f.feed.snapshot(), first);
        QCOMPARE(f.feed.error().value(), broken);
        f.cluster.failEverything(std::nullopt);
        QVERIFY(f.look());
        QVERIFY(!f.feed.error());
        QVERIFY(f.feed.snapshot() != first);
    }

    void oneQuestionThatFailsLeavesItsRowsWithTheirAge_data() {
        QTest::addColumn<int>("question");
        QTest::newRow("commits") << static_cast<int>(Question::CommittedOffsets);
        QTest::newRow("ends") << static_cast<int>(Question::ListOffsets);
    }
    void oneQuestionThatFailsLeavesItsRowsWithTheirAge() {
        QFETCH(int, question);
        Fixture f;
        QVERIFY(f.look());
        const base::Time before = f.clock.now();
        f.cluster.failCall(static_cast<Question>(question), 1, broken);
        QVERIFY(f.look());
        QVERIFY(!f.feed.error());
        const PartitionRow& row = f.feed.snapshot()->groups.at(0).partitions.at(0);
        QCOMPARE(row.lag.value(), 10);
        QCOMPARE(row.readAt.value(), before);
        QCOMPARE(row.error.value(), broken);
        QVERIFY(f.look());
        QVERIFY(!f.feed.snapshot()->groups.at(0).partitions.at(0).readAt);
    }

    void aListThatFailsLeavesTheGroupsThatWereListed() {
        Fixture f;
        QVERIFY(f.look());
        const base::Time before = f.clock.now();
        f.cluster.failCall(Question::ListGroups, 1, broken);
        QVERIFY(f.look());
        QVERIFY(!f.feed.error());
        QCOMPARE(f.feed.snapshot()->groups.size(), std::size_t(1));
        QCOMPARE(f.feed.snapshot()->listedAt.value(), before);
        QCOMPARE(f.feed.snapshot()->errors.at(0), broken);
    }

    void whatIsKnownIsNotAskedAgainAtOnce() {
        Fixture f;
        QVERIFY(f.look());
        QVERIFY(f.look());
        QVERIFY(f.look());
        QCOMPARE(f.cluster.calls(Question::ListGroups), 3);
        QCOMPARE(f.cluster.calls(Question::CommittedOffsets), 3);
        QCOMPARE(f.cluster.calls(Question::DescribeGroups), 1);
        QCOMPARE(f.cluster.calls(Question::DescribeTopics), 1);
        f.clock.advance(std::chrono::seconds{30});
        QVERIFY(f.look());
        QCOMPARE(f.cluster.calls(Question::DescribeGroups), 2);
    }

    void aGroupWhoseStateChangedIsDescribedAtOnce() {
        Fixture f;
        QVERIFY(f.look());
        f.cluster.groups.groups.at(0).state = kafka::GroupState::PreparingRebalance;
        QVERIFY(f.look());
        QCOMPARE(f.cluster.calls(Question::DescribeGroups), 2);
    }

    void theGroupInFrontIsDescribedAtEachLook() {
        Fixture f;
        f.cluster.addGroup("h");
        f.feed.setInterest("h");
        QVERIFY(f.look());
        QVERIFY(f.look());
        QCOMPARE(f.cluster.askedFor(Question::DescribeGroups), std::vector<std::string>{"h"});
    }

    void whatFailsBesideLeavesTheLag_data() {
        QTest::addColumn<int>("question");
        QTest::newRow("describe groups") << static_cast<int>(Question::DescribeGroups);
        QTest::newRow("describe cluster") << static_cast<int>(Question::DescribeCluster);
    }
    void whatFailsBesideLeavesTheLag() {
        QFETCH(int, question);
        Fixture f;
        f.cluster.failAlways(static_cast<Question>(question), broken);
        QVERIFY(f.look());
        QCOMPARE(f.feed.snapshot()->groups.at(0).row.lag.value(), 40);
        QCOMPARE(f.feed.snapshot()->errors.size(), std::size_t(1));
    }

    void aRequestDuringALookIsFollowedByAnother() {
        Fixture f;
        f.cluster.hold(Question::ListOffsets);
        f.feed.refresh();
        QTRY_VERIFY(f.cluster.waiting(Question::ListOffsets) > 0);
        f.cluster.setEnd("t", 0, 1090);
        f.clock.advance(base::Duration{1});
        f.feed.refresh();
        f.cluster.release(Question::ListOffsets);
        QTRY_VERIFY(f.feed.snapshot() && f.feed.snapshot()->groups.at(0).row.lag == 1030);
    }

    void aLookUnderWayIsWaitedForByTheTimer() {
        Fixture f;
        f.cluster.hold(Question::ListGroups);
        f.feed.start(base::Duration{5});
        QTRY_COMPARE(f.cluster.waiting(Question::ListGroups), 1);
        Fixture other; // of the same timer, and answered: it tells how often ours would have asked
        other.feed.start(base::Duration{5});
        QTRY_VERIFY(other.cluster.calls(Question::ListGroups) > 10);
        QCOMPARE(f.cluster.calls(Question::ListGroups), 1);
        f.cluster.release(Question::ListGroups);
        QTRY_VERIFY(f.feed.snapshot());
        QTRY_VERIFY(f.cluster.calls(Question::ListGroups) > 2);
    }

    void aConnectionThatComesBackIsReadAtOnce() {
        Fixture f;
        f.cluster.failEverything(broken);
        f.feed.start(std::chrono::hours{1});
        QTRY_VERIFY(f.feed.error());
        f.cluster.failEverything(std::nullopt);
        f.cluster.setState({kafka::LinkState::Up, {}, {}, {}, 1});
        QTRY_VERIFY(f.feed.snapshot());
        QVERIFY(!f.feed.error());
    }

    void aConnectionWithoutDescribeOnTheClusterSeesOnlySomeGroups() {
        Fixture f;
        f.cluster.info.authorized = std::vector<kafka::Operation>{};
        QVERIFY(f.look());
        QCOMPARE(f.feed.snapshot()->visibility, Visibility::Some);
        f.cluster.info.authorized.reset();
        f.clock.advance(std::chrono::minutes{1});
        QVERIFY(f.look());
        QCOMPARE(f.feed.snapshot()->visibility, Visibility::Unsaid);
    }

    void shareGroupsAreNotAskedAbout() {
        Fixture f;
        f.cluster.groups.groups.push_back({"s", kafka::GroupType::Share, kafka::GroupState::Stable, "share"});
        QVERIFY(f.look());
        QCOMPARE(f.cluster.askedFor(Question::DescribeGroups), std::vector<std::string>{"g"});
        QCOMPARE(f.feed.snapshot()->groups.size(), std::size_t(2));
    }
};

QTEST_GUILESS_MAIN(TestFeed)
#include "tst_feed.moc"
