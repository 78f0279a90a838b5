// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/marks.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;
using test::second;
using Kind = Mark::Kind;

namespace {

Member member(const std::string& id, const std::string& client = "app",
              const std::string& host = "10.0.0.7") {
    return {id, client, host};
}

struct Log {
    std::int64_t committed;
    std::int64_t end = 10'000;
    std::int64_t start = 0;
};

// A group's members with partitions dealt out in turn, and its rows.
Group group(const std::string& name, const std::vector<Member>& members, const std::vector<Log>& logs = {}) {
    Group group;
    group.row.group = name;
    group.row.state = members.empty() ? kafka::GroupState::Empty : kafka::GroupState::Stable;
    group.row.members = static_cast<int>(members.size());
    group.members = members;
    for (std::size_t p = 0; p < logs.size(); ++p) {
        PartitionRow& row = group.partitions.emplace_back();
        row.partition = {"t", base::PartitionId{static_cast<std::int32_t>(p)}};
        row.committed = base::Offset{logs[p].committed};
        row.logEnd = base::Offset{logs[p].end};
        row.logStart = base::Offset{logs[p].start};
        if (row.committed < row.logStart)
            row.condition = Condition::BelowStart;
        if (!members.empty())
            row.member = members[p % members.size()];
    }
    return group;
}

// Looks at a cluster two seconds apart, or at given moments, and the marks they make.
struct Watch {
    std::vector<Mark> marks;
    MarkState state;
    std::optional<Snapshot> before;
    int s = 0;

    Watch& see(std::vector<Group> groups, int at = -1) {
        Snapshot now;
        s = at >= 0 ? at : s + 2;
        now.asOf = second(s);
        now.groups = std::move(groups);
        return see(std::move(now));
    }
    Watch& see(Snapshot now) {
        if (before) {
            const std::vector<Mark> some = marksBetween(*before, now, state);
            marks.insert(marks.end(), some.begin(), some.end());
        }
        before = std::move(now);
        return *this;
    }
    Watch& stay(int seconds) {
        for (const int until = s + seconds; s < until;)
            see(before->groups);
        return *this;
    }
};

} // namespace

