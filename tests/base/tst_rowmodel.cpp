// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/rowmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include <array>
#include <map>
#include <random>

using namespace streamscape::base;

namespace {

struct Group {
    int id = 0;
    int lag = 0;
    bool operator==(const Group&) const = default;
    int key() const { return id; }
    QString keyText() const { return QString::number(id); }
};

constexpr std::array<Column<Group>, 2> columns{{
    {"group", "Group", CellKind::Text, [](const Group& g) { return QString::number(g.id); }},
    {"lag", "Lag", CellKind::Number, [](const Group& g) { return grouped(g.lag); },
     [](const Group& g) { return QVariant(g.lag); }},
}};

} // namespace

class TestRowModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anySnapshotAfterAnyOtherKeepsTheModelSound() {
        std::mt19937 random(42);
        RowModel<Group> model(columns);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        for (int round = 0; round < 400; ++round) {
            std::vector<Group> rows;
            for (int id = 0; id < 30; ++id)
                if (random() % 3)
                    rows.push_back({id, static_cast<int>(random() % 4)});
            std::shuffle(rows.begin(), rows.end(), random);
            model.setRows(rows);
            std::sort(rows.begin(), rows.end(), [](const Group& a, const Group& b) { return a.id < b.id; });
            QCOMPARE(model.rows(), rows);
        }
        QCOMPARE(resets.count(), 0);
    }

    void snapshotsThatShareLittleGoThroughInOneStepEach() {
        std::mt19937 random(43);
        RowModel<Group> model(columns);
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy removals(&model, &QAbstractItemModel::rowsRemoved);
        QSignalSpy insertions(&model, &QAbstractItemModel::rowsInserted);
        for (int round = 0; round < 100; ++round) {
            std::vector<Group> rows;
            for (int id = 0; id < 300; ++id)
                if (random() % 2)
                    rows.push_back({id, static_cast<int>(random() % 4)});
            std::map<int, QPersistentModelIndex> held;
            for (int row = 0; row < model.rowCount({}); row += 2)
                held[model.rows()[static_cast<std::size_t>(row)].id] = model.index(row, row % 4 / 2);
            model.setRows(rows);
            QCOMPARE(model.rows(), rows);
            for (const auto& [id, index] : held) {
                const bool stays = std::any_of(rows.begin(), rows.end(),
                                               [id = id](const Group& row) { return row.id == id; });
                QCOMPARE(index.isValid(), stays);
                if (stays)
                    QCOMPARE(index.data(KeyRole).toInt(), id);
            }
        }
        QCOMPARE(removals.count(), 99);
        QCOMPARE(insertions.count(), 100);
    }

    void aSnapshotIsAnnouncedWhileTheOldRowsAreThere() {
        RowModel<Group> model(columns);
        model.setRows({{1, 0}, {2, 0}, {4, 0}});
        int before = 0;
        std::vector<int> places;
        connect(&model, &SnapshotTable::snapshotComes, this, [&](const RowDiff& diff) {
            before = model.rowCount({});
            places = placesAfter(diff, 3);
        });
        model.setRows({{0, 0}, {1, 7}, {3, 0}, {4, 0}, {5, 0}});
        QCOMPARE(before, 3);
        QCOMPARE(places, (std::vector<int>{1, -1, 3}));
    }

    void aRowIsFoundByItsKey() {
        RowModel<Group> model(columns);
        model.setRows({{3, 0}, {8, 0}});
        QCOMPARE(model.rowOf(QStringLiteral("8")), 1);
        model.setRows({{1, 0}, {3, 0}, {8, 0}});
        QCOMPARE(model.rowOf(QStringLiteral("8")), 2);
        QCOMPARE(model.rowOf(QStringLiteral("5")), -1);
    }

    void aSelectedRowStaysSelectedWhenOthersComeAndGo() {
        RowModel<Group> model(columns);
        model.setRows({{5, 1}, {7, 2}});
        const QPersistentModelIndex seven = model.index(1, 0);
        model.setRows({{1, 0}, {3, 0}, {7, 9}});
        QVERIFY(seven.isValid());
        QCOMPARE(seven.data(KeyRole).toString(), QStringLiteral("7"));
        QCOMPARE(seven.row(), 2);
    }

    void onlyChangedRowsAreTouched() {
        RowModel<Group> model(columns);
        model.setRows({{1, 0}, {2, 0}, {3, 0}});
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        model.setRows({{1, 0}, {2, 5}, {3, 0}});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
        QCOMPARE(changed.first().at(1).toModelIndex().row(), 1);
    }

    void twoRowsWithOneKeyKeepTheFirst() {
        RowModel<Group> model(columns);
        model.setRows({{1, 10}, {1, 20}});
        QCOMPARE(model.rows().size(), std::size_t(1));
        QCOMPARE(model.rows().front().lag, 10);
    }

    void numbersAreRightAlignedAndSortRaw() {
        RowModel<Group> model(columns);
        model.setRows({{1, 1234}});
        const QModelIndex lag = model.index(0, 1);
        QCOMPARE(lag.data().toString(), QStringLiteral("1,234"));
        QCOMPARE(lag.data(SortRole).toInt(), 1234);
        QVERIFY(lag.data(Qt::TextAlignmentRole).toInt() & Qt::AlignRight);
    }
};

QTEST_APPLESS_MAIN(TestRowModel)
#include "tst_rowmodel.moc"
