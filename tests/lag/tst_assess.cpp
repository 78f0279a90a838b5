// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/assess.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

#include <functional>

using namespace streamscape;
using namespace streamscape::lag;
using test::LagAnswers;
using test::second;

namespace {

struct Look {
    std::int64_t committed;
    std::int64_t end;
};

// A group of one partition looked at every two seconds for so long; look tells what is there at a second.
Snapshot watched(int seconds, int members, const std::function<Look(int)>& look) {
    History history;
    Snapshot snapshot;
    for (int s = 0; s <= seconds; s += 2) {
        const Look now = look(s);
        LagAnswers answers;
        answers.group("g");
        for (int m = 0; m < members; ++m)
            answers.member("app", {{"t", base::PartitionId{0}}});
        snapshot = answers.commit("t", 0, now.committed).log("t", 0, 0, now.end).at(second(s));
        history.record(snapshot);
        assess(snapshot, history);
    }
    return snapshot;
}

} // namespace

class TestAssess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aSteadyReaderKeepsUp() {
        // Written 100 a second, committed every five seconds.
        const Snapshot snapshot = watched(80, 1, [](int s) { return Look{s / 5 * 500, s * 100 + 20}; });
        const GroupRow& row = snapshot.groups[0].row;
        QCOMPARE(name(row.verdict), name(Verdict::KeepingUp));
        QVERIFY(std::abs(row.produceRate.value() - 100) < 1);
        QVERIFY(std::abs(row.consumeRate.value() - 100) < 12);
        QCOMPARE(row.timeLag.basis, Basis::Interpolated);
        QVERIFY(row.timeLag.value.value() < std::chrono::seconds{6});
        QVERIFY(row.spark.size() > 10);
    }

    void aSlowReaderFallsBehindAndNeverDrains() {
        const Snapshot snapshot = watched(80, 1, [](int s) { return Look{s / 5 * 200, s * 100 + 20}; });
        const GroupRow& row = snapshot.groups[0].row;
        QCOMPARE(name(row.verdict), name(Verdict::FallingBehind));
        QVERIFY(!row.drain);
    }

    void aFastReaderBehindHasADrainTime() {
        const Snapshot snapshot = watched(40, 1, [](int s) { return Look{s * 300, 50'000 + s * 100}; });
        const GroupRow& row = snapshot.groups[0].row;
        QCOMPARE(name(row.verdict), name(Verdict::KeepingUp));
        QCOMPARE(row.lag.value(), 42'000);
        QCOMPARE(row.drain.value(), base::Duration{210'000});
    }

    void membersThatDoNotCommitHaveStalled() {
        const Snapshot snapshot = watched(80, 2, [](int s) { return Look{10, 100 + s}; });
        QCOMPARE(name(snapshot.groups[0].row.verdict), name(Verdict::Stalled));
    }

    void aGroupWithoutMembersHasStoppedAtTheSecondLook() {
        const Snapshot snapshot = watched(2, 0, [](int) { return Look{10, 100}; });
        QCOMPARE(name(snapshot.groups[0].row.verdict), name(Verdict::Stopped));
    }

    void aQuietTopicIsIdleAndItsTimeLagStaysZero() {
        const Snapshot snapshot = watched(600, 1, [](int) { return Look{100, 100}; });
        const GroupRow& row = snapshot.groups[0].row;
        QCOMPARE(name(row.verdict), name(Verdict::Idle));
        QCOMPARE(row.timeLag.value.value().count(), 0);
        QCOMPARE(row.produceRate.value(), 0.0);
    }

    void aSlowTrickleThatIsReadIsNoStall() {
        // One record a minute, read within six seconds.
        for (int until = 180; until < 240; until += 2) {
            const Snapshot snapshot = watched(until, 1, [](int s) {
                return Look{(s + 54) / 60, s / 60 + 1};
            });
            const Verdict verdict = snapshot.groups[0].row.verdict;
            QVERIFY2(!needsSomebody(verdict), snapshot.groups[0].row.why.c_str());
        }
    }

    void commitsThatWentBackAreARewind() {
        const Snapshot snapshot = watched(40, 1, [](int s) {
            return Look{s < 30 ? 1000 + s : 100 + s, 2000};
        });
        QCOMPARE(name(snapshot.groups[0].row.verdict), name(Verdict::Rewound));
        QVERIFY(!snapshot.groups[0].row.consumeRate);
    }

    void oneLookGivesNoRates() {
        const Snapshot snapshot = watched(0, 1, [](int) { return Look{10, 100}; });
        const GroupRow& row = snapshot.groups[0].row;
        QCOMPARE(name(row.verdict), name(Verdict::Unknown));
        QVERIFY(!row.consumeRate);
        QVERIFY(!row.produceRate);
        QVERIFY(!row.timeLag.value);
        QVERIFY(row.spark.empty());
    }

    void aRecreatedTopicForgetsItsOldLogEnd() {
        History history;
        for (const std::int64_t end : {1000, 1100, 5}) {
            LagAnswers answers;
            Snapshot snapshot =
                answers.group("g").commit("t", 0, 3).log("t", 0, 0, end).at(second(history.looks() * 2));
            history.record(snapshot);
        }
        QCOMPARE(history.end({"t", base::PartitionId{0}})->points().size(), std::size_t(1));
    }

    void aPartitionWhoseEndIsUnknownDoesNotLookLikeProgress() {
        History history;
        for (int look = 0; look < 3; ++look) {
            LagAnswers answers;
            answers.group("g").commit("t", 0, 0).commit("t", 1, 0).log("t", 0, 0, 100);
            if (look == 1)
                answers.brokenLog("t", 1, {base::ErrorKind::Transport, "No leader", "", "", ""});
            else
                answers.log("t", 1, 0, 100);
            history.record(answers.at(second(look * 2)));
        }
        for (const Point& point : history.lag("g")->points())
            QCOMPARE(point.value, 200);
    }
};

QTEST_APPLESS_MAIN(TestAssess)
#include "tst_assess.moc"
