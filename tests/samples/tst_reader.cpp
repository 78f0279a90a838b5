// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/samples/samples_store.h"

#include <QTemporaryDir>
#include <QTest>

using namespace streamscape;
using namespace streamscape::samples;
using namespace std::chrono_literals;
using test::SamplesStore;
using test::seriesName;

class TestReader : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;
    std::unique_ptr<SamplesStore> m_it;
    SeriesHandle m_count;
    SeriesHandle m_peak;
    base::Time m_begin{};
    const SeriesName m_countName = seriesName("count", "a");
    const SeriesName m_peakName = seriesName("peak", "a");

    // A counter that grows by one a frame, and a level that is 100 in every seventh frame, else 1.
    void recordFor(base::Duration duration) {
        for (const base::Time end = m_it->clock.now() + duration; m_it->clock.now() < end;
             m_it->clock.advance(10s)) {
            const auto number = (m_it->clock.now() - m_begin) / 10s;
            QVERIFY(m_it->write({{m_count, number}, {m_peak, number % 7 == 0 ? 100 : 1}}));
        }
    }
    void askForHandles() {
        m_count = m_it->recorder->series(m_countName, Rollup::Last);
        m_peak = m_it->recorder->series(m_peakName, Rollup::Max);
    }
    Lines lines(base::Duration from, base::Duration to, base::Duration step) {
        return m_it->lines({m_countName, m_peakName}, m_begin + from, m_begin + to, step);
    }
    std::optional<MomentValues> moment(base::Duration at, base::Duration tolerance) {
        return m_it->read<std::optional<MomentValues>>([&](store::Sql& sql) {
            return readMoment(sql, *store::findCluster(sql, "c1"), m_begin + at, tolerance);
        });
    }
    std::map<SeriesId, std::vector<Point>> replayed(base::Duration since) {
        return m_it->read<std::map<SeriesId, std::vector<Point>>>([&](store::Sql& sql) {
            std::map<SeriesId, std::vector<Point>> all;
            replay(sql, *store::findCluster(sql, "c1"), m_begin + since, base::Time::max(),
                   [&all](SeriesId series, std::span<const Point> points, base::Duration) {
                       all[series].insert(all[series].end(), points.begin(), points.end());
                   });
            return all;
        });
    }