class TestMarks : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingHappensWhereNothingChanges() {
        Watch w;
        w.see({group("g", {member("a")}, {{5}})}).stay(120);
        QVERIFY(w.marks.empty());
    }
    void readingIsNoEvent() {
        Watch w;
        for (int i = 0; i < 50; ++i)
            w.see({group("g", {member("a")}, {{i * 100}, {i * 90}})});
        QVERIFY(w.marks.empty());
    }

    void aMemberThatJoinsIsADeployOnceThingsSettle() {
        Watch w;
        w.see({group("g", {member("a")})}, 0);
        w.see({group("g", {member("a"), member("b", "app", "10.0.0.8")})}, 10).stay(20);
        QVERIFY(w.marks.empty());
        w.stay(20);
        QCOMPARE(w.marks.size(), std::size_t(1));
        QCOMPARE(w.marks[0], (Mark{second(10), Kind::Deploy, "g", {}, "1 member joined: app on 10.0.0.8"}));
    }
    void aRollingDeployIsOneMark() {
        Watch w;
        std::vector<Member> members{member("a1", "app", "h1"), member("b1", "app", "h2"),
                                    member("c1", "app", "h3")};
        w.see({group("g", members)}, 0);
        for (std::size_t m = 0; m < 3; ++m) {
            std::vector<Member> without = members;
            without.erase(without.begin() + static_cast<std::ptrdiff_t>(m));
            w.see({group("g", without)}).stay(10);
            members[m].id[1] = '2';
            w.see({group("g", members)}).stay(10);
        }
        w.stay(60);
        QCOMPARE(w.marks.size(), std::size_t(1));
        QCOMPARE(w.marks[0].at, second(2));
        QCOMPARE(w.marks[0].text, std::string("3 members restarted: app on h1, app on h2, app on h3"));
    }
    void theLastMembersLeaving() {
        Watch w;
        w.see({group("g", {member("a"), member("b")})}, 0).see({group("g", {})}).stay(60);
        QCOMPARE(w.marks.size(), std::size_t(1));
        QCOMPARE(w.marks[0].text, std::string("2 members left: app on 10.0.0.7; none is left"));
    }
    void manyPlacesAreNotAllNamed() {
        Watch w;
        std::vector<Member> many;
        for (int i = 0; i < 6; ++i)
            many.push_back(member("m" + std::to_string(i), "app", "h" + std::to_string(i)));
        w.see({group("g", {})}, 0).see({group("g", many)}).stay(60);
        QCOMPARE(w.marks[0].text,
                 std::string("6 members joined: app on h0, app on h1, app on h2 and 3 more"));
    }
    void partitionsThatChangeHandsAreARebalance() {
        Watch w;
        w.see({group("g", {member("a"), member("b")}, {{1}, {1}})}, 0);
        Group turned = group("g", {member("a"), member("b")}, {{1}, {1}});
        std::swap(turned.partitions[0].member, turned.partitions[1].member);
        w.see({turned}).stay(60);
        QCOMPARE(w.marks.size(), std::size_t(1));
        QCOMPARE(w.marks[0], (Mark{second(2), Kind::Rebalance, "g", {}, "Rebalanced 2 members"}));
    }
    void aRebalanceThatTakesItsTimeSaysHowLong() {
        Watch w;
        Group busy = group("g", {member("a")}, {{1}});
        w.see({busy}, 0);
        busy.row.state = kafka::GroupState::PreparingRebalance;
        w.see({busy}).stay(40);
        busy.row.state = kafka::GroupState::Stable;
        w.see({busy}).stay(60);
        QCOMPARE(w.marks.size(), std::size_t(1));
        QCOMPARE(w.marks[0].text, std::string("Rebalanced 1 member in 40 s"));
    }

    void commitsThatWentBackAreAReset() {
        Watch w;
        w.see({group("g", {}, {{500}, {900}})}, 0).see({group("g", {}, {{100}, {0}})});
        QCOMPARE(w.marks,
                 (std::vector<Mark>{
                     {second(2), Kind::Reset, "g", {}, "Set back by 1,300 records on 2 partitions"}}));
    }
    void commitsThatOvertakeEachOtherAreNoReset() {
        Watch w;
        Group reading = group("g", {member("a")}, {{500}});
        reading.partitions[0].consumeRate = 10;
        w.see({reading}, 0).see({group("g", {member("a")}, {{300}})});
        QVERIFY(w.marks.empty());
    }
    void commitsThatJumpAheadThoughNobodyReadsAreAReset() {
        Watch w;
        w.see({group("g", {member("a")}, {{500}})}, 0).see({group("g", {}, {{500}})}).stay(60);
        w.see({group("g", {}, {{10'000}})});
        QCOMPARE(w.marks.back(),
                 (Mark{second(w.s), Kind::Reset, "g", {}, "Set forward over 9,500 records on 1 partition"}));
    }
    void theLastCommitOfAMemberThatLeavesIsNoReset() {
        Watch w;
        w.see({group("g", {member("a")}, {{500}})}, 0)
            .see({group("g", {}, {{500}})})
            .see({group("g", {}, {{800}})});
        QVERIFY(w.marks.empty());
    }
    void aReaderThatNeverWasAMemberJustReads() {
        Watch w;
        for (int i = 0; i < 100; ++i)
            w.see({group("flink", {}, {{i * 100}})});
        QVERIFY(w.marks.empty());
    }

    void aTopicMadeAgainIsOneMarkForAllItsGroups() {
        Watch w;
        w.see({group("g", {}, {{500, 1000}, {700, 800}}), group("h", {}, {{900, 1000}})}, 0);
        w.see({group("g", {}, {{500, 3}, {700, 0}}), group("h", {}, {{900, 3}})});
        // Ends alone that went back may be a log that was cut.
        QCOMPARE(w.marks.size(), std::size_t(1));
        QCOMPARE(w.marks[0].kind, Kind::RecordsLost);
        Watch sure;
        sure.see({group("g", {}, {{500, 1000, 400}, {700, 800, 400}}), group("h", {}, {{900, 1000, 400}})},
                 0);
        sure.see({group("g", {}, {{500, 3}, {700, 0}}), group("h", {}, {{900, 3}})});
        QCOMPARE(
            sure.marks,
            (std::vector<Mark>{{second(2),
                                Kind::TopicRecreated,
                                {},
                                "t",
                                "t was deleted and made again: partition 0 ended at 1,000 and ends at 3"}}));
    }
    void recordsThatFellToRetentionUnreadAreLostOnce() {
        Watch w;
        w.see({group("g", {}, {{500, 1000, 400}})}, 0).see({group("g", {}, {{500, 1000, 620}})});
        QCOMPARE(w.marks, (std::vector<Mark>{{second(2),
                                              Kind::RecordsLost,
                                              "g",
                                              {},
                                              "Gone from the log unread: 120 records on 1 partition"}}));
        w.see({group("g", {}, {{500, 1000, 700}})}).stay(60);
        QCOMPARE(w.marks.size(), std::size_t(1));
    }

    void groupsComeAndGo() {
        Watch w;
        w.see({group("a", {}), group("c", {})}, 0).see({group("a", {}), group("b", {})});
        QCOMPARE(w.marks, (std::vector<Mark>{{second(2), Kind::GroupAppeared, "b", {}, "The group appeared"},
                                             {second(2), Kind::GroupGone, "c", {}, "The group is gone"}}));
    }
    void groupsOfABrokerThatDidNotAnswerAreNotGone() {
        Watch w;
        w.see({group("a", {}), group("c", {})}, 0);
        Snapshot partial;
        partial.asOf = second(2);
        partial.groups = {group("a", {})};
        partial.errors.push_back({base::ErrorKind::Timeout, "Broker 2 did not answer", "", "", ""});
        w.see(partial).see({group("a", {}), group("c", {})}, 4).stay(10);
        QVERIFY(w.marks.empty());
    }
    void rightsThatWereTakenAwayHideGroupsThatAreNotGone() {
        Watch w;
        w.see({group("a", {}), group("c", {})}, 0);
        Snapshot less;
        less.asOf = second(2);
        less.groups = {group("a", {})};
        less.visibility = Visibility::Some;
        w.see(less);
        less.asOf = second(4);
        w.see(less);
        QVERIFY(w.marks.empty());
    }
    void whatWasNotReadNowSaysNothing() {
        Watch w;
        w.see({group("g", {}, {{500}})}, 0);
        Group old = group("g", {}, {{100}});
        old.partitions[0].readAt = second(-60);
        w.see({old});
        Group broken = group("g", {}, {{100}});
        broken.row.error = base::Error{base::ErrorKind::Timeout, "", "", "", ""};
        w.see({broken});
        QVERIFY(w.marks.empty());
    }
};

QTEST_APPLESS_MAIN(TestMarks)
#include "tst_marks.moc"
