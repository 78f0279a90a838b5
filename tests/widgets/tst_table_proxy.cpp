// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/rowmodel.h"
#include "widgets/common/table_proxy.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QStandardItemModel>
#include <QtTest>

#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <random>

using namespace streamscape;
using namespace streamscape::widgets;

namespace {

struct Shoe {
    int id = 0;
    std::string name;
    std::optional<std::int64_t> stock;
    std::optional<double> price;
    bool operator==(const Shoe&) const = default;
    int key() const { return id; }
    QString keyText() const { return QString::number(id); }
};

constexpr std::array<base::Column<Shoe>, 4> columns{{
    {"id", "Id", base::CellKind::Number, [](const Shoe& s) { return QString::number(s.id); },
     [](const Shoe& s) { return QVariant(s.id); }},
    {"name", "Name", base::CellKind::Text, [](const Shoe& s) { return base::toQString(s.name); }},
    {"stock", "Stock", base::CellKind::Number,
     [](const Shoe& s) { return s.stock ? base::grouped(*s.stock) : base::unknownText; },
     [](const Shoe& s) { return s.stock ? QVariant::fromValue<qlonglong>(*s.stock) : QVariant(); }},
    {"price", "Price", base::CellKind::Number,
     [](const Shoe& s) { return s.price ? QString::number(*s.price) : base::unknownText; },
     [](const Shoe& s) { return s.price ? QVariant(*s.price) : QVariant(); }},
}};

using Rows = std::vector<Shoe>;

/// A shop whose stock changes: from how many ids, and one in how many of the others is there.
Rows shop(std::mt19937& random, int ids, unsigned oneIn) {
    constexpr std::array names{"Boot", "boot, red", "Sandal", "Clog", "Ballerina", "Straße"};
    Rows rows;
    for (int id = 0; id < ids; ++id)
        if (random() % oneIn != 0)
            rows.push_back(
                {id, names[random() % names.size()],
                 random() % 4 ? std::optional<std::int64_t>(random() % 20) : std::nullopt,
                 random() % 4 ? std::optional(static_cast<double>(random() % 9) / 4) : std::nullopt});
    return rows;
}

/// What a table shows, said in the plainest way.
Rows expected(Rows rows, const base::TableFilter& filter, int column, Qt::SortOrder order) {
    std::sort(rows.begin(), rows.end(), [](const Shoe& a, const Shoe& b) { return a.id < b.id; });
    const QStringList words = filter.text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    std::erase_if(rows, [&](const Shoe& row) {
        for (const QString& word : words)
            if (!base::toQString(row.name).contains(word, Qt::CaseInsensitive))
                return true;
        bool any = false;
        bool asked = false;
        for (const base::ColumnFilter& one : filter.columns) {
            const bool is = base::toQString(row.name) == one.value;
            if (one.exclude && is)
                return true;
            asked = asked || !one.exclude;
            any = any || (!one.exclude && is);
        }
        return asked && !any;
    });
    if (column < 0)
        return rows;
    const auto raw = [column](const Shoe& row) -> std::optional<double> {
        return column == 0   ? std::optional<double>(row.id)
               : column == 2 ? row.stock ? std::optional(static_cast<double>(*row.stock)) : std::nullopt
                             : row.price;
    };
    std::stable_sort(rows.begin(), rows.end(), [&](const Shoe& a, const Shoe& b) {
        if (column == 1)
            return order == Qt::AscendingOrder ? a.name < b.name : b.name < a.name;
        if (!raw(a) || !raw(b))
            return raw(a).has_value() && !raw(b);
        return order == Qt::AscendingOrder ? *raw(a) < *raw(b) : *raw(b) < *raw(a);
    });
    return rows;
}

std::vector<int> ids(const QAbstractItemModel& model) {
    std::vector<int> found;
    for (int row = 0; row < model.rowCount(); ++row)
        found.push_back(model.index(row, 0).data(base::KeyRole).toInt());
    return found;
}
std::vector<int> ids(const Rows& rows) {
    std::vector<int> found;
    for (const Shoe& row : rows)
        found.push_back(row.id);
    return found;
}

base::ColumnFilter is(const char* column, const char* value) {
    return {QString::fromLatin1(column), QString::fromUtf8(value), false};
}
base::ColumnFilter isNot(const char* column, const char* value) {
    return {QString::fromLatin1(column), QString::fromUtf8(value), true};
}

} // namespace

