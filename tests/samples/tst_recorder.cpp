// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/samples/samples_store.h"

#include <QTemporaryDir>
#include <QTest>

using namespace streamscape;
using namespace streamscape::samples;
using namespace std::chrono_literals;
using test::SamplesStore;
using test::seriesName;

class TestRecorder : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<SamplesStore> m_it;

    Lines all(const std::vector<SeriesName>& names) {
        return m_it->lines(names, m_it->clock.now() - 24h, m_it->clock.now() + 24h);
    }
    void run(const std::string& statement) {
        const auto done = test::await(
            m_it->store->write<base::Done>([&statement](store::Sql& sql) -> base::Result<base::Done> {
                sql.run(statement);
                return base::Done{};
            }));
        QVERIFY2(done, test::why(done).c_str());
    }
    // Makes every frame fail at its last statement.
    void spoilNextInsert(bool spoil) {
        run(spoil ? "CREATE TRIGGER spoil AFTER UPDATE ON sample_stretches BEGIN "
                    "SELECT raise(ABORT, 'spoilt'); END"
                  : "DROP TRIGGER spoil");
    }

private Q_SLOTS:
    void init() {
        m_it = std::make_unique<SamplesStore>(
            m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString());
    }

    void whatWasWrittenIsRead() {
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        const SeriesHandle b = m_it->recorder->series(seriesName("end", "b"), Rollup::Last);
        const base::Time first = m_it->clock.now();
        QVERIFY(m_it->write({{a, 1}, {b, -7}}));
        m_it->clock.advance(10s);
        QVERIFY(m_it->write({{a, 2}, {b, std::nullopt}}));
        m_it->clock.advance(10s);
        QVERIFY(m_it->write({{b, std::numeric_limits<std::int64_t>::max()}}));
        const Lines lines = all({seriesName("end", "a"), seriesName("end", "b")});
        QCOMPARE(lines.times, (std::vector{first, first + 10s, first + 20s}));
        QCOMPARE(lines.values[0], (Column{1, 2, std::nullopt}));
        QCOMPARE(lines.values[1], (Column{-7, std::nullopt, std::numeric_limits<std::int64_t>::max()}));
    }

    void aSeriesThatComesLaterIsAbsentBefore() {
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        QVERIFY(m_it->write({{a, 1}}));
        m_it->clock.advance(10s);
        const SeriesHandle b = m_it->recorder->series(seriesName("end", "b"), Rollup::Max);
        QVERIFY(m_it->write({{a, 1}, {b, 5}}));
        QCOMPARE(all({seriesName("end", "b")}).values[0], (Column{std::nullopt, 5}));
        const auto known = m_it->read<std::vector<Series>>([](store::Sql& sql) {
            return listSeries(sql, 1, {"test", "end", "b"});
        });
        QCOMPARE(known.size(), std::size_t{1});
        QCOMPARE(known[0].name, seriesName("end", "b"));
        QCOMPARE(known[0].rollup, Rollup::Max);
    }

    void namesAreTakenAsTheyAre() {
        const std::vector<SeriesName> names{{"lag", "committed", {"a:b c", "töpic", ""}, 0},
                                            {"lag", "committed", {"a:b c", "töpic", " "}, 0},
                                            {"lag", "committed", {"a", ":b c", "töpic"}, 0},
                                            {"lag", "committed", {"a:b c", "töpic", ""}, -1}};
        std::vector<Reading> readings;
        for (std::size_t i = 0; i < names.size(); ++i)
            readings.push_back(
                {m_it->recorder->series(names[i], Rollup::Last), static_cast<std::int64_t>(i)});
        QVERIFY(m_it->write(readings));
        const Lines lines = all(names);
        for (std::size_t i = 0; i < names.size(); ++i)
            QCOMPARE(lines.values[i], Column{static_cast<std::int64_t>(i)});
    }

    void aRestartGoesOnWithTheSameSeries() {
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        QVERIFY(m_it->write({{a, 1}}));
        m_it->open();
        m_it->recorder->series(seriesName("end", "new"), Rollup::Last);
        const SeriesHandle again = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        m_it->clock.advance(10s);
        QVERIFY(m_it->write({{again, 2}})->beginsBlock);
        QCOMPARE(all({seriesName("end", "a")}).values[0], (Column{1, 2}));
        QCOMPARE(m_it->count("sample_series"), 2);
    }

    void aSeriesRollsUpAsItWasLastAskedFor() {
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        QVERIFY(m_it->write({{a, 1}}));
        m_it->open();
        const SeriesHandle again = m_it->recorder->series(seriesName("end", "a"), Rollup::Max);
        m_it->clock.advance(10s);
        QVERIFY(m_it->write({{again, 1}}));
        const auto known =
            m_it->read<std::vector<Series>>([](store::Sql& sql) { return listSeries(sql, 1); });
        QCOMPARE(known.size(), std::size_t{1});
        QCOMPARE(known[0].rollup, Rollup::Max);
    }

    void aBlockBeginsEveryHalfHour() {
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        int blocks = 0;
        for (int i = 0; i < 540; ++i, m_it->clock.advance(10s))
            blocks += m_it->write({{a, i}})->beginsBlock ? 1 : 0;
        QCOMPARE(blocks, 3);
        QCOMPARE(m_it->count("sample_frames"), 540);
    }

    void aFrameInWhichNothingChangedCostsNothing() {
        std::vector<Reading> readings;
        for (int i = 0; i < 1'000; ++i)
            readings.push_back({m_it->recorder->series(seriesName("end", "a", i), Rollup::Last), i * 1'000});
        QVERIFY(m_it->write(readings)->bytes > 2'000);
        m_it->clock.advance(10s);
        QCOMPARE(m_it->write(readings)->bytes, 0);
        readings[500].value = 3;
        m_it->clock.advance(10s);
        QVERIFY(m_it->write(readings)->bytes < 40);
    }

    void manyNewSeriesAreStoredAheadOfTheirFrame() {
        std::vector<Reading> readings;
        for (int i = 0; i < 5'000; ++i)
            readings.push_back({m_it->recorder->series(seriesName("end", "a", i), Rollup::Last), i});
        QVERIFY(m_it->write(readings));
        QCOMPARE(m_it->count("sample_series"), 5'000);
        QCOMPARE(all({seriesName("end", "a", 4'999)}).values[0], Column{4'999});
        // Asked for one after another, kept together.
        QCOMPARE(m_it->id(seriesName("end", "a", 4'999))->value - m_it->id(seriesName("end", "a", 0))->value,
                 4'999);
    }

    void theSameMomentTwiceIsRefused() {
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        QVERIFY(m_it->write({{a, 1}}));
        const SeriesHandle b = m_it->recorder->series(seriesName("end", "b"), Rollup::Last);
        QCOMPARE(m_it->write({{a, 2}, {b, 1}}).error().kind, base::ErrorKind::Conflict);
        m_it->clock.advance(10s);
        QVERIFY(!m_it->write({{a, 2}, {b, 1}})->beginsBlock);
        QCOMPARE(all({seriesName("end", "a")}).values[0], (Column{1, 2}));
        QCOMPARE(all({seriesName("end", "b")}).values[0], (Column{std::nullopt, 1}));
    }

    void aClockPutBackBeginsABlock() {
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        QVERIFY(m_it->write({{a, 1}}));
        m_it->clock.advance(20s);
        QVERIFY(m_it->write({{a, 3}}));
        m_it->clock.advance(-10s);
        QVERIFY(m_it->write({{a, 2}})->beginsBlock);
        QCOMPARE(all({seriesName("end", "a")}).values[0], (Column{1, 2, 3}));
    }

    void anUnknownHandleIsABugAndTheNextFrameIsGood() {
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        QCOMPARE(m_it->write({{SeriesHandle{1}, 1}}).error().kind, base::ErrorKind::Bug);
        QVERIFY(m_it->write({{a, 1}}));
        QCOMPARE(all({seriesName("end", "a")}).values[0], Column{1});
    }

    void twoHandlesOfOneSeriesAreOne() {
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        const SeriesHandle b = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        QVERIFY(m_it->write({{a, std::nullopt}, {b, 2}}));
        QCOMPARE(all({seriesName("end", "a")}).values[0], Column{2});
    }

    // The frame after one that did not come through must not be told as a step from it.
    void afterAFrameThatFailedTheNextHoldsEverything() {
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        QVERIFY(m_it->write({{a, 10}}));
        spoilNextInsert(true);
        m_it->clock.advance(10s);
        const SeriesHandle b = m_it->recorder->series(seriesName("end", "b"), Rollup::Last);
        QVERIFY(!m_it->write({{a, 20}, {b, 1}}));
        spoilNextInsert(false);
        QCOMPARE(m_it->count("sample_series"), 1);
        m_it->clock.advance(10s);
        QVERIFY(m_it->write({{a, 21}, {b, 2}})->beginsBlock);
        QCOMPARE(all({seriesName("end", "a")}).values[0], (Column{10, 21}));
        QCOMPARE(all({seriesName("end", "b")}).values[0], (Column{std::nullopt, 2}));
    }

    void aNewSeriesBesideAKnownOneIsNotLostWithItsFrame() {
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        QVERIFY(m_it->write({{a, 1}}));
        m_it->open();
        spoilNextInsert(true);
        const SeriesHandle fresh = m_it->recorder->series(seriesName("end", "new"), Rollup::Last);
        const SeriesHandle known = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        m_it->clock.advance(10s);
        QVERIFY(!m_it->write({{fresh, 5}, {known, 2}}));
        spoilNextInsert(false);
        m_it->clock.advance(10s);
        QVERIFY(m_it->write({{fresh, 6}, {known, 3}}));
        QCOMPARE(all({seriesName("end", "new")}).values[0], (Column{std::nullopt, 6}));
        QCOMPARE(all({seriesName("end", "a")}).values[0], (Column{1, 3}));
    }

    void aSeriesThatCouldNotBeStoredGetsItsNumberWithTheNextFrame() {
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        QVERIFY(m_it->write({{a, 1}}));
        m_it->open();
        run("CREATE TRIGGER spoil BEFORE INSERT ON sample_series WHEN new.name1 = 'full' BEGIN "
            "SELECT raise(ABORT, 'spoilt'); END");
        const SeriesHandle known = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        const SeriesHandle full = m_it->recorder->series(seriesName("end", "full"), Rollup::Last);
        const SeriesHandle behind = m_it->recorder->series(seriesName("end", "behind"), Rollup::Last);
        const std::vector<Reading> readings{{known, 2}, {full, 3}, {behind, 4}};
        m_it->clock.advance(10s);
        QVERIFY(!m_it->write(readings));
        run("DROP TRIGGER spoil");
        m_it->clock.advance(10s);
        QVERIFY(m_it->write(readings));
        QCOMPARE(m_it->count("sample_series"), 3);
        QCOMPARE(all({seriesName("end", "a")}).values[0], (Column{1, 2}));
        QCOMPARE(all({seriesName("end", "full")}).values[0], (Column{std::nullopt, 3}));
        QCOMPARE(all({seriesName("end", "behind")}).values[0], (Column{std::nullopt, 4}));
    }

    void aFirstFrameThatFailedIsWrittenWhole() {
        spoilNextInsert(true);
        std::vector<Reading> readings;
        for (int i = 0; i < 4'500; ++i)
            readings.push_back({m_it->recorder->series(seriesName("end", "a", i), Rollup::Last), i});
        QVERIFY(!m_it->write(readings));
        spoilNextInsert(false);
        QCOMPARE(m_it->count("sample_series"), 4'000);
        m_it->clock.advance(10s);
        QVERIFY(m_it->write(readings));
        QCOMPARE(m_it->count("sample_series"), 4'500);
        QCOMPARE(all({seriesName("end", "a", 4'499)}).values[0], Column{4'499});
    }

    void twoClustersAreApart() {
        Recorder other(*m_it->store, "c2", "other");
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        const SeriesHandle b = other.series(seriesName("end", "a"), Rollup::Last);
        QVERIFY(m_it->write({{a, 1}}));
        QVERIFY(test::await(other.write(m_it->clock.now(), {{b, 2}})));
        QCOMPARE(all({seriesName("end", "a")}).values[0], Column{1});
        QVERIFY(m_it->settle());
        m_it->clock.advance(24h);
        QVERIFY(m_it->settle());
        QCOMPARE(all({seriesName("end", "a")}).values[0], Column{1});
    }

    void aReadOnlyStoreSaysSo() {
        m_it->open(store::Mode::ReadOnly);
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        QCOMPARE(m_it->write({{a, 1}}).error().what, std::string("The store is read-only"));
    }

    void aFrameWithoutReadingsIsAMomentAtWhichNothingWasKnown() {
        const SeriesHandle a = m_it->recorder->series(seriesName("end", "a"), Rollup::Last);
        QVERIFY(m_it->write({{a, 1}}));
        m_it->clock.advance(10s);
        QVERIFY(m_it->write({}));
        QCOMPARE(all({seriesName("end", "a")}).values[0], (Column{1, std::nullopt}));
    }
};

QTEST_GUILESS_MAIN(TestRecorder)
#include "tst_recorder.moc"
