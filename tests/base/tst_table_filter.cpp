// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/table_filter.h"

#include <QtTest>

#include <array>
#include <random>

using namespace streamscape::base;

namespace {

ColumnFilter is(const char* column, const char* value) {
    return {QString::fromLatin1(column), QString::fromUtf8(value), false};
}
ColumnFilter isNot(const char* column, const char* value) {
    return {QString::fromLatin1(column), QString::fromUtf8(value), true};
}

} // namespace

class TestTableFilter : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAddressCarriesAFilter() {
        Location place{"lag", "", {{"group", "billing"}}, std::nullopt};
        putFilter({QStringLiteral("stock"),
                   {is("verdict", "Stopped"), is("verdict", "Stalled"), isNot("topic", "orders")}},
                  place);
        QCOMPARE(toUrl(place), QStringLiteral("streamscape://lag?group=billing&is.verdict=Stopped%2CStalled&"
                                              "not.topic=orders&text=stock"));
    }

    void whateverTheValuesTheyComeBack() {
        const std::array pieces{"a", ",", "\\", "0", "\\0", " ", "é", "=", "&", "%2C", "\n"};
        std::mt19937 random(5);
        for (int round = 0; round < 500; ++round) {
            TableFilter filter;
            for (const bool exclude : {false, true})
                for (unsigned i = 0; i < random() % 4; ++i) {
                    QString value;
                    for (unsigned n = 0; n < random() % 5; ++n)
                        value += QString::fromUtf8(pieces[random() % pieces.size()]);
                    filter.columns.push_back({QStringLiteral("topic"), value, exclude});
                }
            Location place{"lag", "", {}, std::nullopt};
            putFilter(filter, place);
            const Result<Location> read = fromUrl(toUrl(place));
            QVERIFY(read.has_value());
            QCOMPARE(filterOf(*read).columns, filter.columns);
        }
    }

    void anotherFilterTakesThePlaceOfTheFirst() {
        Location place{"lag", "", {{"group", "billing"}}, std::nullopt};
        putFilter({QStringLiteral("stock"), {is("verdict", "Stopped")}}, place);
        putFilter({{}, {isNot("topic", "orders")}}, place);
        QCOMPARE(place.query.size(), std::size_t(2));
        QCOMPARE(place.value("group"), std::string("billing"));
        QCOMPARE(filterOf(place), (TableFilter{{}, {isNot("topic", "orders")}}));
    }

    void aConditionIsNamedOnceAndNotWithItsContrary() {
        TableFilter filter = with({}, is("topic", "orders"));
        filter = with(filter, is("topic", "orders"));
        QCOMPARE(filter.columns.size(), std::size_t(1));
        filter = with(filter, isNot("topic", "orders"));
        QCOMPARE(filter.columns, (std::vector<ColumnFilter>{isNot("topic", "orders")}));
    }
};

QTEST_APPLESS_MAIN(TestTableFilter)
#include "tst_table_filter.moc"
