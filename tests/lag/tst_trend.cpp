// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/trend.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

#include <cmath>
#include <random>

using namespace streamscape;
using namespace streamscape::lag;
using std::chrono::minutes;
using std::chrono::seconds;
using test::second;

namespace {

const auto always = [](const Trend&) { return true; };

// One partition, written a hundred a second, whose reader commits every so many seconds what it has read.
struct Reading {
    Series commits{64};
    Series ends{64};

    Reading(int until, int every, const std::function<double(int)>& read, double written = 100) {
        for (int s = 0; s <= until; s += 2) {
            ends.add(second(s), std::llround(s * written), false);
            commits.add(second(s), std::llround(read(s - s % every)), false);
        }
    }
    Trend trend(int now) const {
        const Track track{&commits, &ends};
        return trendOf({&track, 1}, cadenceOf(waitsOf(commits, ends)), 0, second(now), always);
    }
};

} // namespace

class TestTrend : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLineGrowsOrShrinks() {
        const std::vector<double> up{0, 10, 20, 30, 40, 50};
        QCOMPARE(trendOf(up, seconds{10}), (Trend{Course::Growing, seconds{50}, 50}));
        const std::vector<double> down{50, 40, 30, 20, 10, 0};
        QCOMPARE(trendOf(down, seconds{10}).course, Course::Shrinking);
    }
    void oneWildValueDoesNotBendIt() {
        const std::vector<double> values{0, 10, 20, -900, 40, 50, 60, 70};
        const Trend trend = trendOf(values, seconds{10});
        QCOMPARE(trend.course, Course::Growing);
        QVERIFY(std::abs(trend.change - 70) < 1);
    }
    void noiseIsSteady() {
        std::mt19937 random(3);
        int courses = 0;
        for (int round = 0; round < 1000; ++round) {
            std::vector<double> values;
            for (int i = 0; i < 12; ++i)
                values.push_back(1000 + static_cast<double>(random() % 200));
            courses += trendOf(values, seconds{10}).course != Course::Steady;
        }
        QVERIFY2(courses < 5, std::to_string(courses).c_str());
    }
    void whatRoseAndHasTurnedDoesNotGrow() {
        const std::vector<double> values{0, 10, 20, 30, 40, 50, 60, 70, 80, 60, 50};
        QVERIFY(trendOf(values, seconds{10}).course != Course::Growing);
    }
    void fourValuesAreTooFew() {
        const std::vector<double> values{0, 10, 20, 30};
        QCOMPARE(trendOf(values, seconds{10}).course, Course::Unknown);
    }
    void aHoleIsLeftOut() {
        const double hole = std::nan("");
        const std::vector<double> values{0, 10, hole, hole, 40, 50, 60};
        QCOMPARE(trendOf(values, seconds{10}), (Trend{Course::Growing, seconds{60}, 60}));
    }

    void aSawToothOfCommitsIsSteadyHoweverSlow() {
        for (const int every : {4, 10, 60, 300})
            for (int until = every * 20; until < every * 21; until += std::max(2, every / 10)) {
                const Reading reading(until, every, [](int s) { return s * 100.0; });
                QVERIFY(reading.trend(until).course != Course::Growing);
            }
    }
    void aSlowLeakGrowsHoweverSlowTheCommits() {
        for (const int every : {4, 10, 60}) {
            const Reading reading(every * 60, every, [](int s) { return s * 97.0; });
            QCOMPARE(reading.trend(every * 60).course, Course::Growing);
        }
    }
    void aQuickRiseShowsInTwoMinutes() {
        const Reading reading(2000, 5,
                              [](int s) { return std::min(s, 1900) * 100.0 + std::max(0, s - 1900) * 30.0; });
        const Trend trend = reading.trend(2000);
        QCOMPARE(trend.course, Course::Growing);
        QVERIFY(trend.over <= minutes{2});
    }

    void aWaitIsFromARecordsBeingThereToItsCommit() {
        // A record each minute, committed six seconds later: the reader is quick, not slow.
        Series commits;
        Series ends;
        for (int s = 0; s < 900; s += 2) {
            ends.add(second(s), s / 60 + 1, false);
            commits.add(second(s), (s + 54) / 60, false);
        }
        const Cadence cadence = cadenceOf(waitsOf(commits, ends));
        QVERIFY(cadence.isKnown());
        QVERIFY(cadence.usual <= seconds{10});
        QCOMPARE(cadence.patience(), base::Duration{leastPatience});
    }
    void patienceFollowsTheGroupsOwnCommits() {
        const Reading minutely(3600, 60, [](int s) { return s * 100.0; });
        const Cadence cadence = cadenceOf(waitsOf(minutely.commits, minutely.ends));
        QVERIFY(std::chrono::abs(cadence.usual - seconds{60}) <= seconds{4});
        QVERIFY(cadence.patience() >= minutes{3});
        QVERIFY(cadence.patience() <= minutes{6});
        QCOMPARE(Cadence{}.patience(), base::Duration{unknownPatience});
    }
    void oneOutageDoesNotMakeItPatientForEver() {
        Cadence cadence = cadenceOf({seconds{5}, seconds{5}, seconds{5}, seconds{1800}});
        QVERIFY(cadence.patience() <= seconds{30});
    }

    void aRateDoesNotDependOnTheMomentItIsAskedAt() {
        const auto read = [](int s) { return s * 100.0; };
        for (int until = 600; until < 640; until += 2) {
            const Reading reading(until, 20, read);
            const double rate = commitRate(reading.commits, second(until - 80), second(until)).value();
            QVERIFY2(std::abs(rate - 100) < 5, std::to_string(rate).c_str());
        }
    }
    void aReaderThatStoppedHasNoRateSoon() {
        const Reading reading(600, 10, [](int s) { return std::min(s, 480) * 100.0; });
        QCOMPARE(commitRate(reading.commits, second(540), second(600)).value(), 0.0);
    }

    void batchesHaveTheirPeaks() {
        // Ten minutes' waves of a thousand, each read in three minutes; now at the top of the fifth.
        Series lag{128};
        for (int s = 0; s <= 2500; s += 2)
            lag.add(second(s), s % 600 < 180 ? 1000 - s % 180 * 5 : 0, false);
        QVERIFY(peaksLikeThis(lag, second(2500)) >= 3);
        lag.add(second(2502), 3000, false);
        QCOMPARE(peaksLikeThis(lag, second(2502)), 0);
    }
    void aPeakThatLastsLongerThanTheOthersIsNoneOfThem() {
        Series lag{128};
        for (int s = 0; s <= 1800; s += 2)
            lag.add(second(s), s % 600 < 180 ? 1000 : 0, false);
        for (int s = 1802; s < 2400; s += 2)
            lag.add(second(s), 1000, false);
        QCOMPARE(peaksLikeThis(lag, second(2400)), 0);
    }
    void wavesThatLeaveMoreAndMoreAreToldFromWavesThatDoNot() {
        const auto waves = [](double kept) {
            Series lag{128};
            double left = 0;
            for (int s = 0; s <= 3660; s += 2) {
                if (s % 600 == 0)
                    left += 1000;
                left = std::max(kept * (s / 600 + 1), left - 2000.0 * (1 - kept / 1000) / 600 * 2);
                lag.add(second(s), std::llround(left), false);
            }
            return lag;
        };
        QVERIFY(lowsRiseSince(waves(300), 100).has_value());
        QVERIFY(!lowsRiseSince(waves(0), 100).has_value());
    }
};

QTEST_APPLESS_MAIN(TestTrend)
#include "tst_trend.moc"
