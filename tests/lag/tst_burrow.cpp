// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/burrow.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag::burrow;
using lag::Series;
using lag::Verdict;
using test::second;

namespace {

constexpr std::optional<std::int64_t> backfilled;

// Commits as offset, second, lag; log ends; the second of asking.
struct Case {
    const char* name;
    Partition partition;
    int now;
    Status status;
};

Partition window(std::vector<std::tuple<std::int64_t, int, std::optional<std::int64_t>>> commits,
                 std::vector<std::int64_t> ends) {
    Partition partition;
    for (const auto& [offset, at, lag] : commits)
        partition.commits.push_back({offset, second(at), lag});
    partition.ends = std::move(ends);
    return partition;
}

std::vector<Case> cases() {
    return {
        {"0: no commits", window({}, {100}), 60, Status::Ok},
        {"1: nothing unread", window({{100, 0, 50}, {100, 5, 50}}, {100}), 999, Status::Ok},
        {"1: a commit beyond the end", window({{120, 0, 50}, {120, 5, 50}}, {100}), 999, Status::Ok},
        {"2: silent for longer than the commits span", window({{10, 0, 90}, {20, 30, 80}}, {50, 100}), 61,
         Status::Stop},
        {"2: silent for exactly as long", window({{10, 0, 90}, {20, 30, 80}}, {50, 100}), 60, Status::Ok},
        {"2: one lagging commit is enough", window({{10, 30, 90}}, {50, 100}), 31, Status::Stop},
        {"2: had no lag lately", window({{10, 0, 90}, {50, 30, 50}}, {50, 100}), 500, Status::Ok},
        {"2 before 3: went back, then silent", window({{50, 0, 50}, {10, 5, 90}}, {100}), 60, Status::Stop},
        {"3: went back", window({{50, 0, 50}, {10, 30, 90}, {20, 35, 80}}, {100}), 36, Status::Rewind},
        {"3: went back and regained", window({{50, 0, 50}, {10, 30, 90}, {50, 35, 50}}, {100}), 36,
         Status::Ok},
        {"3: only the first step back counts",
         window({{50, 0, 50}, {10, 10, 90}, {60, 20, 40}, {30, 30, 70}}, {100}), 31, Status::Ok},
        {"3 before 4: went back, once without lag", window({{50, 0, 0}, {10, 30, 90}}, {100}), 31,
         Status::Rewind},
        {"4: once without lag", window({{10, 0, 0}, {10, 30, 40}}, {60, 100}), 31, Status::Ok},
        {"5: commits that are all the same", window({{10, 0, 40}, {10, 15, 60}, {10, 30, 90}}, {100}), 31,
         Status::Stall},
        {"5: one commit alone", window({{10, 30, 90}}, {100}), 30, Status::Stall},
        {"6: lag never decreases", window({{10, 0, 40}, {20, 15, 40}, {30, 30, 70}}, {100}), 31,
         Status::Warn},
        {"6: a lag that is not known is passed over",
         window({{10, 0, 40}, {20, 15, backfilled}, {30, 30, 70}}, {100}), 31, Status::Warn},
        {"7: lag decreased once", window({{10, 0, 40}, {20, 15, 39}, {30, 30, 70}}, {100}), 31, Status::Ok},
    };
}

} // namespace

