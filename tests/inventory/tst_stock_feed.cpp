// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/inventory/stock_bench.h"

#include <QSignalSpy>
#include <QTest>

using namespace streamscape;
using namespace streamscape::inventory;
using test::MovementJson;

using test::Bench;
using test::move;
using test::spec;
using test::start;

class tst_StockFeed : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void levelsAppearAsBatchesAreCommitted() {
        Bench bench;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.send({move("1", "receipt", 5), move("2", "sale", 2)});
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{3});
        QVERIFY(bench.view().caughtUp());
        QVERIFY(!bench.view().error);
    }
    void aBatchIsTakenOnlyWhenItIsCommitted() {
        Bench bench;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.send({move("1", "receipt", 5)});
        QCOMPARE(bench.tails.newest()->takenCount(), 0);
        QTRY_COMPARE(bench.tails.newest()->takenCount(), 1);
    }
    void readingIsCommittedFromTheStoredOffset() {
        Bench bench;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        QVERIFY(bench.tails.newest()->options().isolation == kafka::Isolation::ReadCommitted);
        bench.send({move("1", "receipt", 5), move("2", "receipt", 5)});
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{10});
        bench.restart();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        const auto starts = bench.tails.newest()->starts();
        const auto found = std::find_if(starts.begin(), starts.end(), [](const kafka::TailStart& tail) {
            return tail.partition.topic == spec.movements;
        });
        QVERIFY(found != starts.end());
        QVERIFY(found->from == Offset{2});
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{10});
    }
    void theLogBeginsWhereItsFirstRecordIs() {
        Bench bench;
        bench.cluster.starts[{spec.movements, {0}}] = 40;
        bench.cluster.setEnd(spec.movements, 0, 50);
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        QTRY_VERIFY(bench.view().started);
        QVERIFY(!bench.view().caughtUp());
        QCOMPARE(bench.view().total(), std::int64_t{10});
        QVERIFY(bench.obstacleKinds().empty());
    }
    void expiredOffsetsAreSaidAndARebuildBeginsAgain() {
        Bench bench;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.send({move("1", "receipt", 5)});
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{5});
        bench.cluster.starts[{spec.movements, {0}}] = 7;
        bench.cluster.setEnd(spec.movements, 0, 9);
        bench.restart();
        QTRY_COMPARE(bench.obstacleKinds(), std::vector<std::string>{"expired"});
        QCOMPARE(bench.view().obstacles.at(0).missing, std::int64_t{6});
        QCOMPARE(bench.tails.openCount(), 0); // it never goes on in silence
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{5});
        bench.feed->rebuild();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        QTRY_VERIFY(bench.view().stock && bench.view().stock->rows.empty());
        QVERIFY(bench.obstacleKinds().empty());
    }
    void aTopicMadeAgainIsSaid() {
        Bench bench;
        bench.cluster.topics.at(0).id = "id-one";
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.send({move("1", "receipt", 5)});
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{5});
        bench.cluster.topics.at(0).id = "id-two";
        bench.restart();
        QTRY_COMPARE(bench.obstacleKinds(), std::vector<std::string>{"recreated"});
        QCOMPARE(bench.tails.openCount(), 0);
    }
    void anUnreachableClusterIsSaidAndTriedAgainWhenItIsBack() {
        Bench bench;
        bench.cluster.failAlways(test::Question::DescribeCluster,
                                 base::Error{base::ErrorKind::Transport, "No broker answers", {}, {}, {}});
        bench.feed->start();
        QTRY_VERIFY(bench.view().error.has_value());
        bench.cluster.failAlways(test::Question::DescribeCluster, std::nullopt);
        kafka::ConnectionState up;
        up.link = kafka::LinkState::Up;
        bench.cluster.setState(up);
        QTRY_COMPARE(bench.tails.openCount(), 1);
        QTRY_VERIFY(!bench.view().error);
    }
    void withoutTheMovementsTopicItSaysWhatIsMissing() {
        Bench bench;
        bench.cluster.topics.clear();
        bench.feed->start();
        QTRY_VERIFY(bench.view().error.has_value());
        QVERIFY(bench.view().error->kind == base::ErrorKind::NotFound);
        QCOMPARE(bench.view().error->where, spec.movements);
    }
    void withoutACatalogueTheStockIsStillThere() {
        Bench bench(false);
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.send({move("1", "receipt", 5)});
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{5});
        QCOMPARE(bench.view().partly.size(), std::size_t{2});
    }
    void anOpenTransactionHoldsBackTheEnd() {
        Bench bench;
        bench.cluster.setEnd(spec.movements, 0, 9);
        bench.cluster.stableEnds[{spec.movements, {0}}] = 1;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.cluster.ends[{spec.movements, {0}}] = 9;
        bench.tails.newest()->send(
            test::batchOf({{0, 0, start, "NL-1", move("1", "receipt", 5).build()}}, spec.movements));
        QTRY_VERIFY(bench.view().caughtUp());
        QCOMPARE(bench.onHand("A"), std::int64_t{5});
    }
    void besideAWriterAReaderShowsWhatIsCommitted() {
        Bench bench;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.send({move("1", "receipt", 5)});
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{5});
        auto reader =
            store::Store::open({bench.folder.path().toStdString(), store::Mode::ReadOnly, "reader"});
        QVERIFY(reader.has_value());
        test::FakeTailFactory noTails;
        StockFeed second(bench.cluster, noTails.factory(), **reader, spec, bench.clock.clock());
        second.start();
        QTRY_VERIFY(second.view()->stock != nullptr);
        QVERIFY(second.view()->elsewhere);
        QCOMPARE(noTails.openedCount(), 0);
        QTRY_VERIFY(second.view()->caughtUp());
        bench.send({move("2", "receipt", 5)});
        QTRY_COMPARE(second.view()->stock->rows.at(0).level.onHand, std::int64_t{10});
    }
    void questionsAboutALevelAreAnsweredFromTheIndex() {
        Bench bench;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.send({move("1", "receipt", 5), move("2", "sale", 2), move("3", "receipt", 9, "B")});
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{3});
        auto movements = bench.feed->movements({"NL-1", "A", {}, {}, {}});
        auto trends = bench.feed->trends({{"NL-1", "A"}, {"NL-1", "B"}}, 10);
        auto onHand =
            bench.feed->onHand("B", start - std::chrono::hours{1}, start + std::chrono::hours{1}, 100);
        QTRY_VERIFY(movements.isFinished() && trends.isFinished() && onHand.isFinished());
        QCOMPARE(movements.result()->size(), std::size_t{2});
        QVERIFY((trends.result()->at({"NL-1", "A"}) == std::vector<double>{5, 3}));
        QCOMPARE(onHand.result()->back().onHand, std::int64_t{9});
    }
    void theSummaryCountsSkusOnceAndBySeverity() {
        Bench bench;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.send({move("1", "receipt", 5), move("2", "sale", 2, "B"), move("3", "sale", 2, "C")});
        QTRY_COMPARE(bench.onHand("C"), std::int64_t{-2});
        QVERIFY(summarize(*bench.view().stock) == (StockSummary{1, 1, 3, 1, 0}));
        const HeatMap map = heatMap(*bench.view().stock);
        QCOMPARE(map.warehouses, (std::vector<std::string>{"A", "B", "C"}));
        QCOMPARE(map.categories, std::vector<std::string>{""}); // no catalogue
        QVERIFY(map.cells.at(1).at(0) == (HeatMap::Cell{-2, 0, 1, 1}));
    }
};

QTEST_GUILESS_MAIN(tst_StockFeed)
#include "tst_stock_feed.moc"
