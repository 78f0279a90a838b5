// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/memory_map.h"
#include "widgets/common/histogram.h"
#include "widgets/common/line_chart.h"

#include <QChart>
#include <QElapsedTimer>
#include <QSignalSpy>
#include <QToolTip>
#include <QtTest>

#include <cmath>

using namespace streamscape;
using namespace streamscape::widgets;
using namespace std::chrono_literals;

namespace {

base::Time at(int seconds) { return base::fromMilliseconds(1'795'312'800'000 + 1000LL * seconds); }

std::vector<LineChart::Line> lines(int count, int points) {
    std::vector<LineChart::Line> all(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        LineChart::Line& line = all[static_cast<std::size_t>(i)];
        line.name = QStringLiteral("group-%1").arg(i);
        line.filled = i == 0;
        for (int p = 0; p < points; ++p)
            line.points.push_back({at(p * 3600 / points), 1000.0 * i + 400 * std::sin(p + i)});
    }
    return all;
}

} // namespace

class TestCommonCharts : public QObject {
    Q_OBJECT

    Theme theme{ThemeChoice::Dark};
    View view;
    test::MemoryMap memory;
    PageContext context{view, theme, memory, base::systemNow};

    template<class Chart>
    void showChart(Chart& chart) {
        chart.resize(900, 220);
        chart.show();
        QVERIFY(QTest::qWaitForWindowExposed(&chart));
    }
    static QPoint inPlot(const TimeChart& chart, double part) {
        const QRectF plot = chart.chart()->plotArea();
        return QPointF(plot.left() + part * plot.width(), plot.center().y()).toPoint();
    }
    static void drag(TimeChart& chart, double from, double to) {
        QTest::mousePress(chart.viewport(), Qt::LeftButton, {}, inPlot(chart, from));
        QTest::mouseMove(chart.viewport(), inPlot(chart, to));
        QMouseEvent move(QEvent::MouseMove, inPlot(chart, to),
                         chart.viewport()->mapToGlobal(inPlot(chart, to)), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(chart.viewport(), &move);
        QTest::mouseRelease(chart.viewport(), Qt::LeftButton, {}, inPlot(chart, to));
    }
    static void hover(TimeChart& chart, double part) {
        QMouseEvent move(QEvent::MouseMove, inPlot(chart, part),
                         chart.viewport()->mapToGlobal(inPlot(chart, part)), Qt::NoButton, Qt::NoButton, {});
        QApplication::sendEvent(chart.viewport(), &move);
    }
    static bool hasColour(const QImage& image, const QRect& inside, const QColor& colour) {
        const double scale = image.devicePixelRatio();
        const QRect area = QRectF(inside.topLeft() * scale, QSizeF(inside.size()) * scale).toRect();
        for (int y = area.top(); y <= area.bottom(); ++y)
            for (int x = area.left(); x <= area.right(); ++x) {
                const QColor seen = image.pixelColor(x, y);
                if (std::abs(seen.red() - colour.red()) + std::abs(seen.green() - colour.green()) +
                        std::abs(seen.blue() - colour.blue()) <
                    40)
                    return true;
            }
        return false;
    }

private Q_SLOTS:
    void keysWalkZoomAndGoBackToNow() {
        LineChart chart(context, LineChart::Unit::Count);
        showChart(chart);
        chart.setData(lines(2, 60), at(0), at(3600));
        chart.setFocus();
        QSignalSpy selected(&chart, &TimeChart::rangeSelected);
        QSignalSpy live(&chart, &TimeChart::liveRequested);
        QTest::keyClick(&chart, Qt::Key_Right);
        QVERIFY(chart.accessibleDescription().contains(QStringLiteral("group-1")));
        QTest::keyClick(&chart, Qt::Key_Plus);
        QCOMPARE(selected.count(), 1);
        const auto from = selected.first().at(0).value<base::Time>();
        const auto to = selected.first().at(1).value<base::Time>();
        QCOMPARE((to - from).count(), (at(1800) - at(0)).count());
        QTest::keyClick(&chart, Qt::Key_Home);
        QCOMPARE(live.count(), 1);
    }

    void aMarkSaysItsWordsWhereTheKeysReachIt() {
        LineChart chart(context, LineChart::Unit::Count);
        showChart(chart);
        const std::vector<LineChart::Mark> marks{
            {at(3600), QStringLiteral("a deploy"), base::Severity::Muted}};
        chart.setData(lines(1, 60), at(0), at(3600), marks);
        chart.setFocus();
        QTest::keyClick(&chart, Qt::Key_Left);
        QVERIFY(!chart.accessibleDescription().contains(QStringLiteral("a deploy")));
        QTest::keyClick(&chart, Qt::Key_Right);
        QVERIFY(chart.accessibleDescription().contains(QStringLiteral("a deploy")));
    }

    void aLineBesidesAnotherHasItsColourAndNoPlaceInTheLegend() {
        LineChart chart(context, LineChart::Unit::Count);
        showChart(chart);
        std::vector<LineChart::Line> all = lines(3, 60);
        all[1].besides = 0;
        all[1].stroke = LineChart::Stroke::Dashed;
        chart.setData(all, at(0), at(3600));
        QCOMPARE(chart.legend()->entries().size(), std::size_t(2));
        QCOMPARE(chart.legend()->entries()[1].name, QStringLiteral("group-2"));
        QCOMPARE(chart.legend()->entries()[1].colour, theme.series()[1]);
    }

    void timeStepsAreOnesPeopleCountIn() {
        QCOMPARE(niceTimeStep(1h, 12), base::Duration(5min));
        QCOMPARE(niceTimeStep(24h, 10), base::Duration(6h));
        QCOMPARE(niceTimeStep(7 * 24h, 10), base::Duration(24h));
        QCOMPARE(niceTimeStep(10s, 10), base::Duration(1s));
    }

    void aScaleEndsOnARoundNumber() {
        QCOMPARE(niceTop(0), 1.0);
        QCOMPARE(niceTop(137), 200.0);
        QCOMPARE(niceTop(250), 250.0);
        QCOMPARE(niceTop(0.3), 0.5);
    }

    void draggingMarksAStretchOfTime() {
        LineChart chart(context, LineChart::Unit::Count);
        chart.setData(lines(2, 100), at(0), at(3600));
        showChart(chart);
        QSignalSpy chosen(&chart, &TimeChart::rangeSelected);
        drag(chart, 0.25, 0.5);
        QCOMPARE(chosen.count(), 1);
        const auto from = chosen[0][0].value<base::Time>();
        const auto to = chosen[0][1].value<base::Time>();
        QVERIFY(std::abs((from - at(900)).count()) < 10'000);
        QVERIFY(std::abs((to - at(1800)).count()) < 10'000);
    }

    void draggingBackwardsMarksTheSameStretch() {
        LineChart chart(context, LineChart::Unit::Count);
        chart.setData(lines(2, 100), at(0), at(3600));
        showChart(chart);
        QSignalSpy chosen(&chart, &TimeChart::rangeSelected);
        drag(chart, 0.5, 0.25);
        QCOMPARE(chosen.count(), 1);
        QVERIFY(chosen[0][0].value<base::Time>() < chosen[0][1].value<base::Time>());
    }

    void aClickMarksNothing() {
        LineChart chart(context, LineChart::Unit::Count);
        chart.setData(lines(2, 100), at(0), at(3600));
        showChart(chart);
        QSignalSpy chosen(&chart, &TimeChart::rangeSelected);
        QTest::mouseClick(chart.viewport(), Qt::LeftButton, {}, inPlot(chart, 0.4));
        QCOMPARE(chosen.count(), 0);
    }

    void aDoubleClickAsksForLive() {
        Histogram chart(context);
        chart.setData({{QStringLiteral("allowed"), base::Severity::None}}, {{at(0), {3}}, {at(60), {5}}},
                      60s);
        showChart(chart);
        QSignalSpy live(&chart, &TimeChart::liveRequested);
        QTest::mouseDClick(chart.viewport(), Qt::LeftButton, {}, inPlot(chart, 0.4));
        QCOMPARE(live.count(), 1);
    }

    void nothingIsDrawnWhereNothingWasKnown() {
        LineChart chart(context, LineChart::Unit::Count);
        LineChart::Line line;
        line.name = QStringLiteral("lag");
        line.severity = base::Severity::Bad;
        for (int i = 0; i <= 3600; i += 36)
            line.points.push_back({at(i), i > 1200 && i < 2400 ? std::nullopt : std::optional(50.0)});
        chart.setData({line}, at(0), at(3600));
        showChart(chart);
        const QImage shot = chart.grab().toImage();
        const QRect plot = chart.chart()->plotArea().toRect();
        const QRect known(plot.left() + plot.width() / 10, plot.top(), plot.width() / 5, plot.height() - 4);
        const QRect unknown(plot.left() + plot.width() * 2 / 5, plot.top(), plot.width() / 5,
                            plot.height() - 4);
        QVERIFY(hasColour(shot, known, darkTokens().bad));
        QVERIFY(!hasColour(shot, unknown, darkTokens().bad));
    }

    void fewerLinesLeaveNoneBehind() {
        LineChart chart(context, LineChart::Unit::Count);
        auto three = lines(3, 50);
        three[2].severity = base::Severity::Bad;
        chart.setData(three, at(0), at(3600));
        showChart(chart);
        QVERIFY(hasColour(chart.grab().toImage(), chart.chart()->plotArea().toRect(), darkTokens().bad));
        three.pop_back();
        chart.setData(three, at(0), at(3600));
        QVERIFY(!hasColour(chart.grab().toImage(), chart.chart()->plotArea().toRect(), darkTokens().bad));
        QCOMPARE(chart.legend()->entries().size(), 2U);
    }

    void theLegendNamesEachLineInItsColour() {
        LineChart chart(context, LineChart::Unit::Count);
        auto two = lines(2, 10);
        two[1].severity = base::Severity::Warn;
        chart.setData(two, at(0), at(3600));
        QCOMPARE(chart.legend()->entries()[0], (Legend::Entry{QStringLiteral("group-0"), theme.series()[0]}));
        QCOMPARE(chart.legend()->entries()[1], (Legend::Entry{QStringLiteral("group-1"), darkTokens().warn}));
    }

    void theValuesUnderTheMouseAreSaid() {
        LineChart chart(context, LineChart::Unit::Duration);
        LineChart::Line line{QStringLiteral("a<b"), {{at(0), 61'000.0}, {at(3600), std::nullopt}}};
        chart.setData({line}, at(0), at(3600));
        showChart(chart);
        hover(chart, 0.1);
        QVERIFY(QToolTip::text().contains(QStringLiteral("1 m 1 s")));
        QVERIFY2(QToolTip::text().contains(QStringLiteral("a&lt;b")), "a name is not markup");
        QVERIFY(QToolTip::text().contains(QStringLiteral("UTC")));
        hover(chart, 0.9);
        QVERIFY(QToolTip::text().contains(base::unknownText));
    }

    void theCountsOfABarAreSaid() {
        Histogram chart(context);
        chart.setData({{QStringLiteral("allowed"), base::Severity::None},
                       {QStringLiteral("denied"), base::Severity::Bad}},
                      {{at(0), {62'871, 3}}, {at(60), {5, 1'213}}}, 60s);
        showChart(chart);
        hover(chart, 0.75);
        QVERIFY(QToolTip::text().contains(QStringLiteral("denied 1,213")));
    }

    void chartsFollowTheTheme() {
        Histogram chart(context);
        chart.setData({{QStringLiteral("denied"), base::Severity::Bad}}, {{at(0), {3}}, {at(60), {5}}}, 60s);
        showChart(chart);
        QVERIFY(hasColour(chart.grab().toImage(), chart.chart()->plotArea().toRect(), darkTokens().bad));
        theme.setChoice(ThemeChoice::Light);
        const bool light =
            hasColour(chart.grab().toImage(), chart.chart()->plotArea().toRect(), lightTokens().bad);
        theme.setChoice(ThemeChoice::Dark);
        QVERIFY(light);
    }

    void withoutDataNothingBreaks() {
        LineChart empty(context, LineChart::Unit::Count);
        showChart(empty);
        hover(empty, 0.5);
        Histogram none(context);
        none.setData({}, {}, 0s);
        showChart(none);
        drag(none, 0.2, 0.8);
    }

    // No promise: the figure is for HACKING.md, and a sanitizer or a busy machine takes many times as long.
    void whatEightLinesOfAScreensWidthCostIsSaid() {
        LineChart chart(context, LineChart::Unit::Count);
        showChart(chart);
        auto data = lines(8, 900);
        chart.setData(data, at(0), at(3600));
        chart.grab();
        QElapsedTimer watch;
        watch.start();
        constexpr int rounds = 10;
        for (int i = 0; i < rounds; ++i) {
            data[0].points[5].value = i;
            chart.setData(data, at(i), at(3600 + i));
            chart.grab();
        }
        qInfo("8 lines x 900 points, updated and painted: %.1f ms",
              static_cast<double>(watch.elapsed()) / rounds);
    }
};

QTEST_MAIN(TestCommonCharts)
#include "tst_common_charts.moc"
