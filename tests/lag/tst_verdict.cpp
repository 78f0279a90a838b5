// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text.h"
#include "models/lag/verdict.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;
using std::chrono::minutes;
using std::chrono::seconds;
using test::second;

namespace {

// A group of two members, watched for an hour, that reads what is written within five seconds.
Evidence healthy() {
    Evidence e;
    e.now = second(0);
    e.committed = true;
    e.watched = minutes{60};
    e.unread = 40;
    e.behind = seconds{4};
    e.behindIsWhole = true;
    e.members = 2;
    e.hadMembers = true;
    e.joined = e.watched;
    e.cadence = {seconds{5}, seconds{7}, 100};
    e.patience = e.cadence.patience();
    e.moves = e.everMoved = true;
    e.stoodFor = seconds{3};
    e.consumeRate = e.produceRate = 100;
    return e;
}

// The same, with records that have waited for ten minutes.
Evidence late() {
    Evidence e = healthy();
    e.unread = 60'000;
    e.behind = minutes{10};
    e.trend = {Course::Steady, minutes{16}, 12};
    return e;
}

StuckPartition stuck(const char* note = "") {
    return {{"inventory.movements", base::PartitionId{4}}, seconds{684}, true, note};
}

struct Case {
    const char* name;
    Verdict verdict;
    Evidence (*from)();
    void (*change)(Evidence&);
};

const Case cases[] = {
    {"reads what is written", Verdict::KeepingUp, healthy, [](Evidence&) {}},
    {"all read", Verdict::KeepingUp, healthy, [](Evidence& e) { e.unread = 0; }},
    {"all read, nothing written", Verdict::Idle, healthy,
     [](Evidence& e) {
         e.unread = 0;
         e.produceRate = e.consumeRate = 0;
     }},
    {"read up to an open transaction", Verdict::Stalled, healthy,
     [](Evidence& e) {
         e.unread = 0;
         e.heldBack = stuck("A hanging transaction: …");
     }},
    {"nothing committed", Verdict::Empty, healthy, [](Evidence& e) { e.committed = false; }},
    {"nothing committed, nobody there", Verdict::Empty, healthy,
     [](Evidence& e) {
         e.committed = false;
         e.members = 0;
     }},
    {"one look", Verdict::Unknown, healthy, [](Evidence& e) { e.watched = {}; }},
    {"ends not known", Verdict::Unknown, healthy, [](Evidence& e) { e.unread.reset(); }},
    {"not readable", Verdict::Unknown, healthy,
     [](Evidence& e) {
         e.error = base::Error{base::ErrorKind::Denied, "No", "", "", ""};
     }},
    {"late, and no later than before", Verdict::KeepingUp, late, [](Evidence&) {}},
    {"late, and catching up", Verdict::KeepingUp, late,
     [](Evidence& e) {
         e.trend = {Course::Shrinking, minutes{4}, -3000};
     }},
    {"late, and later and later", Verdict::FallingBehind, late,
     [](Evidence& e) {
         e.trend = {Course::Growing, minutes{4}, 3000};
     }},
    {"lag grows, but no record waits for long", Verdict::KeepingUp, healthy,
     [](Evidence& e) {
         e.trend = {Course::Growing, minutes{2}, 3000};
     }},
    {"lag grows as it has before, and was read", Verdict::KeepingUp, late,
     [](Evidence& e) {
         e.trend = {Course::Growing, minutes{4}, 3000};
         e.peaks = 2;
     }},
    {"waves of which more and more is left over", Verdict::FallingBehind, late,
     [](Evidence& e) {
         e.trend = {Course::Shrinking, minutes{4}, -3000};
         e.lowsRise = true;
     }},
    {"watched for too short", Verdict::Unknown, late,
     [](Evidence& e) {
         e.trend = {};
         e.rose = 10;
     }},
    {"watched for too short, but lag falls", Verdict::KeepingUp, late,
     [](Evidence& e) {
         e.trend = {};
         e.rose = -10;
     }},
    {"members, nothing moves", Verdict::Stalled, late,
     [](Evidence& e) {
         e.moves = false;
         e.stuck = stuck();
     }},
    {"members, nothing moved yet", Verdict::Unknown, late,
     [](Evidence& e) { e.moves = e.everMoved = false; }},
    {"one partition stands", Verdict::Stalled, late, [](Evidence& e) { e.stuck = stuck(); }},
    {"nobody reads", Verdict::Stopped, late, [](Evidence& e) { e.memberless = minutes{10}; }},
    {"nobody was ever seen to read, two looks", Verdict::Stopped, late,
     [](Evidence& e) {
         e.watched = seconds{2};
         e.hadMembers = e.moves = e.everMoved = false;
         e.memberless = seconds{2};
     }},
    {"the last member has just left", Verdict::Unknown, late,
     [](Evidence& e) {
         e.memberless = seconds{12};
         e.sawLeaving = true;
         e.stoodFor = seconds{14};
     }},
    {"the last member left while nobody looked", Verdict::Stopped, late,
     [](Evidence& e) {
         e.memberless = seconds{12};
         e.stoodFor = seconds{14};
     }},
    {"no members, and a record that came just now", Verdict::KeepingUp, healthy,
     [](Evidence& e) { e.memberless = minutes{10}; }},
    {"reads without membership", Verdict::KeepingUp, healthy,
     [](Evidence& e) {
         e.memberless = minutes{60};
         e.readsWithoutMembers = true;
     }},
    {"went back", Verdict::Rewound, late,
     [](Evidence& e) {
         e.rewound = Rewound{second(-60), 50'000, 40'000, 1};
     }},
    {"went back by what is read in a moment", Verdict::KeepingUp, healthy,
     [](Evidence& e) {
         e.rewound = Rewound{second(-2), 300, 100, 1};
     }},
    {"set back while stopped, just now", Verdict::Rewound, late,
     [](Evidence& e) {
         e.memberless = minutes{30};
         e.stoodFor = minutes{1};
         e.rewound = Rewound{second(-60), 50'000, 50'000, 1};
     }},
    {"set back while stopped, and left so", Verdict::Stopped, late,
     [](Evidence& e) {
         e.memberless = minutes{30};
         e.stoodFor = minutes{20};
         e.rewound = Rewound{second(-1200), 50'000, 50'000, 1};
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
        Evidence evidence = cases[index].from();
        cases[index].change(evidence);
        const Judgement judgement = judge(evidence);
        QVERIFY2(judgement.verdict == cases[index].verdict,
                 (name(judgement.verdict) + (": " + judgement.why)).c_str());
        QVERIFY(!judgement.why.empty());
        QVERIFY2(judgement.why.back() == '.' || evidence.error, judgement.why.c_str());
    }

    void theReasonNamesThePartitionThatStands() {
        Evidence e = late();
        e.stuck = stuck();
        e.stuckPartitions = 1;
        QCOMPARE(judge(e).why,
                 std::string("Partition 4 of inventory.movements has unread records and its commit has "
                             "not moved for 11 m 24 s, while others go on."));
        e.stuck->assigned = false;
        e.stuckPartitions = 3;
        QCOMPARE(judge(e).why,
                 std::string("Partition 4 of inventory.movements and 2 others have unread records and "
                             "their commits have not moved for 11 m 24 s; no member has it assigned."));
    }

    void theReasonSaysSinceWhenAndWhatWentOnMeanwhile() {
        Evidence e = late();
        e.now = base::parseRfc3339("2026-11-22T02:21:29Z").value();
        e.memberless = seconds{684};
        e.unread = 412'880;
        e.stoodFor = seconds{684};
        QCOMPARE(judge(e).why,
                 std::string("No members, 412,880 records unread: no commit moved since 02:10:05 UTC, "
                             "11 m 24 s ago, while 100 /s kept arriving."));
        e.everMoved = false;
        e.produceRate = 0;
        QCOMPARE(judge(e).why,
                 std::string("No members, 412,880 records unread: no commit moved for at least 11 m 24 s."));
    }

    void aRewindSaysByHowMuchAndWhenAndHowMuchIsLeft() {
        Evidence e = late();
        e.now = base::parseRfc3339("2026-11-22T02:21:29Z").value();
        e.rewound = Rewound{base::parseRfc3339("2026-11-22T02:10:05Z").value(), 50'000, 40'000, 3};
        QCOMPARE(judge(e).why,
                 std::string("Set back by 50,000 records at 02:10:05 UTC on 3 partitions; 40,000 left "
                             "until it is where it was."));
    }

    void fallingBehindSaysHowFastAndHowFar() {
        Evidence e = late();
        e.trend = {Course::Growing, minutes{4}, 3000.4};
        e.consumeRate = 87.6;
        QCOMPARE(judge(e).why,
                 std::string("Lag grew by 3,000 in 4 m: 88 /s read, 100 /s written; 10 m behind."));
        e.growing = base::TopicPartition{"t", base::PartitionId{2}};
        e.behindIsWhole = false;
        QCOMPARE(judge(e).why,
                 std::string("Lag of partition 2 of t grew by 3,000 in 4 m; at least 10 m behind."));
    }

    void partitionsThatSayLessThanTheyShouldAreMentioned() {
        Evidence e = healthy();
        e.exceptions = " 1 partition could not be read.";
        QVERIFY(judge(e).why.ends_with(". 1 partition could not be read."));
    }

    void whatIsMissingIsSaid() {
        Evidence e = healthy();
        e.watched = {};
        QVERIFY(judge(e).why.find("two looks") != std::string::npos);
        e = late();
        e.moves = e.everMoved = false;
        QVERIFY(judge(e).why.find("too early to tell") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestVerdict)
#include "tst_verdict.moc"
