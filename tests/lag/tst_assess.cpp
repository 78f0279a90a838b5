// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/assess.h"
#include "models/lag/hanging.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

#include <cmath>
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

// Several partitions of one group, each written and read at rates of its own, records a second; a rate that
// is nothing is not known, as there was no commit before the last look.
struct Flow {
    std::int64_t lag;
    double written;
    std::optional<double> read;
};

GroupRow flowing(const std::vector<Flow>& flows) {
    constexpr int until = 120;
    History history;
    Snapshot snapshot;
    for (int s = 0; s <= until; s += 2) {
        LagAnswers answers;
        answers.group("g").member("app", {});
        for (std::size_t p = 0; p < flows.size(); ++p) {
            const auto number = static_cast<std::int32_t>(p);
            const double end = 1e6 + flows[p].written * s;
            const double last = 1e6 + flows[p].written * until - static_cast<double>(flows[p].lag);
            answers.log("t", number, 0, std::llround(end));
            if (flows[p].read || s == until)
                answers.commit("t", number, std::llround(last - flows[p].read.value_or(0) * (until - s)));
        }
        snapshot = answers.at(second(s));
        history.record(snapshot);
    }
    assess(snapshot, history);
    return snapshot.groups[0].row;
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

    void aReaderThatCommittedAndDoesSoNoMoreHasStalled() {
        const Snapshot snapshot = watched(160, 2, [](int s) {
            return Look{std::min(s, 100) * 10, 100 + s * 10};
        });
        QCOMPARE(name(snapshot.groups[0].row.verdict), name(Verdict::Stalled));
    }

    void aReaderThatWasNeverSeenToCommitMayBeOneThatSeldomDoes() {
        const auto look = [](int s) { return Look{10, 100 + s}; };
        QCOMPARE(name(watched(80, 2, look).groups[0].row.verdict), name(Verdict::Unknown));
        QCOMPARE(name(watched(400, 2, look).groups[0].row.verdict), name(Verdict::Stalled));
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

    void theSlowestPartitionThatIsBehindTellsWhenAllIsRead() {
        const GroupRow row = flowing({{60'000, 10, 110}, {60'000, 10, 410}});
        QCOMPARE(row.drain.value(), base::Duration{600'000});
        QCOMPARE(row.ratesUnknown, 0);
        QVERIFY(std::abs(row.consumeRate.value() - 520) < 1);
        QVERIFY(std::abs(row.produceRate.value() - 20) < 1);
    }

    void onePartitionThatNeverDrainsIsNotHiddenByTheOthers() {
        QVERIFY(!flowing({{60'000, 10, 0}, {60'000, 10, 410}}).drain);
    }

    void aPartitionWithoutLagDoesNotHinderTheDrain() {
        QCOMPARE(flowing({{60'000, 10, 110}, {0, 10, 10}}).drain.value(), base::Duration{600'000});
    }

    void ratesThatAreNotKnownAreCountedAndForbidADrainTime() {
        const GroupRow row = flowing({{60'000, 10, 110}, {60'000, 10, std::nullopt}});
        QCOMPARE(row.ratesUnknown, 1);
        QVERIFY(std::abs(row.consumeRate.value() - 110) < 1);
        QVERIFY(std::abs(row.produceRate.value() - 10) < 1);
        QVERIFY(!row.drain);
    }

    void aTransactionThatDoesNotEndIsNamedAndWhoWaitsForItHasStalled() {
        const base::TopicPartition t0{"t", base::PartitionId{0}};
        History history;
        Snapshot snapshot;
        // At second 100 a transaction opens that nobody ends; other producers go on.
        const auto at = [&](int s) {
            LagAnswers answers;
            const std::int64_t stable = std::min(s, 100) * 10;
            answers.group("g").member("app", {t0}).commit("t", 0, stable).log("t", 0, 0, s * 10);
            snapshot = answers.at(second(s));
            snapshot.groups[0].partitions[0].stableEnd = base::Offset{stable};
            history.record(snapshot);
        };
        for (int s = 0; s < 100 + 400; s += 2)
            at(s);
        assess(snapshot, history);
        const PartitionRow& row = snapshot.groups[0].partitions[0];
        QCOMPARE(row.condition, Condition::Hanging);
        QVERIFY2(row.note.starts_with(
                     "Likely a hanging transaction: the last stable offset has stood at 1,000 for 6 m"),
                 row.note.c_str());
        QCOMPARE(name(snapshot.groups[0].row.verdict), name(Verdict::Stalled));
        QVERIFY2(snapshot.groups[0].row.why.find("hanging transaction") != std::string::npos,
                 snapshot.groups[0].row.why.c_str());
        for (int s = 500; s < 100 + 1000; s += 2)
            at(s);
        assess(snapshot, history);
        QVERIFY2(snapshot.groups[0].partitions[0].note.starts_with("A hanging transaction"),
                 snapshot.groups[0].partitions[0].note.c_str());
    }

    void aLongTransactionOnALogThatRestsIsNoHangingOneYet() {
        PartitionRow row;
        LogHistory log;
        log.held = Held{second(0), 100, 120, 120};
        noteHanging(row, &log, second(600));
        QCOMPARE(row.condition, Condition::Normal);
        noteHanging(row, &log, second(1000));
        QCOMPARE(row.condition, Condition::Hanging);
    }

    void markersAfterTheCommitAreNoLagThatCounts() {
        const base::TopicPartition t0{"t", base::PartitionId{0}};
        History history;
        Snapshot snapshot;
        for (int s = 0; s < 1000; s += 2) {
            LagAnswers answers;
            snapshot =
                answers.group("g").member("app", {t0}).commit("t", 0, 99).log("t", 0, 0, 100).at(second(s));
            history.record(snapshot);
        }
        assess(snapshot, history);
        QCOMPARE(name(snapshot.groups[0].row.verdict), name(Verdict::Stalled));
        Peeks peeks;
        kafka::PeekedRecord nothing;
        nothing.partition = t0;
        nothing.asked = base::Offset{99};
        peeks.take(nothing, base::Offset{100}, second(998));
        assess(snapshot, history, {&peeks});
        QCOMPARE(name(snapshot.groups[0].row.verdict), name(Verdict::Idle));
        QCOMPARE(snapshot.groups[0].row.timeLag.value.value().count(), 0);
        QCOMPARE(snapshot.groups[0].row.timeLag.basis, Basis::Exact);
    }

    void theStoreRemembersWhatASessionDidNotSee() {
        // Ten seconds apart for an hour, then the console was off for ten minutes, then two looks.
        const base::TopicPartition t0{"t", base::PartitionId{0}};
        History history;
        Snapshot snapshot;
        const auto at = [&](int s) {
            LagAnswers answers;
            answers.group("g").commit("t", 0, std::min(s, 2000) / 10 * 100).log("t", 0, 0, s * 10);
            if (s < 2000)
                answers.member("app", {t0});
            snapshot = answers.at(second(s));
            history.record(snapshot);
        };
        for (int s = 0; s < 3600; s += 10)
            at(s);
        for (int s = 4200; s < 4204; s += 2)
            at(s);
        assess(snapshot, history);
        QCOMPARE(name(snapshot.groups[0].row.verdict), name(Verdict::Stopped));
        QVERIFY2(snapshot.groups[0].row.why.find("36 m") != std::string::npos,
                 snapshot.groups[0].row.why.c_str());
    }

    void aPartitionThatCannotBeReadNowHasNotStalledForThat() {
        const base::Error down{base::ErrorKind::Transport, "Broker 2 is down", "", "", ""};
        History history;
        Snapshot snapshot;
        for (int s = 0; s < 1200; s += 2) {
            LagAnswers answers;
            answers.group("g").member("app", {{"t", base::PartitionId{0}}});
            snapshot = answers.commit("t", 0, s * 10).log("t", 0, 0, s * 10 + 15).at(second(s));
            if (s >= 600) {
                PartitionRow& row = snapshot.groups[0].partitions[0];
                row.committed = base::Offset{598 * 10};
                row.logEnd = base::Offset{598 * 10 + 15};
                row.readAt = second(598);
                row.error = down;
                row.condition = Condition::NoLeader;
            }
            history.record(snapshot);
        }
        assess(snapshot, history);
        const GroupRow& row = snapshot.groups[0].row;
        QCOMPARE(name(row.verdict), name(Verdict::Unknown));
        QVERIFY2(row.why.ends_with("1 partition could not be read."), row.why.c_str());
        QCOMPARE(row.ratesUnknown, 1);
    }

    void burrowsRulesAreTheSecondMode() {
        History history;
        Snapshot snapshot;
        for (int s = 0; s < 600; s += 2) {
            LagAnswers answers;
            snapshot =
                answers.group("g").commit("t", 0, std::min(s, 100) * 10).log("t", 0, 0, s * 20).at(second(s));
            history.record(snapshot);
        }
        assess(snapshot, history, {nullptr, nullptr, Rules::Burrow});
        QCOMPARE(name(snapshot.groups[0].row.verdict), name(Verdict::Stopped));
        QVERIFY(snapshot.groups[0].row.why.starts_with("Burrow: ERR, partition 0 of t is STOP"));
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
