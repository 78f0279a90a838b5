// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/alert_table.h"
#include "models/lag/by_member.h"
#include "models/lag/by_topic.h"
#include "models/lag/group_table.h"
#include "models/lag/overview.h"
#include "models/lag/partition_table.h"
#include "models/lag/words.h"
#include "tests/lag/lag_builders.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include <random>

using namespace streamscape;
using namespace streamscape::lag;

namespace {

int column(const QAbstractItemModel& model, const QString& id) {
    for (int c = 0; c < model.columnCount(); ++c)
        if (model.headerData(c, Qt::Horizontal, base::KeyRole).toString() == id)
            return c;
    return -1;
}

Snapshot randomSnapshot(std::mt19937& random) {
    Snapshot snapshot;
    for (int g = 0; g < 20; ++g) {
        if (random() % 3 == 0)
            continue;
        Group group;
        group.row.group = "group-" + std::to_string(g);
        group.row.verdict = static_cast<Verdict>(random() % 8);
        if (random() % 2)
            group.row.lag = static_cast<std::int64_t>(random() % 1000);
        for (int p = 0; p < 6; ++p) {
            if (random() % 2)
                continue;
            PartitionRow row;
            row.partition = {"t", base::PartitionId{p}};
            if (random() % 2)
                row.lag = static_cast<std::int64_t>(random() % 1000);
            row.condition = static_cast<Condition>(random() % 10);
            if (random() % 2)
                row.member = Member{"m" + std::to_string(random() % 3), "app", "10.0.0.7"};
            group.partitions.push_back(row);
        }
        snapshot.groups.push_back(group);
    }
    std::sort(snapshot.groups.begin(), snapshot.groups.end(),
              [](const Group& a, const Group& b) { return a.row.group < b.row.group; });
    return snapshot;
}

} // namespace

class TestTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theSumsOfSeveralClustersNameWhoseAreTheWorst() {
        using namespace std::chrono_literals;
        const auto cluster = [](const std::string& name, std::int64_t lag, base::Duration waits,
                                std::optional<base::Duration> expires) {
            Group group;
            group.row.group = "g";
            group.row.verdict = Verdict::Stopped;
            group.row.lag = lag;
            group.row.timeLag = {waits, Basis::Exact, ""};
            group.row.expiry = {expires, expires ? Expiry::How::Time : Expiry::How::Unknown, "because"};
            Snapshot snapshot;
            snapshot.groups = {group};
            snapshot.partitions = 3;
            return named(std::make_shared<const Snapshot>(snapshot), name);
        };
        const Snapshots both{cluster("ghent", 10, 5s, 2h), cluster("reno", 5, 9s, std::nullopt)};
        const Overview all = overview(both);
        QCOMPARE(all.groups, 2);
        QCOMPARE(all.partitions, 6);
        QCOMPARE(all.totals.stopped, 2);
        QCOMPARE(all.totals.lag, std::optional<std::int64_t>(15));
        QVERIFY((all.worst == GroupKey{"reno", "g"}));
        QVERIFY((all.expiring == GroupKey{"ghent", "g"}));
        QVERIFY(find(both, {"reno", "g"})->row.lag == 5);
        QVERIFY(!find(both, {"", "g"}));
        const Overview one = overview({both[1]});
        QVERIFY(one.soonest.how == Expiry::How::Unknown);
        QCOMPARE(one.soonest.why, std::string("because"));
        QVERIFY(overview({}).soonest.how == Expiry::How::Never);
    }

    void aFilterTakesGroupsByVerdictAndTopic() {
        GroupRow row;
        row.verdict = Verdict::Stalled;
        row.topics = {"a", "b"};
        QVERIFY(RowFilter{}.takes(row));
        QVERIFY((RowFilter{"b", {Verdict::Stalled, Verdict::Stopped}, {}}.takes(row)));
        QVERIFY(!(RowFilter{"c", {}, {}}.takes(row)));
        QVERIFY(!(RowFilter{"", {Verdict::Stopped}, {}}.takes(row)));
        QVERIFY(!(RowFilter{"", {}, {Verdict::Stalled}}.takes(row)));
    }

    void whatCouldNotBeReadAgainIsDimAndSaysItsAge() {
        Snapshot snapshot;
        snapshot.groups.resize(1);
        GroupRow& row = snapshot.groups[0].row;
        row.group = "g";
        row.lag = 3;
        row.readAt = base::fromMilliseconds(1'795'312'800'000);
        row.error = base::Error{base::ErrorKind::Timeout, "The coordinator did not answer", "", "", ""};
        GroupModel model;
        model.setSnapshots({std::make_shared<const Snapshot>(snapshot)});
        const QModelIndex lag = model.index(0, column(model, QStringLiteral("lag")));
        QCOMPARE(lag.data(base::SeverityRole).toInt(), static_cast<int>(base::Severity::Muted));
        const QString tip = lag.data(Qt::ToolTipRole).toString();
        QVERIFY2(tip.contains(QStringLiteral("As of 2026-")) &&
                     tip.contains(QStringLiteral("The coordinator did not answer")),
                 qPrintable(tip));
    }

    void anAlertIsOpenUntilSomebodyHasSeenIt() {
        using State = AlertEntry::State;
        const base::Time now = base::fromMilliseconds(1'795'312'800'000);
        Alert alert;
        QVERIFY(stateOf(alert, now) == State::NeedsSomebody);
        alert.mutedUntil = now + std::chrono::hours{1};
        QVERIFY(stateOf(alert, now) == State::Muted);
        QVERIFY(stateOf(alert, now + std::chrono::hours{2}) == State::NeedsSomebody);
        alert.mutedUntil = untilUnmuted;
        QVERIFY(stateOf(alert, now + std::chrono::hours{24 * 4000}) == State::Muted);
        alert.acknowledgedAt = now;
        QVERIFY(stateOf(alert, now) == State::Acknowledged);
        alert.clearedAt = now;
        QVERIFY(stateOf(alert, now) == State::Over);
    }

    void anySnapshotAfterAnyOtherKeepsAllModelsSound() {
        std::mt19937 random(11);
        GroupModel groups;
        PartitionModel partitions;
        PartitionModel all;
        TopicModel topics;
        MemberModel members;
        const std::vector<QAbstractItemModel*> models{&groups, &partitions, &all, &topics, &members};
        std::vector<std::unique_ptr<QAbstractItemModelTester>> testers;
        int resets = 0;
        for (QAbstractItemModel* model : models) {
            testers.push_back(std::make_unique<QAbstractItemModelTester>(
                model, QAbstractItemModelTester::FailureReportingMode::QtTest));
            connect(model, &QAbstractItemModel::modelReset, this, [&resets] { ++resets; });
        }
        for (int round = 0; round < 200; ++round) {
            const auto snapshot = std::make_shared<const Snapshot>(randomSnapshot(random));
            groups.setSnapshots({snapshot});
            partitions.setGroup(snapshot, "group-1");
            all.setAll({snapshot});
            topics.setSnapshots({snapshot});
            members.setSnapshots({snapshot});
            QCOMPARE(groups.rows().size(), snapshot->groups.size());
            // Every cell of every column answers every role.
            for (QAbstractItemModel* model : models)
                for (int r = 0; r < model->rowCount({}); ++r)
                    for (int c = 0; c < model->columnCount({}); ++c)
                        for (int role = base::SortRole; role <= base::SparkRole; ++role)
                            model->index(r, c).data(role);
        }
        QCOMPARE(resets, 0);
    }

    void aTopicIsSeenFromItsReaders() {
        Snapshot snapshot = test::LagAnswers()
                                .group("a")
                                .commit("t", 0, 5)
                                .commit("u", 0, 1)
                                .group("b")
                                .commit("t", 0, 7)
                                .commit("t", 1, 1)
                                .log("t", 0, 0, 10)
                                .log("t", 1, 0, 3)
                                .log("u", 0, 0, 1)
                                .at(test::second(0));
        snapshot.groups[1].row.verdict = Verdict::Stopped;
        for (Group& group : snapshot.groups)
            for (PartitionRow& row : group.partitions)
                row.produceRate = 2;
        const std::vector<TopicRow> rows = byTopic(snapshot);
        QCOMPARE(rows.size(), std::size_t(2));
        QCOMPARE(rows[0].topic, std::string("t"));
        QCOMPARE(rows[0].groups, (std::vector<std::string>{"a", "b"}));
        QCOMPARE(rows[0].partitions, 2);
        QCOMPARE(rows[0].lag.value(), 10);
        QCOMPARE(rows[0].worstGroup, std::string("b"));
        QCOMPARE(rows[0].produceRate.value(), 4.0);
    }

    void aMemberIsSeenWithWhatItCarriesAndWhatNobodyCarriesToo() {
        const Snapshot snapshot =
            test::LagAnswers()
                .group("g")
                .member("busy", {{"t", base::PartitionId{0}}, {"t", base::PartitionId{1}}})
                .member("idle", {})
                .commit("t", 0, 0)
                .commit("t", 1, 0)
                .commit("t", 2, 0)
                .log("t", 0, 0, 30)
                .log("t", 1, 0, 30)
                .log("t", 2, 0, 40)
                .at(test::second(0));
        const std::vector<MemberRow> rows = byMember(snapshot.groups.at(0));
        QCOMPARE(rows.size(), std::size_t(3));
        QVERIFY(rows[0].id.empty());
        QCOMPARE(rows[0].lag.value(), 40);
        QCOMPARE(rows[1].clientId, std::string("busy"));
        QCOMPARE(rows[1].partitions, 2);
        QCOMPARE(rows[1].share.value(), 0.6);
        QCOMPARE(rows[2].clientId, std::string("idle"));
        QCOMPARE(rows[2].partitions, 0);
        QVERIFY(!rows[2].lag);
    }

    void theUnknownIsADashWithAReason() {
        Snapshot snapshot;
        snapshot.groups.emplace_back().row.group = "g";
        GroupModel model;
        model.setSnapshots({std::make_shared<const Snapshot>(snapshot)});
        for (const QString& id : {QStringLiteral("lag"), QStringLiteral("time_lag"), QStringLiteral("read"),
                                  QStringLiteral("written"), QStringLiteral("members")}) {
            const QModelIndex cell = model.index(0, column(model, id));
            QCOMPARE(cell.data().toString(), base::unknownText);
            QVERIFY2(!cell.data(base::SortRole).isValid(), qPrintable(id));
        }
        QVERIFY(
            !model.index(0, column(model, QStringLiteral("lag"))).data(Qt::ToolTipRole).toString().isEmpty());
    }

    void theWorstVerdictSortsHighestAndThenTheLargerLag() {
        const auto rank = [](Verdict verdict, std::int64_t lag) {
            GroupModel model;
            Snapshot snapshot;
            GroupRow& row = snapshot.groups.emplace_back().row;
            row.verdict = verdict;
            row.lag = lag;
            model.setSnapshots({std::make_shared<const Snapshot>(snapshot)});
            return model.index(0, column(model, QStringLiteral("verdict"))).data(base::SortRole).toDouble();
        };
        QVERIFY(rank(Verdict::Stopped, 1) > rank(Verdict::FallingBehind, 1'000'000));
        QVERIFY(rank(Verdict::Stopped, 2) > rank(Verdict::Stopped, 1));
        QVERIFY(rank(Verdict::FallingBehind, 0) > rank(Verdict::KeepingUp, 9));
    }

    void aBoundSaysAtLeast() {
        QCOMPARE(timeLagText({std::chrono::seconds{75}, Basis::Bound, "w"}),
                 QStringLiteral("\u2265 1 m 15 s"));
        QVERIFY(timeLagWhy({{}, Basis::Unknown, "nothing is committed"}).contains(QStringLiteral("nothing")));
    }

    void aTrickleIsNotShownAsNothing() {
        QCOMPARE(rateText(0.0), QStringLiteral("0"));
        QCOMPARE(rateText(0.02), QStringLiteral("0.1"));
        QCOMPARE(rateText(1204.4), QStringLiteral("1,204"));
        QCOMPARE(rateText({}), base::unknownText);
    }

    void everyVerdictHasAWordAShapeAndAColour() {
        for (int v = 0; v <= static_cast<int>(Verdict::Stopped); ++v) {
            QVERIFY(!word(static_cast<Verdict>(v)).isEmpty());
            QVERIFY(shape(static_cast<Verdict>(v)) != base::Shape::None);
            QVERIFY(severity(static_cast<Verdict>(v)) != base::Severity::None);
        }
    }
};

QTEST_GUILESS_MAIN(TestTables)
#include "tst_tables.moc"
