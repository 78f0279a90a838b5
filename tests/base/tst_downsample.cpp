// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/downsample.h"

#include <QTest>

using namespace streamscape::base;

class tst_downsample : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void leavesAShortSeriesAsItIs();
    void keepsAPeakOneSampleWide();
    void staysWithinTwoSamplesAPixel();
    void keepsTheOrderOfTime();
    void keepsAGapWhereNothingWasKnown();
    void keepsTheNeighboursOutsideSoThatLinesReachTheEdges();
    void answersNothingForNothing();
};

static Time t(std::int64_t ms) { return fromMilliseconds(ms); }

static std::vector<Sample> flat(int count) {
    std::vector<Sample> samples;
    for (int i = 0; i < count; ++i)
        samples.push_back({t(i), 1.0});
    return samples;
}

void tst_downsample::leavesAShortSeriesAsItIs() {
    const auto samples = flat(50);
    QCOMPARE(downsample(samples, t(0), t(49), 100), samples);
}

void tst_downsample::keepsAPeakOneSampleWide() {
    auto samples = flat(10'000);
    samples[5'555].value = 99.0;
    const auto kept = downsample(samples, t(0), t(9'999), 100);
    QVERIFY(std::find(kept.begin(), kept.end(), samples[5'555]) != kept.end());
}

void tst_downsample::staysWithinTwoSamplesAPixel() {
    auto samples = flat(10'000);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i].value = static_cast<double>((i * 7919) % 101);
    QVERIFY(downsample(samples, t(100), t(9'000), 100).size() <= 204U);
}

void tst_downsample::keepsTheOrderOfTime() {
    auto samples = flat(5'000);
    for (std::size_t i = 0; i < samples.size(); ++i)
        samples[i].value = static_cast<double>((i * 7919) % 101);
    const auto kept = downsample(samples, t(0), t(4'999), 77);
    QVERIFY(std::is_sorted(kept.begin(), kept.end(),
                           [](const Sample& a, const Sample& b) { return a.time < b.time; }));
}

void tst_downsample::keepsAGapWhereNothingWasKnown() {
    auto samples = flat(1'000);
    for (std::size_t i = 400; i < 600; ++i)
        samples[i].value.reset();
    const auto kept = downsample(samples, t(0), t(999), 10);
    QCOMPARE(std::count_if(kept.begin(), kept.end(), [](const Sample& s) { return !s.value; }), 2);
}

void tst_downsample::keepsTheNeighboursOutsideSoThatLinesReachTheEdges() {
    const auto samples = flat(100);
    const auto kept = downsample(samples, t(40), t(59), 100);
    QCOMPARE(kept.front().time, t(39));
    QCOMPARE(kept.back().time, t(60));
}

void tst_downsample::answersNothingForNothing() { QVERIFY(downsample({}, t(0), t(1), 0).empty()); }

QTEST_APPLESS_MAIN(tst_downsample)
#include "tst_downsample.moc"