private Q_SLOTS:
    void init() {
        m_it = std::make_unique<SamplesStore>(
            m_dir.filePath(QString::fromLatin1(QTest::currentTestFunction())).toStdString());
        m_begin = m_it->clock.now();
        askForHandles();
    }

    void theCoarsestTierThatSatisfiesTheStepIsRead() {
        recordFor(24h);
        QVERIFY(m_it->settle());
        for (const auto& [step, moments] :
             {std::pair{1s, 8640}, {59s, 8640}, {60s, 1440}, {599s, 1440}, {600s, 144}, {86'400s, 144}})
            QCOMPARE(lines(0h, 24h, step).times.size(), static_cast<std::size_t>(moments));
        const Lines minutes = lines(0h, 24h, 1min);
        QCOMPARE(minutes.values[0][0], Value(5)); // the last of the first minute's six
        // Six of seven minutes have a peak.
        QCOMPARE(std::count(minutes.values[1].begin(), minutes.values[1].end(), Value(100)), 1235);
    }

    void whatACoarseTierHasNotTakenInYetComesFiner() {
        recordFor(3h);
        QVERIFY(m_it->settle());
        recordFor(50min);
        QVERIFY(m_it->settle());
        // Three hours of minutes, half an hour by series, twenty minutes of frames.
        const Lines mixed = lines(0h, 4h, 1min);
        QCOMPARE(mixed.times.size(), std::size_t{180 + 180 + 120});
        QVERIFY(std::is_sorted(mixed.times.begin(), mixed.times.end()));
        QCOMPARE(mixed.values[0].back(), Value(230 * 6 - 1));
        QCOMPARE(std::count(mixed.values[0].begin(), mixed.values[0].end(), Value()), 0);
    }

    void bothEndsAreIncluded() {
        recordFor(5min);
        QCOMPARE(lines(60s, 80s, 1s).values[0], (Column{6, 7, 8}));
        QCOMPARE(lines(61s, 79s, 1s).values[0], Column{7});
        QVERIFY(lines(80s, 60s, 1s).times.empty());
        QVERIFY(lines(1h, 2h, 1s).times.empty());
    }

    void whereNothingWasRecordedIsAGap_data() {
        QTest::addColumn<int>("settled");
        QTest::newRow("between frames") << 0;
        QTest::newRow("between columns") << 1;
        QTest::newRow("between minutes") << 2;
    }
    void whereNothingWasRecordedIsAGap() {
        QFETCH(int, settled);
        m_it = std::make_unique<SamplesStore>(
            m_dir.filePath(QStringLiteral("gap%1").arg(settled)).toStdString());
        askForHandles();
        recordFor(2min);
        m_it->clock.advance(8min);
        m_it->open();
        askForHandles();
        recordFor(2min);
        if (settled > 0)
            m_it->clock.advance(settled == 1 ? 30min : 180min);
        QVERIFY(m_it->settle());
        const Lines gapped = lines(0s, 1h, settled == 2 ? 1min : 1s);
        if (settled == 2) {
            QCOMPARE(gapped.values[0], (Column{5, 11, std::nullopt, 65, 71}));
            return;
        }
        QCOMPARE(gapped.times.size(), std::size_t{12 + 1 + 12});
        QCOMPARE(gapped.times[12], m_begin + 120s);
        QCOMPARE(gapped.values[0][11], Value(11));
        QCOMPARE(gapped.values[0][12], Value());
        QCOMPARE(gapped.values[0][13], Value(60));
    }

    void aFrameThatCameLateIsNoGap() {
        recordFor(1min);
        m_it->clock.advance(15s);
        recordFor(1min);
        QCOMPARE(lines(0s, 1h, 1s).times.size(), std::size_t{12});
    }

    void aSlowRecorderLeavesNoGaps() {
        Recorder slow(*m_it->store, "c1", "shop", 60s);
        const SeriesHandle handle = slow.series(m_countName, Rollup::Last);
        for (int i = 0; i < 5; ++i, m_it->clock.advance(60s))
            QVERIFY(slow.write(m_it->clock.now(), {{handle, i}}).result());
        QCOMPARE(lines(0s, 1h, 1s).values[0], (Column{0, 1, 2, 3, 4}));
    }

    void aSeriesNobodyKnowsIsAbsent() {
        recordFor(1min);
        const Lines unknown =
            m_it->lines({seriesName("count", "nobody"), m_countName}, m_begin, m_begin + 1min);
        QCOMPARE(unknown.values[0], Column(6));
        QCOMPARE(unknown.values[1], (Column{0, 1, 2, 3, 4, 5}));
        const Lines odd = m_it->read<Lines>([this](store::Sql& sql) {
            return readLines(sql, {1,
                                   {SeriesId{-1}, SeriesId{std::numeric_limits<std::int32_t>::max()}},
                                   m_begin,
                                   m_begin + 1min,
                                   1s});
        });
        QCOMPARE(odd.values[0], Column(6));
        QCOMPARE(odd.values[1], Column(6));
    }

    void aPastMomentIsTheLastSampleBeforeIt_data() {
        QTest::addColumn<int>("settled");
        QTest::newRow("in frames") << 0;
        QTest::newRow("in columns") << 1;
    }
    void aPastMomentIsTheLastSampleBeforeIt() {
        QFETCH(int, settled);
        m_it = std::make_unique<SamplesStore>(
            m_dir.filePath(QStringLiteral("moment%1").arg(settled)).toStdString());
        askForHandles();
        recordFor(5min);
        if (settled > 0)
            m_it->clock.advance(30min);
        QVERIFY(m_it->settle());
        const auto exact = moment(70s, 0s);
        QVERIFY(exact);
        QCOMPARE(exact->time, m_begin + 70s);
        QCOMPARE(exact->values,
                 (std::vector<SeriesValue>{{*m_it->id(m_countName), 7}, {*m_it->id(m_peakName), 100}}));
        QCOMPARE(moment(79s, 9s)->time, m_begin + 70s);
        QVERIFY(!moment(79s, 8s));
        QVERIFY(!moment(-1s, 1h));
        QCOMPARE(moment(1h, 1h)->time, m_begin + 290s);
        QVERIFY(!moment(1h, 10min));
    }

    void aPastMomentOfLongAgoComesFromACoarserTier() {
        recordFor(12h);
        QVERIFY(m_it->settle());
        m_it->clock.advance(24h * 2);
        QVERIFY(m_it->settle());
        QCOMPARE(moment(65s, 60s)->time, m_begin + 50s);
        QCOMPARE(moment(65s, 60s)->values[0].value, 5);
        m_it->clock.advance(24h * 7);
        QVERIFY(m_it->settle());
        QCOMPARE(moment(11min, 10min)->time, m_begin + 590s);
        QCOMPARE(moment(11min, 10min)->values[0].value, 59);
    }

    void aMemoryIsFilledWithAllSinceAMoment() {
        recordFor(45min);
        QVERIFY(m_it->settle());
        const auto all = replayed(5min);
        QCOMPARE(all.size(), std::size_t{2});
        const std::vector<Point>& points = all.at(*m_it->id(m_countName));
        QCOMPARE(points.size(), std::size_t{240});
        for (std::size_t i = 0; i < points.size(); ++i)
            QCOMPARE(points[i], (Point{m_begin + 5min + 10s * i, static_cast<std::int64_t>(30 + i)}));
        QVERIFY(replayed(1h).empty());
    }

    void aReadThatIsTakenBackEnds() {
        recordFor(1min);
        auto older = m_it->store->read<Lines>("chart", [this](store::Sql& sql) -> base::Result<Lines> {
            while (sql.ok()) // as a long one would
                readLines(sql, {1, {SeriesId{1}}, m_begin, m_begin + 1h, 1s});
            return Lines{};
        });
        const auto newer = m_it->store->read<Lines>("chart", [this](store::Sql& sql) -> base::Result<Lines> {
            return readLines(sql, {1, {SeriesId{1}}, m_begin, m_begin + 1h, 1s});
        });
        QCOMPARE(older.result().error().kind, base::ErrorKind::Cancelled);
        QCOMPARE(newer.result()->times.size(), std::size_t{6});
    }
};

QTEST_GUILESS_MAIN(TestReader)
#include "tst_reader.moc"
