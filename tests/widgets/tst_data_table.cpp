// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/rowmodel.h"
#include "tests/support/memory_map.h"
#include "widgets/common/data_table.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QMenu>
#include <QSignalSpy>
#include <QtTest>

#include <array>
#include <random>

using namespace streamscape;
using namespace streamscape::widgets;

namespace {

struct Group {
    std::string name;
    std::optional<int> lag;
    bool operator==(const Group&) const = default;
    const std::string& key() const { return name; }
    QString keyText() const { return base::toQString(name); }
};

constexpr std::array<base::Column<Group>, 3> columns{{
    {"group", "Group", base::CellKind::Text, [](const Group& g) { return base::toQString(g.name); }},
    {"topic", "Topic", base::CellKind::Link, [](const Group&) { return QStringLiteral("orders"); }, nullptr,
     nullptr, nullptr, nullptr,
     [](const Group&) { return QStringLiteral("streamscape://inventory/cluster?topic=orders"); }},
    {"lag", "Lag", base::CellKind::Number,
     [](const Group& g) { return g.lag ? base::grouped(*g.lag) : base::unknownText; },
     [](const Group& g) { return g.lag ? QVariant(*g.lag) : QVariant(); }},
}};

} // namespace

class TestDataTable : public QObject {
    Q_OBJECT

    Theme theme{ThemeChoice::Dark};
    View view;
    test::MemoryMap memory;
    PageContext context{view, theme, memory, base::systemNow};
    base::RowModel<Group> model{columns};

    QStringList shown(const DataTable& table, int column = 0) const {
        QStringList texts;
        for (int row = 0; row < table.model()->rowCount(); ++row)
            texts << table.model()->index(row, column).data().toString();
        return texts;
    }

private Q_SLOTS:
    void init() {
        memory = {};
        model.setRows({});
        model.setRows({{"ada", 5}, {"erick", std::nullopt}, {"jax", 1200}, {"pat", 40}});
    }

    void theUnknownStandsLastInBothDirections() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.sortByColumn(2, Qt::AscendingOrder);
        QCOMPARE(shown(table), (QStringList{QStringLiteral("ada"), QStringLiteral("pat"),
                                            QStringLiteral("jax"), QStringLiteral("erick")}));
        table.sortByColumn(2, Qt::DescendingOrder);
        QCOMPARE(shown(table), (QStringList{QStringLiteral("jax"), QStringLiteral("pat"),
                                            QStringLiteral("ada"), QStringLiteral("erick")}));
    }

    void aClickOnTheHeaderSorts() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.resize(600, 300);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        const int x = table.columnViewportPosition(2) + 10;
        QTest::mouseClick(table.horizontalHeader()->viewport(), Qt::LeftButton, {}, QPoint(x, 10));
        QCOMPARE(table.horizontalHeader()->sortIndicatorSection(), 2);
    }

    void theSelectionStaysWithItsRowOverSnapshots() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.selectKey(QStringLiteral("jax"));
        QSignalSpy moved(&table, &DataTable::currentKeyChanged);
        model.setRows({{"aaron", 1}, {"jax", 7}, {"zoe", 3}});
        QCOMPARE(table.currentKey(), QStringLiteral("jax"));
        QCOMPARE(moved.count(), 0);
    }

    void aKeyThatIsNotThereYetIsSelectedWhenItComes() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.selectKey(QStringLiteral("kaff"));
        QVERIFY(table.currentKey().isEmpty());
        model.setRows({{"ada", 5}, {"kaff", 9}});
        QCOMPARE(table.currentKey(), QStringLiteral("kaff"));
    }

    void aFilterKeepsRowsWithEveryWord() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.setFilterText(QStringLiteral("ORDERS a"));
        QCOMPARE(table.visibleRows(), 3);
        table.setFilterText(QStringLiteral("jax 1,200"));
        QCOMPARE(shown(table), QStringList{QStringLiteral("jax")});
    }

    void aClickOnALinkGoesWhereItPoints() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.resize(600, 300);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        QSignalSpy gone(&table, &DataTable::linkActivated);
        const QRect cell = table.visualRect(table.model()->index(1, 1));
        QTest::mouseClick(table.viewport(), Qt::LeftButton, {}, cell.center());
        QCOMPARE(gone.count(), 1);
        QCOMPARE(gone.first().first().value<base::Location>().value("topic"), std::string("orders"));
    }

    void copyTakesTheSelectedRowsAsTabbedText() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.show();
        table.selectKey(QStringLiteral("jax"));
        QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("jax\torders\t1,200"));
    }

    void filterKeysNameTheColumnAndTheValue() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.show();
        table.selectKey(QStringLiteral("pat"));
        QSignalSpy in(&table, &DataTable::filterIn);
        QSignalSpy out(&table, &DataTable::filterOut);
        QTest::keyClick(&table, Qt::Key_F);
        QTest::keyClick(&table, Qt::Key_X);
        QCOMPARE(in.first(), (QList<QVariant>{QStringLiteral("group"), QStringLiteral("pat")}));
        QCOMPARE(out.count(), 1);
    }

    void widthsAndOrderAreRemembered() {
        {
            DataTable table(context, QStringLiteral("t"));
            table.setRowModel(&model);
            table.resize(600, 300);
            table.show();
            QVERIFY(QTest::qWaitForWindowExposed(&table));
            table.horizontalHeader()->resizeSection(0, 177);
            table.sortByColumn(2, Qt::DescendingOrder);
        }
        DataTable again(context, QStringLiteral("t"));
        again.setRowModel(&model);
        QCOMPARE(again.columnWidth(0), 177);
        QCOMPARE(again.horizontalHeader()->sortIndicatorSection(), 2);
        QCOMPARE(shown(again).first(), QStringLiteral("jax"));
    }

    void randomSnapshotsUnderSortAndFilterKeepTheViewSound() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        const QAbstractItemModelTester tester(table.model(),
                                              QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::mt19937 random(3);
        for (int round = 0; round < 150; ++round) {
            std::vector<Group> rows;
            for (char name = 'a'; name <= 'z'; ++name)
                if (random() % 2)
                    rows.push_back(
                        {std::string(1, name),
                         random() % 4 ? std::optional<int>(static_cast<int>(random() % 9)) : std::nullopt});
            table.sortByColumn(static_cast<int>(random() % 3),
                               random() % 2 ? Qt::AscendingOrder : Qt::DescendingOrder);
            model.setRows(rows);
            QCOMPARE(table.visibleRows(), static_cast<int>(rows.size()));
        }
    }
};

QTEST_MAIN(TestDataTable)
#include "tst_data_table.moc"