class TestTableProxy : public QObject {
    Q_OBJECT

    View view;
    base::RowModel<Shoe> model{columns};

private Q_SLOTS:
    void init() { model.setRows({}); }

    void anySnapshotSortAndFilterShowsWhatThePlainestRulesSay_data() {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("turns");
        QTest::newRow("few") << 12 << 600;
        QTest::newRow("some") << 90 << 250;
        QTest::newRow("many") << 600 << 60;
    }
    void anySnapshotSortAndFilterShowsWhatThePlainestRulesSay() {
        QFETCH(int, count);
        QFETCH(int, turns);
        std::mt19937 random(2026);
        TableProxy proxy(view, base::systemNow);
        const QAbstractItemModelTester tester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
        proxy.setSourceModel(&model);
        QSignalSpy resets(&proxy, &QAbstractItemModel::modelReset);
        base::TableFilter filter;
        int column = -1;
        Qt::SortOrder order = Qt::AscendingOrder;
        Rows rows;
        std::map<int, QPersistentModelIndex> held;
        for (int turn = 0; turn < turns; ++turn) {
            switch (random() % 5) {
            case 0:
                column = static_cast<int>(random() % 5) - 1;
                order = random() % 2 ? Qt::AscendingOrder : Qt::DescendingOrder;
                proxy.sort(column, order);
                break;
            case 1:
                filter.text = std::array{QString(), QStringLiteral("BO"), QStringLiteral("a l"),
                                         QStringLiteral("straße"), QStringLiteral("xyz")}[random() % 5];
                proxy.setFilter(filter);
                break;
            case 2:
                filter.columns = std::array<std::vector<base::ColumnFilter>, 4>{
                    {{},
                     {is("name", "Clog")},
                     {is("name", "Clog"), is("name", "boot, red")},
                     {isNot("name", "Sandal")}}}[random() % 4];
                proxy.setFilter(filter);
                break;
            case 3: // some rows have other numbers
                for (Shoe& row : rows)
                    if (random() % 10 == 0)
                        row.stock = static_cast<std::int64_t>(random() % 20);
                model.setRows(rows);
                break;
            default:
                rows = shop(random, count, 1 + static_cast<unsigned>(random() % 5));
                model.setRows(rows);
            }
            const std::vector<int> now = ids(proxy);
            QCOMPARE(now, ids(expected(rows, filter, column, order)));
            for (const auto& [id, index] : held) {
                const bool isShown = std::find(now.begin(), now.end(), id) != now.end();
                QCOMPARE(index.isValid(), isShown);
                if (isShown)
                    QCOMPARE(index.data(base::KeyRole).toInt(), id);
            }
            held.clear();
            for (int row = 0; row < proxy.rowCount(); row += 3)
                held[now[static_cast<std::size_t>(row)]] = proxy.index(row, static_cast<int>(random() % 4));
            for (int row = 0; row < proxy.rowCount(); ++row) {
                const QModelIndex index = proxy.index(row, 1);
                QCOMPARE(proxy.mapFromSource(proxy.mapToSource(index)), index);
            }
        }
        QCOMPARE(resets.count(), 0);
    }

