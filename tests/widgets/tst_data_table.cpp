// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/rowmodel.h"
#include "tests/support/memory_map.h"
#include "widgets/common/data_table.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHeaderView>
#include <QMenu>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QtTest>

#include <array>
#include <random>

using namespace streamscape;
using namespace streamscape::widgets;

namespace {

struct Group {
    std::string name;
    std::optional<int> lag;
    std::optional<base::Time> seen;
    bool operator==(const Group&) const = default;
    const std::string& key() const { return name; }
    QString keyText() const { return base::toQString(name); }
};

constexpr std::array<base::Column<Group>, 4> columns{{
    {"group", "Group", base::CellKind::Text, [](const Group& g) { return base::toQString(g.name); }, nullptr,
     [](const Group& g) { return base::toQString(g.name); }},
    {"topic", "Topic", base::CellKind::Link, [](const Group&) { return QStringLiteral("orders"); }, nullptr,
     nullptr, nullptr, nullptr,
     [](const Group&) { return QStringLiteral("streamscape://inventory/cluster?topic=orders"); }},
    {"lag", "Lag", base::CellKind::Number,
     [](const Group& g) { return g.lag ? base::grouped(*g.lag) : base::unknownText; },
     [](const Group& g) { return g.lag ? QVariant(*g.lag) : QVariant(); }},
    {"seen", "Seen", base::CellKind::Stamp, [](const Group& g) { return base::timeText(g.seen); },
     [](const Group& g) { return base::timeRaw(g.seen); },
     [](const Group& g) { return g.seen ? QString() : QStringLiteral("Never seen"); }},
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

    // The menu of the context-menu key, on the current cell.
    QMenu* menuByKey(DataTable& table) {
        QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(5, 5), table.mapToGlobal(QPoint(5, 5)));
        QApplication::sendEvent(&table, &event);
        return table.findChild<QMenu*>(QString(), Qt::FindDirectChildrenOnly);
    }
    QAction* actionOf(QMenu* menu, const char* text) {
        const QList<QAction*> actions = menu->actions();
        for (QAction* action : actions)
            if (action->text() == QString::fromUtf8(text))
                return action;
        return nullptr;
    }

private Q_SLOTS:
    void init() {
        memory = {};
        model.setRows({});
        model.setRows({{"ada", 5, {}}, {"erick", std::nullopt, {}}, {"jax", 1200, {}}, {"pat", 40, {}}});
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
        model.setRows({{"aaron", 1, {}}, {"jax", 7, {}}, {"zoe", 3, {}}});
        QCOMPARE(table.currentKey(), QStringLiteral("jax"));
        QCOMPARE(moved.count(), 0);
    }

    void whereTheSelectedRowLeavesNoOtherTakesItsPlace() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.selectKey(QStringLiteral("jax"));
        QSignalSpy moved(&table, &DataTable::currentKeyChanged);
        model.setRows({{"aaron", 1, {}}, {"pat", 3, {}}});
        QCOMPARE(moved.count(), 0);
        QVERIFY(table.currentKey().isEmpty());
        QVERIFY(table.selectionModel()->selectedRows().isEmpty());
        model.setRows({{"aaron", 1, {}}, {"jax", 9, {}}, {"pat", 3, {}}});
        QCOMPARE(table.currentKey(), QStringLiteral("jax"));
        QCOMPARE(table.selectionModel()->selectedRows().size(), 1);
    }

