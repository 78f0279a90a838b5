// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest> // first: moc cannot read <concepts> otherwise

#include "models/offsets/csv.h"

#include <random>

using namespace streamscape;
using namespace streamscape::offsets;

namespace {

CsvRow row(const char* topic, std::int32_t partition, std::int64_t offset,
           std::optional<std::string> group = {}) {
    return {std::move(group), {topic, base::PartitionId{partition}}, base::Offset{offset}};
}

} // namespace

class TestCsv : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void oneGroupIsThreeFields() {
        QCOMPARE(csvText({row("orders", 0, 17), row("orders", 1, 0)}),
                 std::string("orders,0,17\norders,1,0\n"));
        QCOMPARE(parseCsv("orders,0,17\norders,1,0\n").value(),
                 (std::vector{row("orders", 0, 17), row("orders", 1, 0)}));
    }

    void severalGroupsAreFourFields() {
        QCOMPARE(csvText({row("orders", 0, 17, "a"), row("orders", 0, 3, "b")}),
                 std::string("a,orders,0,17\nb,orders,0,3\n"));
        QCOMPARE(parseCsv("a,orders,0,17\nb,orders,0,3").value(),
                 (std::vector{row("orders", 0, 17, "a"), row("orders", 0, 3, "b")}));
    }

    // As kafka-consumer-groups 4.3.1 writes them: what is longer than 24 characters or holds one below '-'.
    void textsAreQuotedAsKafkasToolQuotesThem() {
        QCOMPARE(csvText({row("a-topic_of.24.characters", 0, 1)}),
                 std::string("a-topic_of.24.characters,0,1\n"));
        QCOMPARE(csvText({row("a-topic_of.25.characters.", 0, 1)}),
                 std::string("\"a-topic_of.25.characters.\",0,1\n"));
        QCOMPARE(csvText({row("t", 0, 1, "two words")}), std::string("\"two words\",t,0,1\n"));
        QCOMPARE(csvText({row("t", 0, 1, "a\"b,c\nd")}), std::string("\"a\"\"b,c\nd\",t,0,1\n"));
        QCOMPARE(csvText({row("t", 0, 1, "köln🏪")}), std::string("köln🏪,t,0,1\n"));
    }

    void whatIsWrittenReadsBack() {
        std::mt19937 random{20261122};
        const std::string letters = "abc._-, \"\n\r\t:äß🏪'";
        for (int i = 0; i < 3000; ++i) {
            std::vector<CsvRow> rows;
            const bool grouped = i % 2;
            for (auto n = 1 + random() % 4; n > 0; --n) {
                std::string group;
                for (auto length = 1 + random() % 40; length > 0; --length)
                    group += letters[random() % letters.size()];
                rows.push_back(row("orders", static_cast<std::int32_t>(random() % 100),
                                   static_cast<std::int64_t>(random()) * 1'000'003,
                                   grouped ? std::optional(group) : std::nullopt));
            }
            const auto back = parseCsv(csvText(rows));
            QVERIFY2(back && *back == rows, csvText(rows).c_str());
        }
    }

    void linesMayEndAsOnWindowsAndBlankOnesAreNothing() {
        QCOMPARE(parseCsv("orders,0,17\r\n\r\norders,1,0\r\n\n").value(),
                 (std::vector{row("orders", 0, 17), row("orders", 1, 0)}));
        QCOMPARE(parseCsv("").value(), std::vector<CsvRow>{});
        QCOMPARE(parseCsv("\xef\xbb\xbf"
                          "orders,0,17")
                     .value(),
                 std::vector{row("orders", 0, 17)});
    }

    void numbersMayHaveSpacesAndAnOffsetASign() {
        QCOMPARE(parseCsv("orders, 0 ,-5\n").value(), std::vector{row("orders", 0, -5)});
    }

    void whatIsWrongIsNamedWithItsLine_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("line");
        QTest::newRow("heading") << QByteArray("topic,partition,offset\n") << "line 1";
        QTest::newRow("an offset is missing") << QByteArray("a,0,1\na,1\n") << "line 2";
        QTest::newRow("both kinds") << QByteArray("a,0,1\ng,a,1,1\n") << "line 2";
        QTest::newRow("too many") << QByteArray("a,b,c,0,1\n") << "line 1";
        QTest::newRow("no number") << QByteArray("a,0,1\n\na,x,1\n") << "line 3";
        QTest::newRow("too large") << QByteArray("a,0,9223372036854775808\n") << "line 1";
        QTest::newRow("partition too large") << QByteArray("a,2147483648,1\n") << "line 1";
        QTest::newRow("no topic") << QByteArray(",0,1\n") << "line 1";
        QTest::newRow("an open quote") << QByteArray("a,0,1\n\"b,0,1\n") << "line 2";
        QTest::newRow("behind a quote") << QByteArray("\"a\"x,0,1\n") << "line 1";
        QTest::newRow("counted through quotes") << QByteArray("\"g\n\n\",a,0,1\ng,a,0,x\n") << "line 4";
        QTest::newRow("a lone carriage return") << QByteArray("a,0,1\rb,0,1\n") << "line 1";
    }
    void whatIsWrongIsNamedWithItsLine() {
        QFETCH(QByteArray, text);
        QFETCH(QString, line);
        const auto rows = parseCsv(text.toStdString());
        QVERIFY(!rows);
        QCOMPARE(rows.error().kind, base::ErrorKind::Invalid);
        QCOMPARE(QString::fromStdString(rows.error().where), line);
    }

    // Garbage never crashes; what is taken says the same when it is written and read again.
    void garbageIsRefusedOrMeansOneThing() {
        std::mt19937 random{4711};
        const std::string letters = "a0,,,\"\"\n\r -9\xff";
        int taken = 0;
        for (int i = 0; i < 50'000; ++i) {
            std::string text;
            for (auto n = random() % 24; n > 0; --n)
                text += letters[random() % letters.size()];
            const auto rows = parseCsv(text);
            if (!rows || rows->empty())
                continue;
            ++taken;
            const auto again = parseCsv(csvText(*rows));
            QVERIFY2(again && *again == *rows, text.c_str());
        }
        QVERIFY(taken > 10);
    }
};

QTEST_GUILESS_MAIN(TestCsv)
#include "tst_csv.moc"
