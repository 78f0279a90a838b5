// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/moments.h"

#include "tests/samples/random_columns.h"
#include "tests/samples/samples_store.h"

#include <QTemporaryDir>
#include <QTest>

using namespace streamscape;
using namespace streamscape::samples;
using namespace std::chrono_literals;
using test::below;
using test::SamplesStore;
using test::seriesName;

namespace {

/// What was recorded, remembered in the plainest way.
struct Past {
    std::vector<base::Time> times;
    std::vector<Column> values; // by series

    /// As a tier must tell it, gaps left out.
    Column told(std::size_t series, std::optional<base::Duration> step, Rollup rollup) const {
        const Column* column = &values[series];
        Column rolled = rollUp(line(step), {&column, 1}, rollup);
        return rolled.empty() ? Column(line(step).slots.size()) : rolled;
    }
    std::vector<base::Time> toldTimes(std::optional<base::Duration> step) const { return line(step).slots; }

private:
    TimeLine line(std::optional<base::Duration> step) const {
        std::vector<Moment> moments;
        for (std::size_t i = 0; i < times.size(); ++i)
            moments.push_back({times[i], 0, i, 0});
        return lineUp(std::move(moments), step);
    }
};

/// Without the moments that only mark a gap.
Lines withoutGaps(const Lines& lines, const std::vector<base::Time>& moments) {
    Lines kept;
    kept.values.resize(lines.values.size());
    for (std::size_t i = 0; i < lines.times.size(); ++i) {
        if (!std::binary_search(moments.begin(), moments.end(), lines.times[i]))
            continue;
        kept.times.push_back(lines.times[i]);
        for (std::size_t series = 0; series < lines.values.size(); ++series)
            kept.values[series].push_back(lines.values[series][i]);
    }
    return kept;
}

} // namespace

class TestUpkeep : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<SamplesStore> m_it;
    Past m_past;
    std::vector<SeriesName> m_names;
    std::vector<SeriesHandle> m_handles;

    static Rollup rollupOf(std::size_t series) { return series % 2 == 0 ? Rollup::Last : Rollup::Max; }

    // So many series; those of odd numbers roll up to their greatest value.
    void have(std::size_t count) {
        m_names.clear();
        m_past = {};
        for (std::size_t i = 0; i < count; ++i)
            m_names.push_back(seriesName("n", "s", static_cast<std::int64_t>(i)));
        m_past.values.resize(count);
        askForHandles();
    }
    void askForHandles() {
        m_handles.clear();
        for (std::size_t i = 0; i < m_names.size(); ++i)
            m_handles.push_back(m_it->recorder->series(m_names[i], rollupOf(i)));
    }
    void restart() {
        m_it->open();
        askForHandles();
    }
    void record(const Column& values) {
        std::vector<Reading> readings;
        for (std::size_t i = 0; i < values.size(); ++i) {
            readings.push_back({m_handles[i], values[i]});
            m_past.values[i].push_back(values[i]);
        }
        m_past.times.push_back(m_it->clock.now());
        const auto written = m_it->write(std::move(readings));
        QVERIFY2(written, test::why(written).c_str());
    }
    // For this long, one frame every ten seconds, each series counting.
    void recordFor(base::Duration duration, base::Duration step = 10s) {
        for (const base::Time end = m_it->clock.now() + duration; m_it->clock.now() < end;
             m_it->clock.advance(step)) {
            Column values;
            for (std::size_t i = 0; i < m_names.size(); ++i)
                values.emplace_back(static_cast<std::int64_t>(m_past.times.size() * (i + 1)));
            record(values);
        }
    }
    void compare(std::optional<base::Duration> step) {
        const Lines lines = withoutGaps(
            m_it->lines(m_names, m_past.times.front(), m_past.times.back(), step.value_or(1s)), m_past.times);
        QCOMPARE(lines.damaged, 0);
        QCOMPARE(lines.times, m_past.toldTimes(step));
        for (std::size_t i = 0; i < m_names.size(); ++i)
            QVERIFY2(lines.values[i] == m_past.told(i, step, rollupOf(i)), std::to_string(i).c_str());
    }
    // One piece of work of the smallest size; some are lost before they are committed.
    bool turn(UpkeepPlace& place, bool isLost) {
        const auto next = m_it->store
                              ->write<UpkeepPlace>([&](store::Sql& sql) -> base::Result<UpkeepPlace> {
                                  auto kept = keepUp(sql, place, m_it->retention, m_it->clock.now(), 0ms);
                                  if (isLost)
                                      return base::fail(base::ErrorKind::Cancelled, "lost");
                                  return kept;
                              })
                              .result();
        if (next)
            place = *next;
        return next && next->isDone;
    }

