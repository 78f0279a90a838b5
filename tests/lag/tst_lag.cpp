// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/lag/lag_builders.h"

#include <QtTest>

#include <limits>

using namespace streamscape;
using namespace streamscape::lag;
using test::LagAnswers;
using test::second;

class TestLag : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void lagIsTheDistanceFromCommitToEnd_data() {
        QTest::addColumn<qint64>("committed");
        QTest::addColumn<qint64>("start");
        QTest::addColumn<qint64>("end");
        QTest::addColumn<qint64>("lag");
        QTest::addColumn<int>("condition");
        const auto row = [](const char* name, qint64 committed, qint64 start, qint64 end, qint64 lag,
                            Condition condition) {
            QTest::newRow(name) << committed << start << end << lag << static_cast<int>(condition);
        };
        row("behind", 60, 0, 100, 40, Condition::Normal);
        row("at the end", 100, 0, 100, 0, Condition::Normal);
        row("at the start", 0, 0, 100, 100, Condition::Normal);
        row("exactly at a later start", 30, 30, 100, 70, Condition::Normal);
        row("beyond the end", 130, 0, 100, 0, Condition::BeyondEnd);
        row("far beyond the end", std::numeric_limits<qint64>::max(), 0, 100, 0, Condition::BeyondEnd);
        row("below the start", 10, 30, 100, 90, Condition::BelowStart);
        row("empty topic", 0, 0, 0, 0, Condition::Normal);
        row("all expired", 10, 100, 100, 90, Condition::BelowStart);
    }
    void lagIsTheDistanceFromCommitToEnd() {
        QFETCH(qint64, committed);
        QFETCH(qint64, start);
        QFETCH(qint64, end);
        QFETCH(qint64, lag);
        QFETCH(int, condition);
        const Snapshot snapshot =
            LagAnswers().group("g").commit("t", 0, committed).log("t", 0, start, end).at(second(0));
        const PartitionRow& row = snapshot.groups.at(0).partitions.at(0);
        QCOMPARE(row.lag.value(), lag);
        QCOMPARE(static_cast<int>(row.condition), condition);
        QCOMPARE(row.note.empty(), row.condition == Condition::Normal);
        QVERIFY(!row.error);
    }

    void lostRecordsAreCountedInTheNote() {
        const Snapshot snapshot =
            LagAnswers().group("g").commit("t", 0, 1000).log("t", 0, 4500, 5000).at(second(0));
        const std::string& note = snapshot.groups[0].partitions[0].note;
        QVERIFY2(note.starts_with("3,500 records"), note.c_str());
    }

    void anAssignedPartitionWithoutCommitHasItsRow() {
        const Snapshot snapshot =
            LagAnswers()
                .group("g")
                .member("app", {{"t", base::PartitionId{0}}, {"t", base::PartitionId{1}}})
                .commit("t", 0, 5)
                .log("t", 0, 0, 9)
                .log("t", 1, 0, 9)
                .at(second(0));
        const Group& group = snapshot.groups.at(0);
        QCOMPARE(group.partitions.size(), std::size_t(2));
        QVERIFY(!group.partitions[1].committed);
        QVERIFY(!group.partitions[1].lag);
        QCOMPARE(group.partitions[1].logEnd.value().value, 9);
        QCOMPARE(group.partitions[1].member.value().clientId, std::string("app"));
        QCOMPARE(group.row.lag.value(), 4);
        QCOMPARE(group.row.members.value(), 1);
    }

    void aDeletedTopicAndALeaderlessPartitionBlankOnlyTheirRows() {
        const Snapshot snapshot =
            LagAnswers()
                .group("g")
                .commit("gone", 0, 7)
                .commit("t", 0, 5)
                .commit("t", 1, 5)
                .log("t", 0, 0, 9)
                .brokenLog("gone", 0, {base::ErrorKind::NotFound, "No such topic", "gone", "", ""})
                .brokenLog("t", 1, {base::ErrorKind::Transport, "No leader", "t", "", "LEADER_NOT_AVAILABLE"})
                .at(second(0));
        const Group& group = snapshot.groups.at(0);
        QCOMPARE(group.partitions[0].condition, Condition::TopicGone);
        QVERIFY(group.partitions[0].error);
        QVERIFY(!group.partitions[0].lag);
        QCOMPARE(group.partitions[1].lag.value(), 4);
        QCOMPARE(group.partitions[2].condition, Condition::NoLeader);
        QCOMPARE(group.row.lag.value(), 4);
        QCOMPARE(group.row.partitionErrors, 2);
        QVERIFY(!group.row.error);
    }

    void aGroupWithNoCommitHasUnknownLagAndNotZero() {
        const Snapshot snapshot =
            LagAnswers().group("g", kafka::GroupType::Classic, kafka::GroupState::Empty).at(second(0));
        QVERIFY(!snapshot.groups[0].row.lag);
        QVERIFY(snapshot.groups[0].partitions.empty());
    }

    void shareStreamsAndConnectGroupsAreListedAsWhatTheyAre_data() {
        QTest::addColumn<int>("type");
        QTest::addColumn<QString>("word");
        QTest::newRow("share") << static_cast<int>(kafka::GroupType::Share) << "share group";
        QTest::newRow("streams") << static_cast<int>(kafka::GroupType::Streams) << "streams group";
        QTest::newRow("connect") << static_cast<int>(kafka::GroupType::Connect) << "Connect";
    }
    void shareStreamsAndConnectGroupsAreListedAsWhatTheyAre() {
        QFETCH(int, type);
        QFETCH(QString, word);
        LagAnswers answers;
        answers.group("s", static_cast<kafka::GroupType>(type), kafka::GroupState::Stable, "share");
        const GroupRow row = answers.at(second(0)).groups.at(0).row;
        QCOMPARE(static_cast<int>(row.type), type);
        QVERIFY(row.error);
        QCOMPARE(row.error->kind, base::ErrorKind::Unsupported);
        QVERIFY(QString::fromStdString(row.error->what).contains(word));
        QVERIFY(!row.lag);
        QVERIFY(!row.members);
    }

    void aDescriptionThatFailsLeavesTheLagAndSaysSo() {
        LagAnswers answers;
        answers.group("g").commit("t", 0, 5).log("t", 0, 0, 9);
        answers.roster.groups["g"].description = {};
        answers.roster.groups["g"].description.fail(
            {base::ErrorKind::Denied, "Not allowed to describe this group", "g", "", ""});
        const Group group = answers.at(second(0)).groups.at(0);
        QCOMPARE(group.row.lag.value(), 4);
        QVERIFY(group.row.error);
        QVERIFY(!group.row.members);
    }

    void whatAnEarlierLookReadIsShownWithItsAgeAndTheReason() {
        LagAnswers answers;
        answers.group("g").commit("t", 0, 5).log("t", 0, 0, 9).group("h").commit("t", 0, 7);
        answers.roster.groups["g"].commits.at = second(1);
        answers.roster.groups["g"].commits.fail(
            {base::ErrorKind::Transport, "The coordinator is gone", "broker 2", "", ""});
        const Snapshot snapshot = answers.at(second(30));
        const Group& old = snapshot.groups.at(0);
        QCOMPARE(old.row.lag.value(), 4);
        QCOMPARE(old.row.readAt.value(), second(1));
        QCOMPARE(old.row.error.value().what, std::string("The coordinator is gone"));
        QCOMPARE(old.partitions.at(0).readAt.value(), second(1));
        QVERIFY(!snapshot.groups.at(1).row.error);
        QVERIFY(!snapshot.groups.at(1).partitions.at(0).readAt);
    }

    void anAnswerStillWaitedForIsSaidSo() {
        LagAnswers answers;
        answers.group("g").commit("t", 0, 5).log("t", 0, 0, 9);
        answers.roster.logs.begin()->second.end.at = second(1);
        answers.roster.logs.begin()->second.end.ask(1);
        const PartitionRow row = answers.at(second(12)).groups.at(0).partitions.at(0);
        QCOMPARE(row.lag.value(), 4);
        QCOMPARE(row.readAt.value(), second(1));
        QCOMPARE(row.error.value().kind, base::ErrorKind::Timeout);
    }

    void anEndReadBeforeTheCommitIsNoCommitBeyondTheEnd() {
        LagAnswers answers;
        answers.group("g").commit("t", 0, 50).log("t", 0, 0, 40);
        answers.roster.groups["g"].commits.at = second(5);
        answers.roster.logs.begin()->second.end.at = second(4);
        const PartitionRow row = answers.at(second(6)).groups.at(0).partitions.at(0);
        QCOMPARE(row.condition, Condition::Normal);
        QCOMPARE(row.lag.value(), 0);
    }

    void behindAnEndThatCannotBeReadAnyMoreNothingIsCounted() {
        LagAnswers answers;
        answers.group("g").commit("t", 0, 50).log("t", 0, 0, 40);
        answers.roster.groups["g"].commits.at = second(20);
        answers.roster.logs.begin()->second.end.at = second(4);
        answers.roster.logs.begin()->second.end.fail({base::ErrorKind::Transport, "away", "", "", ""},
                                                     second(20));
        const PartitionRow row = answers.at(second(21)).groups.at(0).partitions.at(0);
        QVERIFY(!row.lag && !row.logEnd);
        QVERIFY(row.error.has_value());
    }

    void topicsThatNobodyReadsAnyMoreAreForgotten() {
        LagAnswers answers;
        answers.group("g").commit("t", 0, 5).log("t", 0, 0, 9);
        answers.roster.topics["t"].id = "t-id";
        answers.roster.topics["gone"].id = "gone-id";
        answers.roster.retentions["gone"].take({}, second(1));
        answers.roster.want();
        QCOMPARE(answers.roster.topics.size(), std::size_t(1));
        QVERIFY(answers.roster.topics.contains("t"));
        QVERIFY(answers.roster.retentions.empty());
    }

    void groupsAreSortedByBytesAndPartitionsByNumber() {
        LagAnswers answers;
        answers.group("\xc3\xa9").group("a").group("Z").commit("t", 10, 1).commit("t", 2, 1);
        answers.log("t", 10, 0, 1).log("t", 2, 0, 1);
        const Snapshot snapshot = answers.at(second(0));
        QCOMPARE(snapshot.groups[0].row.group, std::string("Z"));
        QCOMPARE(snapshot.groups[1].row.group, std::string("a"));
        QCOMPARE(snapshot.groups[2].row.group, std::string("\xc3\xa9"));
        QCOMPARE(snapshot.groups[0].partitions[0].partition.partition.value, 2);
        QCOMPARE(snapshot.partitions, 2);
        QCOMPARE(snapshot.topics, 1);
        QVERIFY(snapshot.find("a") == &snapshot.groups[1]);
        QVERIFY(!snapshot.find("b"));
    }

    void onlySomeTopicsKeepTheirRowsAndSums() {
        LagAnswers answers;
        answers.group("g").commit("t", 0, 1).commit("u", 0, 1).group("h").commit("u", 0, 1);
        answers.log("t", 0, 0, 4).log("u", 0, 0, 100);
        const Snapshot snapshot = onlyTopics(answers.at(second(0)), {"t"});
        QCOMPARE(snapshot.groups.size(), std::size_t(1));
        QCOMPARE(snapshot.groups[0].row.lag.value(), 3);
        QCOMPARE(snapshot.partitions, 1);
    }

    void totalsCountEachWrittenPartitionOnce() {
        LagAnswers answers;
        answers.group("g").commit("t", 0, 1).group("h").commit("t", 0, 2).log("t", 0, 0, 4);
        Snapshot snapshot = answers.at(second(0));
        for (Group& group : snapshot.groups) {
            group.partitions[0].produceRate = 50;
            group.row.consumeRate = 10;
        }
        snapshot.groups[0].row.verdict = Verdict::Stopped;
        const Totals sum = totals(snapshot);
        QCOMPARE(sum.written.value(), 50.0);
        QCOMPARE(sum.read.value(), 20.0);
        QCOMPARE(sum.lag.value(), 5);
        QCOMPARE(sum.needSomebody(), 1);
        QVERIFY(!sum.worst.value);
        QCOMPARE(sum.writtenUnknown, 0);
    }

    void totalsSayWhatTheyLeaveOut() {
        LagAnswers answers;
        answers.group("g").commit("t", 0, 1).commit("t", 1, 1).log("t", 0, 0, 4).log("t", 1, 0, 4);
        answers.group("h").commit("t", 1, 2);
        Snapshot snapshot = answers.at(second(0));
        snapshot.groups[0].partitions[0].produceRate = 50;
        snapshot.groups[0].row.ratesUnknown = 1;
        snapshot.groups[1].row.ratesUnknown = 1;
        snapshot.groups[0].row.timeLag = {std::chrono::minutes{9}, Basis::Exact, ""};
        snapshot.groups[1].row.timeLag = {std::chrono::minutes{3}, Basis::Bound, "seen for three minutes"};
        const Totals sum = totals(snapshot);
        QCOMPARE(sum.written.value(), 50.0);
        QCOMPARE(sum.writtenUnknown, 1);
        QVERIFY(!sum.read);
        QCOMPARE(sum.readUnknown, 2);
        // The other may have waited for longer than nine minutes.
        QCOMPARE(sum.worst.value.value(), base::Duration{std::chrono::minutes{9}});
        QCOMPARE(sum.worst.basis, Basis::Bound);
        QVERIFY(!sum.worst.why.empty());
    }
};

QTEST_APPLESS_MAIN(TestLag)
#include "tst_lag.moc"
