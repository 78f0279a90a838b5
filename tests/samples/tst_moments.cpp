// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/moments.h"

#include <QTest>

using namespace streamscape;
using namespace streamscape::samples;
using namespace std::chrono_literals;

namespace {

base::Time at(base::Duration since) { return base::Time{since}; }

TimeLine line(const std::vector<std::vector<base::Duration>>& sources,
              std::optional<base::Duration> step = {}) {
    std::vector<Moment> moments;
    for (std::size_t source = 0; source < sources.size(); ++source)
        for (std::size_t index = 0; index < sources[source].size(); ++index)
            moments.push_back({at(sources[source][index]), source, index, 0});
    return lineUp(std::move(moments), step);
}

Column rolled(const TimeLine& line, const std::vector<Column>& columns, Rollup rollup) {
    std::vector<const Column*> pointers;
    for (const Column& column : columns)
        pointers.push_back(&column);
    return rollUp(line, pointers, rollup);
}

} // namespace

class TestMoments : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void momentsOfTwoSourcesFallIntoTheirOrder() {
        const TimeLine two = line({{10s, 30s}, {20s, 30s, 40s}});
        QCOMPARE(two.slots, (std::vector{at(10s), at(20s), at(30s), at(40s)}));
        QCOMPARE(rolled(two, {{1, 3}, {2, 33, 4}}, Rollup::Last), (Column{1, 2, 33, 4}));
    }

    void aPieceHasTheTimeOfItsLastMoment() {
        QCOMPARE(line({{0s, 50s, 60s, 170s}}, 60s).slots, (std::vector{at(50s), at(60s), at(170s)}));
    }

    void piecesWithoutMomentsAreNotThere() { QCOMPARE(line({{0s, 3h}}, 60s).slots.size(), std::size_t{2}); }

    void piecesBeforeTheEpochAreAsLong() {
        QCOMPARE(line({{-61s, -60s, -1s, 0s}}, 60s).slots, (std::vector{at(-61s), at(-1s), at(0s)}));
    }

    void theLastKnownValueStands() {
        const TimeLine minutes = line({{0s, 20s, 40s, 60s, 80s}}, 60s);
        QCOMPARE(rolled(minutes, {{1, 5, 3, 9, std::nullopt}}, Rollup::Last), (Column{3, 9}));
    }

    void aPeakIsNeverLost() {
        const TimeLine minutes = line({{0s, 20s, 40s, 60s, 80s}}, 60s);
        QCOMPARE(rolled(minutes, {{1, 5, 3, -9, std::nullopt}}, Rollup::Max), (Column{5, -9}));
    }

    void absentStaysAbsent() {
        const TimeLine minutes = line({{0s, 20s, 60s}}, 60s);
        QCOMPARE(rolled(minutes, {{std::nullopt, std::nullopt, 4}}, Rollup::Max), (Column{std::nullopt, 4}));
        QVERIFY(rolled(minutes, {{}}, Rollup::Last).empty());
        QVERIFY(rolled(minutes, {Column(3)}, Rollup::Last).empty());
    }
};

QTEST_GUILESS_MAIN(TestMoments)
#include "tst_moments.moc"
