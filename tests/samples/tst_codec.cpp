// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/frame.h"

#include "tests/samples/random_columns.h"

#include <QTest>

using namespace streamscape;
using namespace streamscape::samples;
using test::below;
using test::Random;

namespace {

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

bool survives(const Column& column) {
    const std::string bytes = encodeColumn(column);
    const auto back = decodeColumn(bytes, column.size());
    return back && *back == column;
}

std::string randomBytes(Random& random, std::size_t bound) {
    std::string bytes(static_cast<std::size_t>(below(random, static_cast<std::int64_t>(bound))), '\0');
    for (char& byte : bytes)
        byte = static_cast<char>(random());
    return bytes;
}

/// One or a few bytes other, gone or added.
std::string spoilt(Random& random, std::string bytes) {
    for (auto n = below(random, 3); n >= 0 && !bytes.empty(); --n) {
        const auto at = static_cast<std::size_t>(below(random, static_cast<std::int64_t>(bytes.size())));
        switch (below(random, 4)) {
        case 0:
            bytes[at] = static_cast<char>(random());
            break;
        case 1:
            bytes.erase(at, 1);
            break;
        case 2:
            bytes.resize(at);
            break;
        default:
            bytes.insert(at, 1, static_cast<char>(random()));
            break;
        }
    }
    return bytes;
}

std::vector<SeriesValue> randomValues(Random& random, std::int32_t series) {
    std::vector<SeriesValue> values;
    for (std::int32_t id = 1; id < series;
         id += 1 + static_cast<std::int32_t>(below(random, 400) == 0 ? 900 : 0))
        if (below(random, 5) != 0)
            values.push_back({SeriesId{id}, below(random, 3) == 0 ? static_cast<std::int64_t>(random())
                                                                  : below(random, 4)});
    return values;
}

} // namespace

class TestCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aColumnComesBackAsItWas_data() {
        QTest::addColumn<Column>("column");
        QTest::newRow("nothing") << Column{};
        QTest::newRow("one value") << Column{7};
        QTest::newRow("one absent") << Column{std::nullopt};
        QTest::newRow("all absent") << Column(60);
        QTest::newRow("constant") << Column(60, -5);
        QTest::newRow("least to most") << Column{least, most};
        QTest::newRow("most to least") << Column{most, least, most, 0, -1, 1, least};
        QTest::newRow("absent first") << Column{std::nullopt, std::nullopt, 3, 4};
        QTest::newRow("absent last") << Column{3, 4, std::nullopt};
        QTest::newRow("absent between equals") << Column{3, std::nullopt, 3};
        QTest::newRow("ends in nothing new") << Column{1, 2, 2, 2, 2};
        QTest::newRow("the longest") << Column(mostPoints, 1);
    }
    void aColumnComesBackAsItWas() {
        QFETCH(Column, column);
        QVERIFY(survives(column));
    }

    void anyColumnComesBackAsItWas() {
        Random random(4);
        for (int round = 0; round < 20'000; ++round)
            QVERIFY2(survives(test::randomColumn(random, static_cast<std::size_t>(below(random, 200)))),
                     qPrintable(QStringLiteral("round %1").arg(round)));
    }

    void whatDoesNotChangeCostsAFewBytesHoweverLong() {
        QVERIFY(encodeColumn(Column(60, 1'000'000)).size() <= 5);
        QVERIFY(encodeColumn(Column(4000, 1'000'000)).size() <= 5);
    }

    void aSteadyCounterCostsAFewBytesHoweverLong() {
        Column column;
        for (std::int64_t i = 0; i < 600; ++i)
            column.emplace_back(1'000'000 + i * 5'000);
        QVERIFY2(encodeColumn(column).size() <= 8, std::to_string(encodeColumn(column).size()).c_str());
    }

    void aNoisyCounterCostsAboutItsNoise() {
        Random random(1);
        std::poisson_distribution<std::int64_t> records(10'000); // in 10 s; the spread is 100
        Column column{5'000'000};
        while (column.size() < 60)
            column.emplace_back(*column.back() + records(random));
        QVERIFY2(encodeColumn(column).size() <= 85, std::to_string(encodeColumn(column).size()).c_str());
    }

    void aColumnOfAnotherLengthIsDamaged() {
        const std::string bytes = encodeColumn({{1, 5, 2, std::nullopt, 9}});
        for (const std::size_t count : {0, 1, 4, 6, 600})
            QVERIFY(!decodeColumn(bytes, count));
        QVERIFY(!decodeColumn(bytes, mostPoints + 1));
        QVERIFY(!decodeColumn(bytes, std::numeric_limits<std::size_t>::max()));
    }

    void everyCutColumnIsDamaged() {
        Random random(9);
        for (int round = 0; round < 200; ++round) {
            const Column column = test::randomColumn(random, 60);
            const std::string bytes = encodeColumn(column);
            for (std::size_t keep = 0; keep < bytes.size(); ++keep)
                QVERIFY(!decodeColumn(std::string_view(bytes).substr(0, keep), column.size()));
            QCOMPARE(decodeColumn(bytes + '\0', column.size()).error().kind, base::ErrorKind::Storage);
        }
    }

    void garbageIsAnErrorOrAColumnOfTheLengthAskedFor() {
        Random random(5);
        for (int round = 0; round < 50'000; ++round) {
            const std::string bytes = round % 2 == 0
                                          ? randomBytes(random, 80)
                                          : spoilt(random, encodeColumn(test::randomColumn(random, 60)));
            if (const auto column = decodeColumn(bytes, 60))
                QCOMPARE(column->size(), std::size_t{60});
        }
    }

    void framesTellEveryMoment() {
        Random random(7);
        FrameState written;
        FrameState read;
        for (int moment = 0; moment < 60; ++moment) {
            const std::vector<SeriesValue> values = randomValues(random, 3'000);
            const std::string frame = encodeFrame(written, values);
            QVERIFY(applyFrame(read, frame));
            QCOMPARE(read.values(), values);
        }
    }

    void aSeriesThatGoesAndComesBackIsTold() {
        FrameState written;
        FrameState read;
        const auto tells = [&](const std::vector<SeriesValue>& values) {
            return applyFrame(read, encodeFrame(written, values)) && read.values() == values;
        };
        QVERIFY(tells({{SeriesId{5}, most}}));
        QVERIFY(tells({}));
        QVERIFY(tells({}));
        QVERIFY(tells({{SeriesId{5}, most}})); // the same as before it went
        QVERIFY(tells({{SeriesId{5}, least}, {SeriesId{mostSeries}, 0}}));
        QVERIFY(tells({{SeriesId{mostSeries}, 0}}));
    }

    void aFrameInWhichNothingChangedHasNoBytes() {
        FrameState state;
        const std::vector<SeriesValue> values{{SeriesId{1}, 5}, {SeriesId{700}, 0}};
        QVERIFY(!encodeFrame(state, values).empty());
        QCOMPARE(encodeFrame(state, values), std::string());
    }

    void garbageIsNoFrame() {
        Random random(8);
        const std::vector<SeriesValue> values = randomValues(random, 600);
        for (int round = 0; round < 20'000; ++round) {
            FrameState fresh;
            const std::string frame = encodeFrame(fresh, values);
            FrameState state;
            const auto applied =
                applyFrame(state, round % 2 == 0 ? randomBytes(random, 100) : spoilt(random, frame));
            if (!applied)
                QCOMPARE(applied.error().kind, base::ErrorKind::Storage);
        }
    }

    void aCursorFindsATrayWithoutTheOthers() {
        FrameState state;
        const std::string frame =
            encodeFrame(state, {{{SeriesId{1}, 5}, {SeriesId{600}, 6}, {SeriesId{9'000}, 7}}});
        FrameCursor cursor(frame);
        cursor.seek(trayOf(SeriesId{600}));
        QCOMPARE(cursor.tray(), trayOf(SeriesId{600}));
        Tray tray;
        QVERIFY(tray.apply(cursor.changes()));
        QCOMPARE(tray.at(600 % traySize), Value(6));
        cursor.seek(trayOf(SeriesId{601}) + 1);
        QCOMPARE(cursor.tray(), trayOf(SeriesId{9'000}));
        cursor.next();
        QVERIFY(!cursor.tray());
        QVERIFY(!cursor.isDamaged());
    }
};

QTEST_GUILESS_MAIN(TestCodec)
#include "tst_codec.moc"
