// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/series.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

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
