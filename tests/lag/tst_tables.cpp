// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/tables.h"
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
            row.condition = static_cast<Condition>(random() % 7);
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
    void anySnapshotAfterAnyOtherKeepsBothModelsSound() {
        std::mt19937 random(11);
        GroupModel groups;
        PartitionModel partitions;
        const QAbstractItemModelTester groupTester(&groups,
                                                   QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester partitionTester(
            &partitions, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy resets(&groups, &QAbstractItemModel::modelReset);
        for (int round = 0; round < 200; ++round) {
            const Snapshot snapshot = randomSnapshot(random);
            groups.setSnapshot(snapshot);
            partitions.setGroup(snapshot.groups.empty() ? nullptr : &snapshot.groups.front());
            QCOMPARE(groups.rows().size(), snapshot.groups.size());
            // Every cell of every column answers every role.
            for (int r = 0; r < groups.rowCount({}); ++r)
                for (int c = 0; c < groups.columnCount({}); ++c)
                    for (int role = base::SortRole; role <= base::SparkRole; ++role)
                        groups.index(r, c).data(role);
        }
        QCOMPARE(resets.count(), 0);
    }

    void theUnknownIsADashWithAReason() {
        Snapshot snapshot;
        snapshot.groups.emplace_back().row.group = "g";
        GroupModel model;
        model.setSnapshot(snapshot);
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
            model.setSnapshot(snapshot);
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