class TestBurrow : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theRulesInTheirOrder_data() {
        QTest::addColumn<int>("index");
        const std::vector<Case> all = cases();
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].name) << static_cast<int>(i);
    }
    void theRulesInTheirOrder() {
        QFETCH(int, index);
        const Case one = cases()[static_cast<std::size_t>(index)];
        QCOMPARE(name(statusOf(one.partition, {}, second(one.now))), name(one.status));
    }

    void allowedLagAndCompletenessCanBeSet() {
        const Partition stalled = window({{10, 0, 90}, {10, 30, 90}}, {100});
        Settings settings;
        settings.allowedLag = 90;
        QCOMPARE(statusOf(stalled, settings, second(31)), Status::Ok);
        settings.allowedLag = 89;
        QCOMPARE(statusOf(stalled, settings, second(31)), Status::Stall);
        settings.minimumComplete = 0.3; // two of ten are there
        QCOMPARE(statusOf(stalled, settings, second(31)), Status::Ok);
    }

    void aGroupIsAsBadAsItsWorstPartitionButErrAtMost() {
        const Partition fine = window({{100, 30, 0}}, {100});
        const Partition slow = window({{10, 0, 40}, {20, 15, 40}, {30, 30, 70}}, {100});
        const Partition stuck = window({{10, 0, 40}, {10, 15, 60}, {10, 30, 90}}, {100});
        const std::vector<Partition> slowly{fine, slow};
        QCOMPARE(statusOf(slowly, {}, second(31)).status, Status::Warn);
        const std::vector<Partition> stopped{fine, slow, stuck};
        const GroupStatus group = statusOf(stopped, {}, second(31));
        QCOMPARE(group.status, Status::Err);
        QCOMPARE(*group.worst, std::size_t(2));
        QCOMPARE(group.totalLag, 160);
        QCOMPARE(statusOf(std::span<const Partition>{}, {}, second(31)).status, Status::NotFound);
    }

    void completeIsTheShareOfPartitionsWithFullWindows() {
        Partition full;
        addEnd(full, 1000, {});
        for (int i = 0; i < 12; ++i)
            addCommit(full, i, second(i * 5), {});
        QCOMPARE(full.commits.size(), std::size_t(10));
        QCOMPARE(full.commits.front().offset, 2);
        const std::vector<Partition> both{full, window({{1, 0, 9}}, {10})};
        QCOMPARE(statusOf(both, {}, second(60)).complete, 0.5);
    }

    void lagIsStampedOnArrivalAndNeverNegative() {
        Partition partition;
        addCommit(partition, 5, second(0), {}); // no log end yet: dropped
        QVERIFY(partition.commits.empty());
        addEnd(partition, 100, {});
        addCommit(partition, 40, second(1), {});
        addCommit(partition, 120, second(5), {});
        addEnd(partition, 300, {});
        QCOMPARE(*partition.commits[0].lag, 60);
        QCOMPARE(*partition.commits[1].lag, 0);
        QCOMPARE(currentLag(partition), 180);
    }

    void commitsTooNearReplaceTheOneBeforeAndKeepItsTime() {
        Partition partition;
        addEnd(partition, 100, {});
        addCommit(partition, 10, second(0), {});
        addCommit(partition, 20, second(0) + std::chrono::milliseconds{600}, {});
        addCommit(partition, 30, second(1), {});
        QCOMPARE(partition.commits.size(), std::size_t(2));
        QCOMPARE(partition.commits[0], (Commit{20, second(0), 80}));
    }

    void ourLooksBecomeCommitsWhereAValueIsNew() {
        Series commits;
        Series ends;
        for (int s = 0; s <= 60; s += 2) {
            commits.add(second(s), s / 10 * 100, false);
            ends.add(second(s), s * 10 + 50, false);
        }
        const Partition partition = windowOf(commits, ends, {}, second(60));
        // The one the first look found has no time.
        QCOMPARE(partition.commits.size(), std::size_t(6));
        QCOMPARE(partition.commits.front().offset, 100);
        QCOMPARE(partition.commits.front().at, second(10));
        QCOMPARE(partition.ends.size(), std::size_t(7)); // of ten, those there were looks for
        QCOMPARE(partition.ends.back(), 650);
    }

    void theSecondModeSpeaksBurrowsWords() {
        lag::History history;
        lag::Group group;
        group.row.group = "g";
        group.row.lag = 500;
        lag::PartitionRow& row = group.partitions.emplace_back();
        row.partition = {"t", base::PartitionId{3}};
        for (int s = 0; s <= 200; s += 2) {
            history.begin(second(s));
            history.sawEnd(row.partition, s * 10);
            history.sawCommit("g", row.partition, std::min(s, 50) / 10 * 50);
        }
        const lag::Judgement judgement = judge(group, history, {}, second(200));
        QCOMPARE(judgement.verdict, Verdict::Stopped);
        QCOMPARE(judgement.why,
                 std::string("Burrow: ERR, partition 3 of t is STOP: no commit for longer than its last "
                             "ones span (0 % complete)."));
        QCOMPARE(judge({}, history, {}, second(200)).why,
                 std::string("Burrow: NOTFOUND, no commit was seen to come."));
    }
};

QTEST_APPLESS_MAIN(TestBurrow)
#include "tst_burrow.moc"
