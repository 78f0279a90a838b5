// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/verdict.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;
using test::second;

namespace {

// A group of two members, watched for a minute, that reads what is written.
Evidence healthy() {
    Evidence e;
    e.committed = true;
    e.members = 2;
    e.lag = 40;
    e.lagWas = 40;
    e.looks = 30;
    e.watched = std::chrono::seconds{60};
    e.unreadFor = e.watched;
    e.consumed = 6000;
    e.produced = 6000;
    return e;
}

struct Case {
    const char* name;
    Verdict verdict;
    void (*change)(Evidence&);
};

const Case cases[] = {
    {"reads what is written", Verdict::KeepingUp, [](Evidence&) {}},
    {"reads more than is written", Verdict::KeepingUp, [](Evidence& e) { e.lagWas = 9000; }},
    {"all read", Verdict::KeepingUp, [](Evidence& e) { e.lag = 0; }},
    {"all read, nothing written", Verdict::Idle,
     [](Evidence& e) {
         e.lag = 0;
         e.produced = e.consumed = 0;
     }},
    {"nothing committed", Verdict::Empty, [](Evidence& e) { e.committed = false; }},
    {"nothing committed, nobody there", Verdict::Empty,
     [](Evidence& e) {
         e.committed = false;
         e.members = 0;
     }},
    {"one look", Verdict::Unknown,
     [](Evidence& e) {
         e.looks = 1;
         e.watched = {};
     }},
    {"ends not known", Verdict::Unknown, [](Evidence& e) { e.lag.reset(); }},
    {"not readable", Verdict::Unknown,
     [](Evidence& e) {
         e.error = base::Error{base::ErrorKind::Denied, "No", "", "", ""};
     }},
    {"lag grows", Verdict::FallingBehind,
     [](Evidence& e) {
         e.lag = 900;
         e.lagGrows = true;
     }},
    {"lag grows, but watched for moments only", Verdict::Unknown,
     [](Evidence& e) {
         e.lag = 900;
         e.lagGrows = true;
         e.watched = std::chrono::seconds{4};
     }},
    {"members, nothing moves", Verdict::Stalled, [](Evidence& e) { e.consumed = 0; }},
    {"members, nothing moved for a moment", Verdict::Unknown,
     [](Evidence& e) {
         e.consumed = 0;
         e.watched = e.unreadFor = std::chrono::seconds{4};
     }},
    {"a record written just now is not a stall", Verdict::KeepingUp,
     [](Evidence& e) {
         e.consumed = 0;
         e.lag = 1;
         e.unreadFor = std::chrono::seconds{2};
     }},
    {"nobody reads", Verdict::Stopped,
     [](Evidence& e) {
         e.consumed = 0;
         e.members = 0;
     }},
    {"nobody reads, seen twice", Verdict::Stopped,
     [](Evidence& e) {
         e.consumed = 0;
         e.members = 0;
         e.looks = 2;
         e.watched = e.unreadFor = std::chrono::seconds{2};
     }},
    {"commits without membership", Verdict::KeepingUp, [](Evidence& e) { e.members = 0; }},
    {"went back", Verdict::Rewound, [](Evidence& e) { e.rewound = 500; }},
    {"one partition stands", Verdict::Stalled,
     [](Evidence& e) {
         e.stuck = StuckPartition{{"t", base::PartitionId{4}}, std::chrono::seconds{70}, true};
     }},
};

} // namespace

class TestVerdict : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theVerdictFollowsFromTheEvidence_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < std::size(cases); ++i)
            QTest::newRow(cases[i].name) << static_cast<int>(i);
    }
    void theVerdictFollowsFromTheEvidence() {
        QFETCH(int, index);
        Evidence evidence = healthy();
        cases[index].change(evidence);
        const Judgement judgement = judge(evidence);
        QCOMPARE(name(judgement.verdict), name(cases[index].verdict));
        QVERIFY(!judgement.why.empty());
    }

    void theReasonNamesThePartitionThatStands() {
        Evidence e = healthy();
        e.stuck =
            StuckPartition{{"inventory.movements", base::PartitionId{4}}, std::chrono::seconds{70}, true};
        const std::string why = judge(e).why;
        QVERIFY2(why.find("Partition 4 of inventory.movements") == 0, why.c_str());
        QVERIFY2(why.find("1 m 10 s") != std::string::npos, why.c_str());
    }

    void theReasonSaysForHowLongAndWhatWentOnMeanwhile() {
        Evidence e = healthy();
        e.members = 0;
        e.consumed = 0;
        e.lag = 412'880;
        e.stillFor = std::chrono::seconds{684};
        e.everMoved = true;
        QCOMPARE(judge(e).why, std::string("No members, 412,880 records unread: no commit for 11 m 24 s, "
                                           "while 100 /s kept arriving."));
        e.everMoved = false;
        e.produced = 0;
        QCOMPARE(judge(e).why, std::string("No members, 412,880 records unread: no commit since this session "
                                           "began, 11 m 24 s ago."));
    }

    void aSawToothOfCommitsIsNoGrowth() {
        std::vector<Point> lag;
        for (int s = 0; s < 60; s += 2)
            lag.push_back({second(s), (s % 10) * 100, false});
        QVERIFY(!grows(lag));
    }

    void aSawToothOnARisingFloorIsGrowth() {
        std::vector<Point> lag;
        for (int s = 0; s < 60; s += 2)
            lag.push_back({second(s), (s % 10) * 100 + s * 60, false});
        QVERIFY(grows(lag));
    }

    void aFallingLagDoesNotGrow() {
        QVERIFY(!grows(
            std::vector<Point>{{second(0), 900, false}, {second(20), 500, false}, {second(40), 100, false}}));
    }
};

QTEST_APPLESS_MAIN(TestVerdict)
#include "tst_verdict.moc"
