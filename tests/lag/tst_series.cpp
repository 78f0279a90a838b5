// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/series.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

#include <algorithm>

using namespace streamscape;
using namespace streamscape::lag;
using test::second;

class TestSeries : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aFlatStretchIsTwoPoints() {
        Series series(16);
        for (int s = 0; s < 100; ++s)
            series.add(second(s), 7, false);
        QCOMPARE(series.points().size(), std::size_t(2));
        QCOMPARE(series.points()[0].at, second(0));
        QCOMPARE(series.points()[1].at, second(99));
    }

    void memoryIsBoundedAndTheRecentPastStaysDense() {
        Series series(32);
        for (int s = 0; s < 5000; ++s)
            series.add(second(s), s, false);
        QVERIFY(series.points().size() <= 32);
        QCOMPARE(series.points().front().at, second(0));
        QCOMPARE(series.points().back().at, second(4999));
        const std::size_t n = series.points().size();
        QCOMPARE(series.points()[n - 1].at - series.points()[n - 2].at, base::Duration{1000});
    }

    void aGapSurvivesThinning() {
        Series series(8);
        for (int s = 0; s < 4; ++s)
            series.add(second(s), s, s == 1);
        for (int s = 4; s < 12; ++s)
            series.add(second(s), s, false);
        bool gap = false;
        for (const Point& point : series.points())
            gap = gap || point.afterGap;
        QVERIFY(gap);
    }

    void aCornerIsNotRoundedOff() {
        // A quiet night, then a busy day: the moment between them must not drift into the night.
        Series series(32);
        series.add(second(0), 100, false);
        series.add(second(30'000), 100, false);
        for (int s = 1; s < 5000; ++s)
            series.add(second(30'000 + 2 * s), 100 + s, false);
        const auto& points = series.points();
        QVERIFY(std::find(points.begin(), points.end(), Point(second(30'000), 100)) != points.end());
    }

    void theDistantPastIsCoarserThanTheNear() {
        Series series(64);
        for (int s = 0; s < 20'000; ++s)
            series.add(second(s), s * 10 + s % 7, false);
        base::Duration widest{0};
        for (std::size_t i = 1; i < series.points().size(); ++i) {
            const base::Duration apart = series.points()[i].at - series.points()[i - 1].at;
            const base::Duration age = second(19'999) - series.points()[i].at;
            QVERIFY(apart < std::chrono::seconds{10} + age);
            widest = std::max(widest, apart);
        }
        QVERIFY(widest > std::chrono::minutes{5});
    }

    void aLogThatWasCutForgetsWhatLiesAbove() {
        Series series;
        for (int s = 0; s < 10; ++s)
            series.add(second(s), s * 10, false);
        series.cutAbove(45);
        QCOMPARE(series.last(), Point(second(4), 40));
        series.cutAbove(-1);
        QVERIFY(series.isEmpty());
    }

    void aValueIsReadOffTheLineBetweenItsNeighbours() {
        Series series;
        series.add(second(0), 0, false);
        series.add(second(10), 100, false);
        series.add(second(100), 900, true);
        QCOMPARE(series.at(second(5)).value(), 50.0);
        QCOMPARE(series.at(second(10)).value(), 100.0);
        QCOMPARE(series.at(second(200)).value(), 900.0);
        QVERIFY(!series.at(second(-1)));
        QVERIFY(!series.at(second(50)));
    }

    void itKnowsSinceWhenItStands() {
        Series series;
        series.add(second(0), 5, false);
        series.add(second(2), 5, false);
        QVERIFY(!series.everMoved());
        QCOMPARE(series.flatSince(), second(0));
        series.add(second(4), 6, false);
        for (int s = 6; s < 60; s += 2)
            series.add(second(s), 6, false);
        QVERIFY(series.everMoved());
        QCOMPARE(series.flatSince(), second(4));
    }

    void commitsAsHighAsTheyComeFit() {
        Series series;
        series.add(second(0), std::int64_t{1} << 61, false);
        QCOMPARE(series.last().value, std::int64_t{1} << 61);
        series.add(second(1), std::numeric_limits<std::int64_t>::max(), false);
        QCOMPARE(series.last().value, (std::int64_t{1} << 62) - 1);
    }

    void aMomentThatDoesNotAscendIsIgnored() {
        Series series;
        series.add(second(5), 1, false);
        series.add(second(5), 2, false);
        series.add(second(4), 3, false);
        QCOMPARE(series.points().size(), std::size_t(1));
    }

    void aWindowBeginsWithTheValueAtItsBeginning() {
        Series series;
        series.add(second(0), 0, false);
        series.add(second(10), 100, false);
        const std::vector<Point> points = series.since(second(5));
        QCOMPARE(points.size(), std::size_t(2));
        QCOMPARE(points[0].at, second(5));
        QCOMPARE(points[0].value, 50);
    }

    void aWindowBehindAGapDoesNotReachOverIt() {
        Series series;
        series.add(second(0), 0, false);
        series.add(second(100), 100, true);
        QCOMPARE(series.since(second(50)).size(), std::size_t(1));
    }

    void aRateTakesTwoPoints() {
        Series series;
        QVERIFY(!ratePerSecond(series, second(0)));
        series.add(second(0), 10, false);
        QVERIFY(!ratePerSecond(series, second(0)));
        series.add(second(10), 60, false);
        QCOMPARE(ratePerSecond(series, second(0)).value(), 5.0);
    }
};

QTEST_APPLESS_MAIN(TestSeries)
#include "tst_series.moc"
