// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/skew.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;

namespace {

// A stable group of one topic: lag, seconds waited and records written a second of each partition, whose
// owner is the member of the given number, or nobody.
struct Part {
    std::int64_t lag;
    int waited;
    std::optional<double> written;
    int owner;
};

Group group(const std::vector<Part>& parts, int members) {
    Group group;
    group.row.state = kafka::GroupState::Stable;
    group.row.topics = {"t"};
    for (int m = 0; m < members; ++m)
        group.members.push_back({std::to_string(m), "app", "10.0.0.7"});
    for (std::size_t p = 0; p < parts.size(); ++p) {
        PartitionRow row;
        row.partition = {"t", base::PartitionId{static_cast<std::int32_t>(p)}};
        row.lag = parts[p].lag;
        row.timeLag = {std::chrono::seconds{parts[p].waited}, Basis::Interpolated, ""};
        row.produceRate = parts[p].written;
        if (parts[p].owner >= 0)
            row.member = group.members[static_cast<std::size_t>(parts[p].owner)];
        group.partitions.push_back(row);
    }
    return group;
}

} // namespace

class TestSkew : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void evenWorkIsNotMentioned() {
        QCOMPARE(skewOf(group({{100, 60, 5, 0}, {90, 60, 5, 0}, {110, 60, 5, 1}, {95, 60, 5, 1}}, 2)),
                 std::string());
    }
    void oneHotPartitionIsNamedWithItsShare() {
        std::vector<Part> parts(12, Part{10, 60, 5, 0});
        parts[4].lag = 469;
        QCOMPARE(skewOf(group(parts, 1)), std::string("one hot partition: 4 of 12 holds 81 % of the lag"));
    }
    void ofSeveralTopicsTheHotOneIsNamed() {
        Group g = group({{10, 60, 5, 0}, {10, 60, 5, 0}, {10, 60, 5, 0}, {470, 60, 5, 0}}, 1);
        g.row.topics = {"inventory.sales", "t"};
        QCOMPARE(skewOf(g), std::string("one hot partition: 3 of t holds 94 % of the lag"));
    }
    void lagThatIsSecondsOldIsNoSkew() {
        QCOMPARE(skewOf(group({{0, 0, 5, 0}, {0, 0, 5, 0}, {900, 8, 5, 0}, {0, 0, 5, 0}}, 1)), std::string());
    }
    void twoPartitionsHaveNoHotOne() {
        QCOMPARE(skewOf(group({{0, 0, 5, 0}, {900, 90, 5, 0}}, 1)), std::string());
    }
    void membersWithoutAPartitionAreCounted() {
        QCOMPARE(skewOf(group({{0, 0, 5, 0}, {0, 0, 5, 1}}, 4)),
                 std::string("2 idle members: they have no partition"));
    }
    void aMemberWhosePartitionsGetNothingIsIdle() {
        QCOMPARE(skewOf(group({{0, 0, 5, 0}, {0, 0, 0, 1}}, 2)),
                 std::string("1 idle member: nothing is written to its partitions"));
    }
    void bothKindsOfIdleMembersAreOneSentence() {
        QCOMPARE(skewOf(group({{0, 0, 5, 0}, {0, 0, 0, 1}}, 3)),
                 std::string("2 idle members: 1 without a partition, 1 with partitions that get nothing"));
    }
    void onAQuietTopicNobodyIsIdle() {
        QCOMPARE(skewOf(group({{0, 0, 0, 0}, {0, 0, 0, 1}}, 2)), std::string());
    }
    void aRateThatIsNotKnownMayBeWork() {
        QCOMPARE(skewOf(group({{0, 0, 5, 0}, {0, 0, std::nullopt, 1}}, 2)), std::string());
    }
    void betweenTwoAssignmentsNobodyIsIdle() {
        Group g = group({{0, 0, 5, 0}, {0, 0, 5, -1}}, 2);
        g.row.state = kafka::GroupState::PreparingRebalance;
        QCOMPARE(skewOf(g), std::string());
    }
};

QTEST_APPLESS_MAIN(TestSkew)
#include "tst_skew.moc"