private Q_SLOTS:
    void init() {
        m_it = std::make_unique<SamplesStore>(
            m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString());
    }

    void framesOfASpanThatIsOverBecomeColumns() {
        have(20);
        recordFor(30min);
        QVERIFY(m_it->settle());
        QCOMPARE(m_it->count("sample_frames"), 0);
        QCOMPARE(m_it->count("sample_stretches WHERE tier = 1"), 1);
        QCOMPARE(m_it->count("sample_columns"), 20);
        compare({});
    }

    void aSpanThatIsNotOverStaysFrames() {
        have(1);
        recordFor(9min);
        QVERIFY(m_it->settle());
        QCOMPARE(m_it->count("sample_frames"), 54);
        compare({});
    }

    void restartsWithinASpanBecomeOneStretch() {
        have(3);
        for (int i = 0; i < 5; ++i) {
            recordFor(2min);
            restart();
        }
        m_it->clock.advance(20min);
        QVERIFY(m_it->settle());
        QCOMPARE(m_it->count("sample_stretches"), 1);
        compare({});
    }

    void aBlockThatWasTakenIsNotWrittenTo() {
        have(1);
        record({1});
        m_it->clock.advance(30min);
        QVERIFY(m_it->settle());
        // Late, of the span that is in order already.
        m_it->clock.advance(-29min);
        record({2});
        QVERIFY(m_it->settle());
        m_it->clock.advance(29min);
        QVERIFY(m_it->settle());
        compare({});
    }

    void threeHoursBecomeMinutesAndADayTens() {
        have(2);
        recordFor(24h);
        QVERIFY(m_it->settle());
        compare({});
        compare(1min);
        compare(10min);
        QCOMPARE(m_it->count("sample_stretches WHERE tier = 1"), 48);
        QCOMPARE(m_it->count("sample_stretches WHERE tier = 2"), 8);
        QCOMPARE(m_it->count("sample_stretches WHERE tier = 3"), 1);
    }

    void eachTierIsKeptItsTimeAndEachOlderMomentIsReadFromTheNext() {
        m_it->retention = {1h, 24h, 24h * 4}; // moments wait for their three hours to be over
        m_it->open();
        have(2);
        const base::Time begin = m_it->clock.now();
        for (int hours = 0; hours < 72; ++hours) {
            recordFor(1h, 60s);
            QVERIFY(m_it->settle());
        }
        const base::Time end = m_it->clock.now();
        const Lines lines = withoutGaps(m_it->lines(m_names, begin, end), m_past.times);
        QCOMPARE(lines.times.back(), m_past.times.back());
        QCOMPARE(lines.times.front(), begin + 9min); // the first ten minutes' last
        // Frames came once a minute, so that an hour of moments is all, a day of minutes is all as well.
        const auto since = [&](base::Time time) {
            return std::count_if(lines.times.begin(), lines.times.end(),
                                 [time](base::Time at) { return at >= time; });
        };
        QCOMPARE(since(end - 24h), 24 * 60);
        QCOMPARE(since(begin), 24 * 60 + 48 * 6);
        QCOMPARE(m_it->count("sample_stretches WHERE tier = 1"), 2);
        QCOMPARE(m_it->count("sample_stretches WHERE tier = 2"), 8);
        QCOMPARE(m_it->count("sample_stretches WHERE tier = 3"), 3);
        // The greatest of the first ten minutes is not lost.
        QCOMPARE(lines.values[1].front(), m_past.values[1][9]);

        m_it->clock.advance(24h * 5);
        QVERIFY(m_it->settle());
        QCOMPARE(m_it->count("sample_stretches"), 0);
        QCOMPARE(m_it->count("sample_columns"), 0);
        QVERIFY(m_it->lines(m_names, begin, end).times.empty());
    }

    void aLongPauseLosesNothingThatIsStillKept() {
        have(2);
        recordFor(25min);
        m_it->clock.advance(24h * 3);
        restart();
        QVERIFY(m_it->settle()); // too old for moments, not for minutes
        QCOMPARE(m_it->count("sample_stretches WHERE tier < 2"), 0);
        compare(1min);
    }

    void seriesThatAreGoneAreForgotten() {
        have(2);
        recordFor(10min);
        QVERIFY(m_it->settle());
        m_it->clock.advance(24h * 80);
        QVERIFY(m_it->settle());
        QCOMPARE(m_it->count("sample_series"), 2);
        m_it->clock.advance(24h * 20);
        m_names.resize(1); // the second is not asked for any more
        m_past.values.resize(1);
        restart();
        record({1});
        QVERIFY(m_it->settle());
        QCOMPARE(m_it->count("sample_series"), 1);
        QCOMPARE(m_it->lines(m_names, m_it->clock.now(), m_it->clock.now()).values[0], Column{1});
    }

    void aSeriesThatIsRecordedForLongIsNotForgotten() {
        m_it->retention = {1h, 2h, 24h};
        m_it->open();
        have(1);
        for (int i = 0; i < 24 * 10; ++i) {
            recordFor(1h, 30min);
            QVERIFY(m_it->settle());
        }
        QCOMPARE(m_it->count("sample_series"), 1);
        QCOMPARE(m_it->lines(m_names, m_it->clock.now() - 1h, m_it->clock.now()).values[0].back(),
                 m_past.values[0].back());
    }

    void damageIsAGapAndDoesNotStopTheRest() {
        have(40);
        recordFor(1h);
        QVERIFY(m_it->settle());
        const auto spoilt = m_it->store->write<base::Done>([](store::Sql& sql) -> base::Result<base::Done> {
            sql.run("UPDATE sample_columns SET bytes = x'ffff00' WHERE key = (SELECT min(key) FROM "
                    "sample_columns)");
            return base::Done{};
        });
        QVERIFY(spoilt.result());
        const auto lines = [this] { return m_it->lines(m_names, m_past.times.front(), m_past.times.back()); };
        QCOMPARE(lines().damaged, 1);
        QCOMPARE(lines().values[0][0], Value());
        QCOMPARE(lines().values[0][180], m_past.values[0][180]);
        QCOMPARE(lines().values[39], m_past.values[39]);
        m_it->clock.advance(24h);
        QVERIFY(m_it->settle());
        QCOMPARE(m_it->lines(m_names, m_past.times.front(), m_past.times.back(), 10min).values[39].back(),
                 m_past.values[39].back());
    }

    void damagedFramesAreAGapAndDoNotStopTheRest() {
        have(2);
        recordFor(9min);
        const auto spoilt = m_it->store->write<base::Done>([](store::Sql& sql) -> base::Result<base::Done> {
            sql.run("UPDATE sample_frames SET bytes = x'ffff00' WHERE key & 255 = 30");
            return base::Done{};
        });
        QVERIFY(spoilt.result());
        for (int i = 0; i < 2; ++i) {
            const Lines lines = m_it->lines(m_names, m_past.times.front(), m_past.times.back());
            QCOMPARE(lines.times, m_past.times);
            QCOMPARE(lines.values[1][29], m_past.values[1][29]);
            QCOMPARE(lines.values[1][30], Value());
            QCOMPARE(lines.values[1][53], Value());
            m_it->clock.advance(30min);
            QVERIFY(m_it->settle());
        }
        QCOMPARE(m_it->count("sample_frames"), 0);
    }

    // Random values, pauses, restarts, and work that is lost half way: after every single transaction every
    // moment is read as it was recorded, once.
    void nothingIsLostOrDoubledAtAnyTime_data() {
        QTest::addColumn<unsigned>("seed");
        for (unsigned seed = 1; seed <= 4; ++seed)
            QTest::newRow(std::to_string(seed).c_str()) << seed;
    }
    void nothingIsLostOrDoubledAtAnyTime() {
        QFETCH(unsigned, seed);
        m_it =
            std::make_unique<SamplesStore>(m_dir.filePath(QStringLiteral("seed%1").arg(seed)).toStdString());
        m_it->retention = {1000h, 1000h, 2000h};
        test::Random random(seed);
        have(70);
        std::vector<Column> columns;
        for (std::size_t i = 0; i < m_names.size(); ++i)
            columns.push_back(test::randomColumn(random, 500));
        UpkeepPlace place;
        for (std::size_t moment = 0; moment < 500; ++moment) {
            Column values;
            for (const Column& column : columns)
                values.push_back(column[moment]);
            record(values);
            m_it->clock.advance(below(random, 40) == 0 ? 1h : 10s * (1 + below(random, 6)));
            if (below(random, 100) == 0)
                restart();
            for (auto turns = below(random, 8); turns > 0; --turns) {
                if (below(random, 10) == 0)
                    place = {};
                turn(place, below(random, 6) == 0);
                if (below(random, 20) == 0)
                    compare({});
            }
        }
        while (!turn(place, false))
            compare({});
        compare({});
        m_it->clock.advance(48h);
        while (!turn(place, false)) {
        }
        compare({});
        compare(1min);
        compare(10min);
    }
};

QTEST_GUILESS_MAIN(TestUpkeep)
#include "tst_upkeep.moc"