    void aRowThatStaysIsHeldThroughEverySnapshot() {
        std::mt19937 random(4);
        TableProxy proxy(view, base::systemNow);
        proxy.setSourceModel(&model);
        proxy.sort(2, Qt::DescendingOrder);
        const Shoe mine{1000, "Clog", 7, 1.5};
        model.setRows({mine});
        const QPersistentModelIndex held = proxy.index(0, 1);
        for (int turn = 0; turn < 100; ++turn) {
            Rows rows = shop(random, 300, 2);
            rows.push_back(mine);
            model.setRows(rows);
            QCOMPARE(held.data(base::KeyRole).toString(), QStringLiteral("1000"));
        }
    }

    void aPlainModelIsFollowedRunByRun() {
        QStandardItemModel plain(0, 2);
        TableProxy proxy(view, base::systemNow);
        const QAbstractItemModelTester tester(&proxy, QAbstractItemModelTester::FailureReportingMode::QtTest);
        proxy.setSourceModel(&plain);
        proxy.sort(0, Qt::AscendingOrder);
        std::mt19937 random(8);
        const auto word = [&] { return QString(QChar(static_cast<char16_t>('a' + random() % 26))); };
        for (int turn = 0; turn < 400; ++turn) {
            const int row = static_cast<int>(random() % 256) % std::max(1, plain.rowCount());
            if (random() % 3 == 0 && plain.rowCount() > row)
                plain.removeRow(row);
            else if (random() % 2 == 0 && plain.rowCount() > row)
                plain.item(row)->setData(word(), base::SortRole);
            else
                plain.insertRow(std::min(row, plain.rowCount()), [&] {
                    auto* item = new QStandardItem(word());
                    item->setData(item->text(), base::SortRole);
                    return QList<QStandardItem*>{item, new QStandardItem(word())};
                }());
            QStringList shown;
            for (int i = 0; i < proxy.rowCount(); ++i)
                shown << proxy.index(i, 0).data(base::SortRole).toString();
            QCOMPARE(shown.size(), plain.rowCount());
            QVERIFY(std::is_sorted(shown.begin(), shown.end()));
        }
        plain.clear();
        QCOMPARE(proxy.rowCount(), 0);
    }

