// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/chart.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::lag;
using test::LagAnswers;
using test::second;

namespace {

// Groups g0, g1, … whose lag is number × seconds, looked at every two seconds but for the given hole.
Snapshot watched(History& history, int groups, int seconds, int holeFrom = -1, int holeTo = -1) {
    Snapshot snapshot;
    for (int s = 0; s <= seconds; s += 2) {
        if (s > holeFrom && s < holeTo)
            continue;
        LagAnswers answers;
        for (int g = 0; g < groups; ++g)
            answers.group("g" + std::to_string(g)).commit("t", g, 0).log("t", g, 0, g * s);
        snapshot = answers.at(second(s));
        history.record(snapshot);
    }
    return snapshot;
}

} // namespace

class TestChart : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theFiveHighestAreDrawnHighestFirst() {
        History history;
        const Snapshot snapshot = watched(history, 8, 60);
        const std::vector<Line> lines = worstLines(snapshot, history, second(0), second(60), 5, 800);
        QCOMPARE(lines.size(), std::size_t(5));
        QCOMPARE(lines[0].group, std::string("g7"));
        QCOMPARE(lines[4].group, std::string("g3"));
        QCOMPARE(lines[0].samples.back().value.value(), 420.0);
    }

    void aTimeWithoutLooksIsAGap() {
        History history;
        const Snapshot snapshot = watched(history, 2, 120, 40, 80);
        const std::vector<Line> lines = worstLines(snapshot, history, second(0), second(120), 5, 800);
        QVERIFY(std::any_of(lines[0].samples.begin(), lines[0].samples.end(),
                            [](const base::Sample& sample) { return !sample.value; }));
    }

    void aGroupThatIsGoneIsNotDrawn() {
        History history;
        watched(history, 3, 20);
        const Snapshot fewer = LagAnswers().group("g0").commit("t", 0, 0).log("t", 0, 0, 0).at(second(22));
        history.record(fewer);
        QCOMPARE(worstLines(fewer, history, second(0), second(22), 5, 800).size(), std::size_t(1));
    }

    void aLineHasNoMorePointsThanItsPixelsCanShow() {
        History history;
        const Snapshot snapshot = watched(history, 1, 3000);
        for (const Line& line : worstLines(snapshot, history, second(0), second(3000), 5, 50))
            QVERIFY(line.samples.size() <= 102);
    }
};

QTEST_APPLESS_MAIN(TestChart)
#include "tst_chart.moc"