    void aFilterThatHidesTheSelectedRowSelectsNoOther() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.selectKey(QStringLiteral("jax"));
        QSignalSpy moved(&table, &DataTable::currentKeyChanged);
        table.setFilterText(QStringLiteral("ada"));
        QCOMPARE(moved.count(), 0);
        table.setFilterText({});
        QCOMPARE(table.currentKey(), QStringLiteral("jax"));
    }

    void whoChoseAnotherRowKeepsItWhenTheFirstComesBack() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.selectKey(QStringLiteral("jax"));
        model.setRows({{"aaron", 1, {}}, {"pat", 3, {}}});
        table.selectKey(QStringLiteral("pat"));
        model.setRows({{"aaron", 1, {}}, {"jax", 9, {}}, {"pat", 3, {}}});
        QCOMPARE(table.currentKey(), QStringLiteral("pat"));
    }

    void aKeyThatIsNotThereYetIsSelectedWhenItComes() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.selectKey(QStringLiteral("kaff"));
        QVERIFY(table.currentKey().isEmpty());
        model.setRows({{"ada", 5, {}}, {"kaff", 9, {}}});
        QCOMPARE(table.currentKey(), QStringLiteral("kaff"));
    }

    void theFirstRowOfATableInFocusCanBeSelected() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.show();
        QVERIFY(QTest::qWaitForWindowActive(&table));
        table.setFocus();
        table.selectKey(QStringLiteral("ada"));
        QCOMPARE(table.selectionModel()->selectedRows().size(), 1);
    }

    void aRowIsSelectedAlsoWhileCtrlIsHeld() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.show();
        QTest::keyPress(&table, Qt::Key_Control, Qt::ControlModifier);
        table.selectKey(QStringLiteral("ada"));
        QTest::keyRelease(&table, Qt::Key_Control);
        QCOMPARE(table.selectionModel()->selectedRows().size(), 1);
    }

    void aFilterKeepsRowsWithEveryWord() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.setFilterText(QStringLiteral("ORDERS a"));
        QCOMPARE(table.visibleRows(), 3);
        table.setFilterText(QStringLiteral("jax orders"));
        QCOMPARE(shown(table), QStringList{QStringLiteral("jax")});
        table.setFilterText(QStringLiteral("1,200"));
        QCOMPARE(table.visibleRows(), 0); // numbers are not searched
    }

    void aFilterByColumnKeepsOrLeavesOutItsValues() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        const auto in = [](const char* name) {
            return base::ColumnFilter{QStringLiteral("group"), QString::fromLatin1(name), false};
        };
        table.setFilter({{}, {in("jax"), in("ada")}});
        QCOMPARE(shown(table), (QStringList{QStringLiteral("ada"), QStringLiteral("jax")}));
        table.setFilterText(QStringLiteral("ja"));
        QCOMPARE(shown(table), QStringList{QStringLiteral("jax")});
        table.setFilter({{}, {{QStringLiteral("lag"), QStringLiteral("1,200"), true}}});
        QCOMPARE(table.visibleRows(), 3);
        table.setFilter({{}, {{QStringLiteral("lag"), base::unknownText, false}}});
        QCOMPARE(shown(table), QStringList{QStringLiteral("erick")});
    }

    void aRowThatIsFilteredByAChangedValueComesBack() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.setFilter({{}, {{QStringLiteral("lag"), QStringLiteral("5"), true}}});
        QCOMPARE(table.visibleRows(), 3);
        table.selectKey(QStringLiteral("jax"));
        model.setRows({{"ada", 6, {}}, {"erick", 5, {}}, {"jax", 5, {}}, {"pat", 40, {}}});
        QCOMPARE(shown(table), (QStringList{QStringLiteral("ada"), QStringLiteral("pat")}));
        model.setRows({{"ada", 6, {}}, {"erick", 5, {}}, {"jax", 7, {}}, {"pat", 40, {}}});
        QCOMPARE(table.currentKey(), QStringLiteral("jax"));
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

    void returnGoesWhereTheLinkPoints() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.show();
        table.selectKey(QStringLiteral("jax"));
        QSignalSpy gone(&table, &DataTable::linkActivated);
        QTest::keyClick(&table, Qt::Key_Return); // on the name, which is no link
        QCOMPARE(gone.count(), 0);
        QTest::keyClick(&table, Qt::Key_Right);
        QTest::keyClick(&table, Qt::Key_Return);
        QCOMPARE(gone.count(), 1);
    }

    void aTooltipShowsNamesAsTheyAre() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        model.setRows({{"<b>loud</b>", 5, {}}});
        QVERIFY(table.model()
                    ->index(0, 0)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .contains(QStringLiteral("&lt;b&gt;")));
    }

    void copyTakesTheSelectedRowsAsTabbedText() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.show();
        table.selectKey(QStringLiteral("jax"));
        QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("jax\torders\t1,200\t\u2014"));
    }

    void theMenuCopiesTheSelectedRowsAsCsvAndJson() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.setColumnHidden(1, true);
        table.show();
        table.selectKey(QStringLiteral("jax"));
        QMenu* menu = menuByKey(table);
        actionOf(menu, "Copy rows as CSV")->trigger();
        QCOMPARE(QApplication::clipboard()->text(), QStringLiteral("group,lag,seen\r\njax,1200,\r\n"));
        actionOf(menu, "Copy rows as JSON")->trigger();
        QCOMPARE(QApplication::clipboard()->text(),
                 QStringLiteral("[\n{\"group\":\"jax\",\"lag\":1200,\"seen\":null}\n]\n"));
    }

    void whatIsShownIsSavedInItsOrder() {
        const QTemporaryDir folder;
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.sortByColumn(2, Qt::DescendingOrder);
        table.setFilterText(QStringLiteral("a"));
        table.horizontalHeader()->moveSection(2, 0);
        const QString path = folder.filePath(QStringLiteral("lag.csv"));
        QVERIFY(saveTo(path, written(shownCut(table), TableFormat::Csv)));
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("lag,group,topic,seen\r\n1200,jax,orders,\r\n"
                                            "40,pat,orders,\r\n5,ada,orders,\r\n"));
    }

    void aFileThatCannotBeWrittenIsNamed() {
        const QTemporaryDir folder;
        const base::Result<base::Done> saved = saveTo(folder.filePath(QStringLiteral("no/such/x.csv")), "x");
        QVERIFY(!saved);
        QVERIFY(saved.error().where.ends_with("no/such/x.csv"));
    }

    void theKeyboardReachesTheColumns() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.show();
        table.selectKey(QStringLiteral("ada"));
        QMenu* columnsMenu = actionOf(menuByKey(table), "Columns")->menu();
        actionOf(columnsMenu, "Lag")->trigger();
        QVERIFY(table.isColumnHidden(2));
        actionOf(columnsMenu, "Reset columns")->trigger();
        QVERIFY(!table.isColumnHidden(2));
    }

    void columnsAreFittedAgainOnDemand() {
        DataTable table(context, QStringLiteral("t"));
        table.setRowModel(&model);
        table.resize(600, 300);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        const int fitted = table.columnWidth(0);
        table.horizontalHeader()->resizeSection(0, 41);
        actionOf(actionOf(menuByKey(table), "Columns")->menu(), "Fit columns")->trigger();
        QCOMPARE(table.columnWidth(0), fitted);
    }

    void aTableWithoutRowsStillHasItsMenu() {
        DataTable table(context, QStringLiteral("t"));
        model.setRows({});
        table.setRowModel(&model);
        table.show();
        QMenu* menu = menuByKey(table);
        QVERIFY(actionOf(menu, "Columns"));
        QVERIFY(!actionOf(menu, "Copy rows"));
    }

    void timesFollowTheZoneOfTheWindow() {
        const base::Time seen = base::parseRfc3339("2026-07-01T22:30:05.118Z").value();
        PageContext late{view, theme, memory,
                         [] { return base::parseRfc3339("2026-07-01T23:00:00Z").value(); }};
        DataTable table(late, QStringLiteral("t"));
        model.setRows({{"ada", 5, seen}, {"pat", 4, std::nullopt}});
        table.setRowModel(&model);
        const QAbstractItemModel& cells = *table.model();
        const auto head = [&] { return cells.headerData(3, Qt::Horizontal).toString(); };
        QCOMPARE(shown(table, 3), (QStringList{QStringLiteral("22:30:05"), base::unknownText}));
        QCOMPARE(head(), QStringLiteral("Seen (UTC)"));
        QCOMPARE(cells.index(0, 3).data(Qt::ToolTipRole).toString(),
                 QStringLiteral("2026-07-01 22:30:05.118 UTC"));
        QSignalSpy changed(&cells, &QAbstractItemModel::dataChanged);
        view.setZone(base::Zone::Local); // UTC+05:30, set in main(): the next day there
        QVERIFY(changed.count() > 0);
        QCOMPARE(shown(table, 3).first(), QStringLiteral("04:00:05"));
        QCOMPARE(head(), QStringLiteral("Seen (local)"));
        QVERIFY(cells.index(0, 3)
                    .data(Qt::ToolTipRole)
                    .toString()
                    .startsWith(QStringLiteral("2026-07-02 04:00:05.118 ")));
        QCOMPARE(cells.index(1, 3).data(Qt::ToolTipRole).toString(), QStringLiteral("Never seen"));
        view.setZone(base::Zone::Utc);
    }

    void aTimeIsFoundAsItIsShown() {
        PageContext late{view, theme, memory,
                         [] { return base::parseRfc3339("2026-07-03T12:00:00Z").value(); }};
        DataTable table(late, QStringLiteral("t"));
        model.setRows({{"ada", 5, base::parseRfc3339("2026-07-01T22:30:05Z")},
                       {"pat", 4, base::parseRfc3339("2026-07-02T04:00:05Z")}});
        table.setRowModel(&model);
        table.setFilterText(QStringLiteral("07-02 04:00"));
        QCOMPARE(shown(table), QStringList{QStringLiteral("pat")});
        view.setZone(base::Zone::Local);
        QCOMPARE(shown(table), QStringList{QStringLiteral("ada")});
        view.setZone(base::Zone::Utc);
    }

    void aCopiedTimeCarriesItsZone() {
        DataTable table(context, QStringLiteral("t"));
        model.setRows({{"ada", 5, base::parseRfc3339("2026-07-01T22:30:05.118Z")}});
        table.setRowModel(&model);
        table.show();
        table.selectKey(QStringLiteral("ada"));
        QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QApplication::clipboard()->text(),
                 QStringLiteral("ada\torders\t5\t2026-07-01T22:30:05.118Z"));
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
                         random() % 4 ? std::optional<int>(static_cast<int>(random() % 9)) : std::nullopt,
                         random() % 3 ? std::optional(base::fromMilliseconds(random() % 99)) : std::nullopt});
            table.sortByColumn(static_cast<int>(random() % 3),
                               random() % 2 ? Qt::AscendingOrder : Qt::DescendingOrder);
            model.setRows(rows);
            QCOMPARE(table.visibleRows(), static_cast<int>(rows.size()));
        }
    }
};

int main(int argc, char** argv) {
    qputenv("TZ", "XST-5:30"); // a zone of its own, wherever the test runs
    QApplication app(argc, argv);
    TestDataTable test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_data_table.moc"
