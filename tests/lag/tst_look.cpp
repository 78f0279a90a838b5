// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/compute.h"
#include "models/lag/look.h"
#include "tests/support/await.h"
#include "tests/support/fake_cluster.h"
#include "tests/support/manual_clock.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;
using test::await;
using test::Question;

namespace {

const base::Error broken{base::ErrorKind::Transport, "The broker went away", "fake:9092", "", ""};

struct Fixture {
    QObject context;
    test::ManualClock clock;
    std::unique_ptr<test::FakeCluster> cluster = std::make_unique<test::FakeCluster>();
    std::shared_ptr<Roster> roster = std::make_shared<Roster>();
    Query query;

    Fixture() {
        cluster->addTopic("t", 4, 100);
        for (const char* id : {"a", "b"}) {
            cluster->addGroup(id);
            cluster->commit(id, "t", 0, 90);
        }
    }
    QFuture<base::Result<Looked>> start() {
        clock.advance(std::chrono::seconds{2});
        return look(*cluster, roster, query, clock.clock(), &context);
    }
    base::Result<Looked> once() { return await(start()); }
};

} // namespace

class TestLook : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readCommittedUsesTheLastStableOffset() {
        Fixture f;
        f.cluster->stableEnds[{"t", base::PartitionId{0}}] = 95;
        AWAIT(first, f.start());
        QCOMPARE(compute(*f.roster, first).groups.at(0).row.lag.value(), 10);
        QCOMPARE(compute(*f.roster, first).groups.at(0).partitions.at(0).logEnd.value().value, 100);
        f.query.isolation = kafka::Isolation::ReadCommitted;
        AWAIT(second, f.start());
        QCOMPARE(compute(*f.roster, second).groups.at(0).row.lag.value(), 5);
        QCOMPARE(compute(*f.roster, second).groups.at(0).partitions.at(0).stableEnd.value().value, 95);
    }

    void aGroupAskedForThatIsNotThereIsAnError() {
        Fixture f;
        f.query.groups = {"a", "nobody"};
        AWAIT(looked, f.start());
        QCOMPARE(compute(*f.roster, looked).groups.size(), std::size_t(1));
        QCOMPARE(looked.errors.at(0).kind, base::ErrorKind::NotFound);
        QCOMPARE(looked.errors.at(0).where, std::string("nobody"));
    }

    void aGroupAskedForMayBeOnTheBrokerThatIsSilent() {
        Fixture f;
        f.query.groups = {"a", "nobody"};
        f.cluster->groups.errors = {broken};
        AWAIT(looked, f.start());
        QVERIFY(looked.errors.empty());
        QCOMPARE(compute(*f.roster, looked).errors, std::vector{broken});
    }

    void aClusterThatGoesAwayMidwayAnswersCancelled() {
        Fixture f;
        f.cluster->hold(Question::DescribeGroups);
        const auto answer = f.start();
        QTRY_COMPARE(f.cluster->waiting(Question::DescribeGroups), 1);
        f.cluster.reset();
        const auto looked = await(answer);
        QVERIFY(!looked);
        QCOMPARE(looked.error().kind, base::ErrorKind::Cancelled);
    }

    void aBrokerThatDoesNotAnswerHoldsUpItsOwnRowsOnly() {
        Fixture f;
        f.cluster->info.brokers.push_back({base::BrokerId{2}, "127.0.0.1", 9093, std::nullopt});
        f.cluster->descriptions["b"].coordinator = base::BrokerId{2};
        QVERIFY(f.once());
        QVERIFY(f.once()); // topics are read at the second look
        f.query = steady();
        f.query.restingCommits = {};
        f.query.patience = base::Duration{40};
        f.cluster->setEnd("t", 0, 150);
        f.cluster->hold(Question::CommittedOffsets);
        const auto answer = f.start();
        QTRY_COMPARE(f.cluster->waiting(Question::CommittedOffsets), 2);
        QVERIFY(f.cluster->releaseOldest(Question::CommittedOffsets)); // broker 1's
        AWAIT(looked, answer);
        const Snapshot snapshot = compute(*f.roster, looked);
        QVERIFY(!snapshot.find("a")->row.error);
        QCOMPARE(snapshot.find("a")->row.lag.value(), 60);
        QVERIFY(!snapshot.find("b")->row.error); // a moment old
        QVERIFY(snapshot.find("b")->row.readAt);
        f.clock.advance(std::chrono::seconds{10});
        f.cluster->hold(Question::ListGroups);
        AWAIT(later, f.start());
        const Snapshot old = compute(*f.roster, later);
        QCOMPARE(old.find("b")->row.error.value().kind, base::ErrorKind::Timeout);
        QVERIFY(old.find("b")->row.readAt);
        f.cluster->release(Question::ListGroups);
        // It is not asked again while its answer is out, and the late answer counts.
        const auto next = f.start();
        QTRY_COMPARE(f.cluster->waiting(Question::CommittedOffsets), 2);
        f.cluster->release(Question::CommittedOffsets);
        AWAIT(last, next);
        QVERIFY(!compute(*f.roster, last).find("b")->row.error);
    }

    void aSlowBrokerIsWaitedForNoLongerThanTheOthersMakeItSeemWorthwhile() {
        Fixture f;
        f.cluster->info.brokers.push_back({base::BrokerId{2}, "127.0.0.1", 9093, std::nullopt});
        f.cluster->descriptions["b"].coordinator = base::BrokerId{2};
        f.query.patience = std::chrono::hours{1};
        f.query.leastPatience = base::Duration{40};
        QVERIFY(f.once());
        QVERIFY(f.once());
        QVERIFY(f.once());
        QVERIFY(usualPace(*f.roster).value() < base::Duration{10});
        f.cluster->hold(Question::CommittedOffsets);
        const auto answer = f.start();
        QTRY_COMPARE(f.cluster->waiting(Question::CommittedOffsets), 2);
        QVERIFY(f.cluster->releaseOldest(Question::CommittedOffsets));
        QVERIFY(await(answer)); // not an hour later
    }

    void aTopicMadeAgainIsKnownByItsId() {
        Fixture f;
        QVERIFY(f.once());
        f.cluster->topics.at(0).id = "another";
        f.cluster->setEnd("t", 0, 3);
        AWAIT(looked, f.start());
        const PartitionRow row = compute(*f.roster, looked).groups.at(0).partitions.at(0);
        QCOMPARE(row.condition, Condition::Recreated);
        QCOMPARE(row.lag.value(), 0);
    }

    void aGroupThatIsGoneIsForgotten() {
        Fixture f;
        QVERIFY(f.once());
        f.cluster->groups.groups.erase(f.cluster->groups.groups.begin());
        AWAIT(looked, f.start());
        QCOMPARE(compute(*f.roster, looked).groups.size(), std::size_t(1));
    }

    void aCommitThatIsLeftOutStaysWithItsAgeWhileTheTopicIsRefused() {
        Fixture f;
        QVERIFY(f.once());
        const base::Time before = f.roster->groups.at("a").commits.at;
        const auto commit = std::exchange(f.cluster->commits["a"].offsets, {});
        f.cluster->partitionErrors[{"t", base::PartitionId{0}}] = {base::ErrorKind::Denied, "No", "t", "",
                                                                   ""};
        QVERIFY(f.once());
        AWAIT(looked, f.start());
        const Snapshot refused = compute(*f.roster, looked);
        const PartitionRow row = refused.find("a")->partitions.at(0);
        QCOMPARE(row.error.value().kind, base::ErrorKind::Denied);
        QCOMPARE(row.readAt.value(), before);
        QCOMPARE(row.lag.value(), 10);
        f.cluster->partitionErrors.clear();
        f.cluster->commits["a"].offsets = commit;
        QVERIFY(f.once());
        AWAIT(again, f.start());
        QVERIFY(!compute(*f.roster, again).find("a")->partitions.at(0).error);
    }

    void aCommitThatIsRemovedGoesAfterOneLookMore() {
        Fixture f;
        QVERIFY(f.once());
        f.cluster->commits["a"].offsets.clear();
        AWAIT(first, f.start());
        QVERIFY(compute(*f.roster, first).find("a")->partitions.at(0).error);
        AWAIT(second, f.start());
        QVERIFY(compute(*f.roster, second).find("a")->partitions.empty());
    }

    void aListThatABrokerIsMissingFromTakesNoGroupAway() {
        Fixture f;
        QVERIFY(f.once());
        f.cluster->groups.groups.erase(f.cluster->groups.groups.begin());
        f.cluster->groups.errors = {broken};
        AWAIT(looked, f.start());
        QCOMPARE(compute(*f.roster, looked).groups.size(), std::size_t(2));
        QCOMPARE(compute(*f.roster, looked).errors.at(0), broken);
    }
};

QTEST_GUILESS_MAIN(TestLook)
#include "tst_look.moc"
