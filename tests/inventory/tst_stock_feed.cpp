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
using Cause = Trouble::Cause;

namespace {
const base::Error denied{base::ErrorKind::Denied, "Not allowed to READ", {}, {}, {}};
const base::Error noLeader{base::ErrorKind::Transport, "The partition has no leader", {}, {}, {}};
const base::Error unreachable{base::ErrorKind::Transport, "No broker answers", {}, {}, {}};
} // namespace

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
        QVERIFY(bench.view().troubles.empty());
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
        QTRY_VERIFY(bench.isTroubledBy(Cause::Opening));
        bench.cluster.failAlways(test::Question::DescribeCluster, std::nullopt);
        bench.isBack();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        QTRY_VERIFY(bench.view().troubles.empty());
    }
    void withoutTheMovementsTopicItSaysWhatIsMissing() {
        Bench bench;
        bench.cluster.topics.clear();
        bench.feed->start();
        QTRY_COMPARE(bench.view().troubles.size(), std::size_t{1});
        const base::Error& error = bench.view().troubles.front().error;
        QVERIFY(error.kind == base::ErrorKind::NotFound);
        QCOMPARE(error.where, spec.movements);
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
        QVERIFY(!second.view()->perSecond); // how fast the other one projects is not known here
        QCOMPARE(noTails.openedCount(), 0);
        QTRY_VERIFY(second.view()->caughtUp());
        bench.send({move("2", "receipt", 5)});
        QTRY_COMPARE(second.view()->stock->rows.at(0).level.onHand, std::int64_t{10});
    }
    void whatAWriterCommitsMeanwhileIsNoShorterLog() {
        Bench bench;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        auto reader =
            store::Store::open({bench.folder.path().toStdString(), store::Mode::ReadOnly, "reader"});
        QVERIFY(reader.has_value());
        test::FakeTailFactory noTails;
        StockFeed second(bench.cluster, noTails.factory(), **reader, spec, bench.clock.clock());
        bench.cluster.hold(test::Question::ListOffsets); // answers are as of when they were asked
        second.start();
        QTRY_COMPARE(bench.cluster.waiting(test::Question::ListOffsets), 1);
        bench.cluster.releaseOldest(test::Question::ListOffsets);
        QTRY_COMPARE(bench.cluster.waiting(test::Question::ListOffsets), 1);
        bench.send({move("1", "receipt", 5)});
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{5});
        bench.cluster.release(test::Question::ListOffsets);
        QTRY_VERIFY(second.view()->stock != nullptr);
        QVERIFY(second.view()->obstacles.empty());
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
        QVERIFY(map.cells.at(1).at(0) == (HeatMap::Cell{0, 0, -2, 1, 1, 1}));
        QVERIFY(!map.cells.at(1).at(0).share());
    }
    void theHeatMapLeavesOutWhatHasNoReorderPoint() {
        Stock stock;
        const auto add = [&stock](const std::string& sku, std::int64_t onHand,
                                  std::optional<std::int64_t> reorderPoint) {
            StockRow row;
            row.where = {sku, "A"};
            row.level.onHand = onHand;
            row.reorderPoint = reorderPoint;
            stock.rows.push_back(row);
        };
        add("NL-1", 6, 12);
        add("NL-2", 900, std::nullopt);
        add("NL-3", 12, 12);
        const HeatMap::Cell cell = heatMap(stock).cells.at(0).at(0);
        QVERIFY(cell == (HeatMap::Cell{18, 24, 900, 1, 0, 3}));
        QCOMPARE(*cell.share(), std::int64_t{75});
    }

    // Each trouble ends when that very thing goes well again, and not when another does.
    void aPartitionThatIsNotReadIsSaidUntilItIsReadAgain() {
        Bench bench(true, 2);
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.fail(1, denied);
        QTRY_VERIFY(bench.isTroubledBy(Cause::Tail, 1));
        QCOMPARE(bench.position(1).tailError->what, denied.what);
        QVERIFY(!bench.isTroubledBy(Cause::Tail, 0));
        bench.askEnds(); // answered well
        bench.send({move("1", "receipt", 5)});
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{5});
        QVERIFY(bench.isTroubledBy(Cause::Tail, 1));
        bench.tails.newest()->send(test::BatchBuilder().position(spec.movements, 1, 0, true).build());
        QTRY_VERIFY(bench.view().troubles.empty());
    }
    void anEndThatIsNotToldIsSaidUntilItIsTold() {
        Bench bench(true, 2);
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.cluster.partitionErrors[{spec.movements, {1}}] = noLeader;
        bench.askEnds();
        QTRY_VERIFY(bench.isTroubledBy(Cause::Ends, 1));
        bench.tails.newest()->send(test::BatchBuilder().position(spec.movements, 1, 0, true).build());
        QTRY_COMPARE(bench.tails.newest()->takenCount(), 1);
        bench.send({move("1", "receipt", 5)});
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{5});
        QVERIFY(bench.isTroubledBy(Cause::Ends, 1));
        QVERIFY(!bench.view().caughtUp()); // it cannot be known
        bench.cluster.partitionErrors.clear();
        bench.askEnds();
        QTRY_VERIFY(bench.view().troubles.empty());
        QVERIFY(bench.view().caughtUp());
    }
    void aPartitionMayBeInTroubleForTwoReasons() {
        Bench bench(true, 2);
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.cluster.partitionErrors[{spec.movements, {1}}] = noLeader;
        bench.askEnds();
        bench.fail(1, noLeader);
        QTRY_COMPARE(bench.view().troubles.size(), std::size_t{2});
        bench.cluster.partitionErrors.clear();
        bench.askEnds();
        QTRY_COMPARE(bench.view().troubles.size(), std::size_t{1});
        QVERIFY(bench.isTroubledBy(Cause::Tail, 1));
        QCOMPARE(QString::fromStdString(describe(bench.view().troubles.front()).what),
                 QStringLiteral("inventory.movements-1 is not read: The partition has no leader"));
    }
    void aBrokenTailIsSaidUntilItBringsSomething_data() {
        QTest::addColumn<bool>("byWord");
        QTest::newRow("it says so") << true;
        QTest::newRow("it brings a batch") << false;
    }
    void aBrokenTailIsSaidUntilItBringsSomething() {
        QFETCH(bool, byWord);
        Bench bench;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.tails.newest()->breakDown(unreachable);
        QTRY_VERIFY(bench.isTroubledBy(Cause::Tail));
        bench.askEnds();
        QVERIFY(bench.isTroubledBy(Cause::Tail));
        if (byWord)
            bench.tails.newest()->recover();
        else
            bench.send({move("1", "receipt", 5)});
        QTRY_VERIFY(bench.view().troubles.empty());
    }
    void unansweredEndsAreSaidThoughTheTailGoesOn() {
        Bench bench;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.cluster.failAlways(test::Question::ListOffsets, unreachable);
        bench.askEnds();
        QTRY_VERIFY(bench.isTroubledBy(Cause::Ends));
        bench.send({move("1", "receipt", 5)});
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{5});
        QVERIFY(bench.isTroubledBy(Cause::Ends));
        QVERIFY(!bench.view().troubles.front().stopsReading());
        bench.cluster.failAlways(test::Question::ListOffsets, std::nullopt);
        bench.askEnds();
        QTRY_VERIFY(bench.view().troubles.empty());
    }
    void aBatchThatCannotBeWrittenIsSaidUntilOneCan() {
        Bench bench;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.sql("ALTER TABLE stock_seen RENAME TO elsewhere"); // the writer fails, the reader does not
        bench.send({move("1", "receipt", 5)});
        QTRY_VERIFY(bench.isTroubledBy(Cause::Commit));
        QCOMPARE(bench.tails.openCount(), 0);
        bench.feed->refresh(); // opening goes well, and shows nothing about writing a batch
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.askEnds();
        QVERIFY(bench.isTroubledBy(Cause::Commit));
        bench.sql("ALTER TABLE elsewhere RENAME TO stock_seen");
        bench.offset = 0;
        bench.send({move("1", "receipt", 5)});
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{5});
        QTRY_VERIFY(bench.view().troubles.empty());
    }
    void levelsThatCannotBeReadAreSaidUntilTheyCan() {
        Bench bench;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.sql(
            "ALTER TABLE stock_warehouses RENAME TO elsewhere"); // the reader fails, the writer does not
        bench.send({move("1", "receipt", 5)});
        QTRY_VERIFY(bench.isTroubledBy(Cause::Store));
        QCOMPARE(bench.tails.openCount(), 1);
        bench.sql("ALTER TABLE elsewhere RENAME TO stock_warehouses");
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{5});
        QTRY_VERIFY(bench.view().troubles.empty());
    }
    void aPartitionWhoseBeginningWasNotToldIsBegunWhenItIs() {
        Bench bench(true, 2);
        bench.cluster.partitionErrors[{spec.movements, {1}}] = noLeader;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        QTRY_VERIFY(bench.isTroubledBy(Cause::Tail, 1) && bench.isTroubledBy(Cause::Ends, 1));
        QCOMPARE(bench.tails.newest()->starts().size(), std::size_t{3});
        bench.cluster.partitionErrors.clear();
        bench.askEnds();
        bench.isBack(); // or five seconds later
        QTRY_COMPARE(bench.tails.openedCount(), 2);
        QCOMPARE(bench.tails.newest()->starts().size(), std::size_t{4});
        QVERIFY(bench.isTroubledBy(Cause::Tail, 1));
        bench.tails.newest()->send(test::BatchBuilder().position(spec.movements, 1, 0, true).build());
        QTRY_VERIFY(bench.view().troubles.empty());
    }
    void aRebuildThatTheClusterDidNotAnswerIsDoneWhenItDoes() {
        Bench bench;
        bench.feed->start();
        QTRY_COMPARE(bench.tails.openCount(), 1);
        bench.send({move("1", "receipt", 5)});
        QTRY_COMPARE(bench.onHand("A"), std::int64_t{5});
        bench.cluster.failCall(test::Question::DescribeTopics, 1, unreachable);
        bench.feed->rebuild();
        QTRY_VERIFY(bench.isTroubledBy(Cause::Opening));
        QCOMPARE(bench.onHand("A"), std::int64_t{5});
        bench.feed->refresh();
        QTRY_VERIFY(bench.view().stock->rows.empty());
        QCOMPARE(bench.tails.openCount(), 1);
    }
};

QTEST_GUILESS_MAIN(tst_StockFeed)
#include "tst_stock_feed.moc"