    void aSnapshotMovesRowsInOneStepHoweverManyThereAre() {
        TableProxy proxy(view, base::systemNow);
        proxy.setSourceModel(&model);
        proxy.sort(2, Qt::AscendingOrder);
        Rows rows;
        for (int id = 0; id < 1'000; ++id)
            rows.push_back({id, "Clog", id, {}});
        model.setRows(rows);
        QSignalSpy layouts(&proxy, &QAbstractItemModel::layoutChanged);
        QSignalSpy changes(&proxy, &QAbstractItemModel::dataChanged);
        QSignalSpy removals(&proxy, &QAbstractItemModel::rowsRemoved);
        for (std::size_t i = 0; i < rows.size(); i += 7)
            rows[i].stock = 5'000 - static_cast<int>(i);
        std::erase_if(rows, [](const Shoe& row) { return row.id % 7 == 3; });
        model.setRows(rows);
        QCOMPARE(removals.count(), 1);
        QCOMPARE(layouts.count(), 2); // what goes to the end, what changed to its place
        QCOMPARE(changes.count(), 1);
    }

    void whatChangesNothingSaysNothing() {
        TableProxy proxy(view, base::systemNow);
        proxy.setSourceModel(&model);
        model.setRows({{1, "Clog", 3, {}}, {2, "Boot", 4, {}}});
        QSignalSpy layouts(&proxy, &QAbstractItemModel::layoutChanged);
        QSignalSpy changes(&proxy, &QAbstractItemModel::dataChanged);
        proxy.sort(2, Qt::AscendingOrder);
        model.setRows({{1, "Clog", 3, {}}, {2, "Boot", 4, {}}});
        QCOMPARE(layouts.count() + changes.count(), 0);
    }

    void integersKeepTheirLastDigit() {
        TableProxy proxy(view, base::systemNow);
        proxy.setSourceModel(&model);
        proxy.sort(2, Qt::AscendingOrder);
        const std::int64_t most = std::numeric_limits<std::int64_t>::max();
        model.setRows({{1, "", most, {}}, {2, "", most - 1, {}}, {3, "", most - 2, {}}});
        QCOMPARE(ids(proxy), (std::vector<int>{3, 2, 1}));
    }

    void aNumberThatIsNoneStandsLast() {
        TableProxy proxy(view, base::systemNow);
        proxy.setSourceModel(&model);
        proxy.sort(3, Qt::DescendingOrder);
        model.setRows({{1, "", {}, std::nan("")}, {2, "", {}, 0.5}, {3, "", {}, 2.0}});
        QCOMPARE(ids(proxy), (std::vector<int>{3, 2, 1}));
    }

    void aColumnMayTurnOutToHoldTexts() {
        SortKeys keys;
        keys.reset(3);
        QCOMPARE(keys.take(0, 12), SortKeys::Change::Row);
        QCOMPARE(keys.take(1, 2.5), SortKeys::Change::All);
        QVERIFY(keys.before(1, 0, Qt::AscendingOrder));
        QCOMPARE(keys.take(2, QStringLiteral("none")), SortKeys::Change::All);
        QVERIFY(keys.before(0, 1, Qt::AscendingOrder)); // "12" before "2.5"
    }

    void textsThatBeginAlikeSortAsTheyCompare() {
        std::mt19937 random(12);
        const QString units = QStringLiteral("ab") + QChar(0) + QChar(0xffff) + QChar(0xd83d);
        for (int round = 0; round < 200; ++round) {
            const QString common(static_cast<qsizetype>(random() % 4), QLatin1Char('x'));
            std::vector<QString> texts;
            SortKeys keys;
            keys.reset(40);
            std::vector<int> rows;
            for (int row = 0; row < 40; ++row) {
                QString text = common;
                for (unsigned i = 0; i < random() % 8; ++i)
                    text += units[static_cast<qsizetype>(random() % 5)];
                texts.push_back(text);
                keys.take(row, text);
                rows.push_back(row);
            }
            for (const Qt::SortOrder order : {Qt::AscendingOrder, Qt::DescendingOrder}) {
                keys.sort(rows, order);
                for (std::size_t i = 1; i < rows.size(); ++i) {
                    const int by = texts[static_cast<std::size_t>(rows[i - 1])].compare(
                        texts[static_cast<std::size_t>(rows[i])]);
                    QVERIFY(by == 0 ? rows[i - 1] < rows[i] : (by < 0) == (order == Qt::AscendingOrder));
                }
            }
        }
    }

    void aRowIsFoundByItsKeyWhereItIsShown() {
        TableProxy proxy(view, base::systemNow);
        proxy.setSourceModel(&model);
        proxy.sort(0, Qt::DescendingOrder);
        model.setRows({{1, "Clog", {}, {}}, {2, "Boot", {}, {}}, {3, "Clog", {}, {}}});
        QCOMPARE(proxy.rowOf(QStringLiteral("1")), 2);
        model.setRows({{1, "Clog", {}, {}}, {3, "Clog", {}, {}}});
        QCOMPARE(proxy.rowOf(QStringLiteral("1")), 1);
        QCOMPARE(proxy.rowOf(QStringLiteral("2")), -1);
        proxy.setFilter({QStringLiteral("boot"), {}});
        QCOMPARE(proxy.rowOf(QStringLiteral("1")), -1);
    }

    void aModelThatGoesFirstLeavesNothingToShow() {
        TableProxy proxy(view, base::systemNow);
        {
            base::RowModel<Shoe> brief(columns);
            brief.setRows({{1, "Clog", {}, {}}});
            proxy.setSourceModel(&brief);
            QCOMPARE(proxy.rowCount(), 1);
        }
        QCOMPARE(proxy.rowCount(), 0);
        proxy.sort(1);
        proxy.setFilter({QStringLiteral("x"), {}});
        QVERIFY(!proxy.index(0, 0).isValid());
    }
};

QTEST_MAIN(TestTableProxy)
#include "tst_table_proxy.moc"
