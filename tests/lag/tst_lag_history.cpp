// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/history.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;
using test::second;

namespace {

const base::TopicPartition t0{"t", base::PartitionId{0}};
const base::TopicPartition t1{"t", base::PartitionId{1}};

// Looks two seconds apart at one commit of group g and its log's end.
struct Looks {
    History history;
    int s = 0;

    Looks& see(std::int64_t committed, std::int64_t end, std::int64_t start = 0) {
        history.begin(second(s));
        history.sawStart(t0, start);
        history.sawEnd(t0, end);
        history.sawCommit("g", t0, committed);
        s += 2;
        return *this;
    }
    const Rewind* rewind() const { return history.rewind("g", t0); }
};

} // namespace

class TestLagHistory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCommitThatWentBackIsRememberedUntilItIsRegained() {
        Looks looks;
        looks.see(1000, 2000).see(400, 2000).see(700, 2000);
        QCOMPARE(*looks.rewind(), (Rewind{second(2), 1000, 400}));
        looks.see(999, 2000);
        QVERIFY(looks.rewind());
        looks.see(1000, 2000);
        QVERIFY(!looks.rewind());
    }

    void aSecondStepBackKeepsThePlaceToRegain() {
        Looks looks;
        looks.see(1000, 2000).see(400, 2000).see(600, 2000).see(100, 2000);
        QCOMPARE(*looks.rewind(), (Rewind{second(6), 1000, 100}));
    }

    void aCommitOnATopicMadeAgainDidNotGoBack() {
        Looks looks;
        looks.see(1000, 2000).see(1000, 30).see(1000, 40).see(5, 50).see(9, 60);
        QVERIFY(!looks.rewind());
        QCOMPARE(looks.history.committed("g", t0)->points().front().value, 5);
        QCOMPARE(looks.history.end(t0)->points().front().value, 30);
    }

    void aLogStartThatWentBackIsAnotherLog() {
        Looks looks;
        looks.see(5000, 5000, 4000).see(100, 6000, 0);
        QVERIFY(!looks.rewind());
        QCOMPARE(looks.history.end(t0)->points().size(), std::size_t(1));
        QCOMPARE(*looks.history.log(t0)->cutAt, second(2));
    }

    void aLogCutAtALeadersElectionKeepsItsPastBelowTheCut() {
        Looks looks;
        looks.see(0, 100).see(0, 200).see(0, 300).see(0, 250);
        QCOMPARE(looks.history.end(t0)->points().size(), std::size_t(3));
        QCOMPARE(looks.history.end(t0)->last().value, 250);
    }

    void aStableEndThatStandsWhileTheLogGoesOnIsHeld() {
        History history;
        for (int s = 0; s < 10; s += 2) {
            history.begin(second(s));
            history.sawStable(t0, 100, s == 0 ? 100 : 100 + s * 10);
        }
        QCOMPARE(*history.log(t0)->held, (Held{second(2), 100, 120, 180}));
        history.begin(second(10));
        history.sawStable(t0, 150, 190);
        QCOMPARE(history.log(t0)->held->since, second(10));
        history.begin(second(12));
        history.sawStable(t0, 200, 200);
        QVERIFY(!history.log(t0)->held);
    }

    void aMomentThatWasSeenIsNotSeenAgain() {
        History history;
        QVERIFY(history.begin(second(2)));
        QVERIFY(!history.begin(second(2)));
        QVERIFY(!history.begin(second(1)));
        QCOMPARE(history.looks(), 1);
        QCOMPARE(*history.since(), second(2));
    }

    void aTimeWithoutLooksIsAGapHoweverFarApartTheyUsuallyAre() {
        for (const int step : {2, 10, 30}) {
            History history;
            for (int i = 0; i < 10; ++i) {
                history.begin(second(i * step));
                history.sawLag("g", i);
            }
            history.begin(second(20 * step + 60));
            history.sawLag("g", 99);
            int gaps = 0;
            for (const Point& point : history.lag("g")->points())
                gaps += point.afterGap;
            QCOMPARE(gaps, 1);
            QVERIFY(history.lag("g")->last().afterGap);
        }
    }

    void aPartitionThatWasNotSeenForAWhileHasAGapOfItsOwn() {
        History history;
        for (int s = 0; s < 100; s += 2) {
            history.begin(second(s));
            history.sawEnd(t0, s);
            if (s < 20 || s > 60)
                history.sawEnd(t1, s);
        }
        const auto gaps = [&](const base::TopicPartition& partition) {
            int n = 0;
            for (const Point& point : history.end(partition)->points())
                n += point.afterGap;
            return n;
        };
        QCOMPARE(gaps(t0), 0);
        QCOMPARE(gaps(t1), 1);
    }

    void whatARowHasFromAnEarlierLookWasNotSeenNow() {
        Snapshot snapshot;
        snapshot.asOf = second(0);
        Group& group = snapshot.groups.emplace_back();
        group.row.group = "g";
        group.row.lag = 10;
        PartitionRow& row = group.partitions.emplace_back();
        row.partition = t0;
        row.committed = base::Offset{90};
        row.logEnd = base::Offset{100};
        row.lag = 10;
        row.readAt = second(-30);
        History history;
        history.record(snapshot);
        QVERIFY(!history.end(t0));
        QVERIFY(!history.committed("g", t0));
        QVERIFY(!history.lag("g"));
    }

    void whatHasNotBeenSeenForAnHourIsForgotten() {
        History history;
        history.begin(second(0));
        history.sawEnd(t0, 1);
        history.sawCommit("gone", t0, 9);
        history.begin(second(2));
        history.sawCommit("gone", t0, 1);
        for (int i = 1; i < 200; ++i) {
            history.begin(second(i * 30));
            history.sawEnd(t1, i);
            history.sawCommit("g", t1, i);
        }
        QVERIFY(!history.end(t0));
        QVERIFY(!history.committed("gone", t0));
        QVERIFY(!history.rewind("gone", t0));
        QVERIFY(history.committed("g", t1));
    }

    void aBusySeriesTakesAboutAKilobyte() {
        History history;
        for (int s = 0; s < 10'000; s += 2) {
            history.begin(second(s));
            history.sawEnd(t0, s * 17);
        }
        QVERIFY(history.end(t0)->points().size_bytes() <= 1024);
    }
};

QTEST_APPLESS_MAIN(TestLagHistory)
#include "tst_lag_history.moc"
