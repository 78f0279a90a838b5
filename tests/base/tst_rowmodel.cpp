// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/rowmodel.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QtTest>

#include <array>
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
