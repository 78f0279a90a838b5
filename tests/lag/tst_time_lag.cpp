// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/time_lag.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

#include <random>

using namespace streamscape;
using namespace streamscape::lag;
using base::Offset;
using test::second;

namespace {

Series seriesOf(const std::vector<Point>& points) {
    Series series;
    for (const Point& point : points)
        series.add(point.at, point.value, point.afterGap);
    return series;
}

// Ten records a second: at second 100 the log ended at 1,000.
Series steady() {
    Series series;
    for (int s = 0; s <= 100; s += 2)
        series.add(second(s), s * 10, false);
    return series;
}

PartitionRow row(std::int64_t committed, std::int64_t end, std::int64_t start = 0) {
    PartitionRow row;
    row.partition = {"t", base::PartitionId{0}};
    row.committed = Offset{committed};
    row.logStart = Offset{start};
    row.logEnd = Offset{end};
    row.lag = std::max<std::int64_t>(0, end - committed);
    return row;
}

Peek peek(std::int64_t asked, std::int64_t found, std::optional<base::Time> stamp,
          bool logAppendTime = false) {
    return {Offset{asked}, Offset{found}, stamp, logAppendTime, Offset{1000}, {}, second(100)};
}

// Nothing, or a value in seconds.
constexpr double none = -1;

struct Trap {
    const char* name;
    PartitionRow row;
    Series ends;
    std::optional<Peek> peek;
    std::int64_t now; ///< second
    Basis basis;
    double seconds;
    const char* why; ///< part of it
};

std::vector<Trap> traps() {
    PartitionRow markers = row(998, 1000);
    markers.condition = Condition::MarkersOnly;
    PartitionRow beyond = row(1200, 1000);
    beyond.condition = Condition::BeyondEnd;
    PartitionRow noCommit = row(0, 1000);
    noCommit.committed.reset();
    PartitionRow noEnd = row(500, 1000);
    noEnd.logEnd.reset();
    const Series once = seriesOf({{second(100), 1000}});
    const Series late = seriesOf({{second(0), 900}, {second(100), 1000}});
    const Series quietNight = seriesOf({{second(0), 100}, {second(86'400), 100}, {second(86'402), 101}});
    const Series gap =
        seriesOf({{second(0), 0}, {second(10), 100}, {second(3610), 900, true}, {second(3620), 1000}});
    Series madeAgain = steady();
    madeAgain.cutAbove(-1);
    madeAgain.add(second(102), 40, false);
    madeAgain.add(second(104), 60, false);
    return {
        // Nothing to wait for.
        {"an idle, caught-up topic, for ever",
         row(1000, 1000),
         steady(),
         {},
         10'000'000,
         Basis::Exact,
         0,
         ""},
        {"caught up, one look", row(1000, 1000), once, {}, 100, Basis::Exact, 0, ""},
        {"caught up, no look at the end before", row(1000, 1000), Series{}, {}, 100, Basis::Exact, 0, ""},
        {"an empty log", row(0, 0), seriesOf({{second(0), 0}}), {}, 9999, Basis::Exact, 0, ""},
        {"transaction markers after the commit",
         markers,
         steady(),
         {},
         10'000'000,
         Basis::Exact,
         0,
         "markers"},
        {"everything after the commit is gone",
         row(200, 1000, 1000),
         steady(),
         {},
         9999,
         Basis::Exact,
         0,
         "left to read"},

        // Not known.
        {"no commit", noCommit, steady(), {}, 100, Basis::Unknown, none, "nothing is committed"},
        {"no log end", noEnd, steady(), {}, 100, Basis::Unknown, none, "log end"},
        {"one look, a backlog (NaN elsewhere)", row(500, 1000), once, {}, 100, Basis::Unknown, none, "once"},
        {"no look, a backlog", row(500, 1000), Series{}, {}, 100, Basis::Unknown, none, "not known yet"},
        {"a commit beyond the end (negative elsewhere)",
         beyond,
         steady(),
         {},
         100,
         Basis::Unknown,
         none,
         "no"},

        // From the history.
        {"between two looks", row(499, 1000), steady(), {}, 100, Basis::Interpolated, 50, ""},
        {"the newest record only", row(999, 1000), steady(), {}, 100, Basis::Interpolated, 0, ""},
        {"the end grew after the last look", row(1000, 1004), steady(), {}, 101, Basis::Interpolated, 1, ""},
        {"the first record after a quiet night",
         row(100, 101),
         quietNight,
         {},
         86'403,
         Basis::Interpolated,
         1,
         ""},
        {"what retention took is not waited for",
         row(0, 1000, 499),
         steady(),
         {},
         100,
         Basis::Interpolated,
         50,
         ""},
        {"written while nobody looked",
         row(500, 1000),
         gap,
         {},
         3630,
         Basis::Bound,
         20,
         "nobody looked, between 1 h and 20 s ago"},
        {"written after the gap", row(950, 1000), gap, {}, 3630, Basis::Interpolated, 14.9, ""},
        {"older than the first look (three years elsewhere)",
         row(50, 1000),
         late,
         {},
         100,
         Basis::Bound,
         100,
         "first look"},
        {"a topic made again", row(10, 60), madeAgain, {}, 110, Basis::Bound, 8, "first look"},

        // From the record.
        {"the record's own time", row(499, 1000), steady(), peek(499, 499, second(49)), 100, Basis::Exact, 51,
         ""},
        {"behind markers and gaps", row(490, 1000), steady(), peek(490, 499, second(49)), 100, Basis::Exact,
         51, ""},
        {"older than every look", row(0, 1000), late, peek(0, 0, second(-7200)), 100, Basis::Exact, 7300, ""},
        {"no history at all", row(0, 1000), Series{}, peek(0, 0, second(-7200)), 100, Basis::Exact, 7300, ""},
        {"clocks that differ by seconds", row(999, 1000), steady(), peek(999, 999, second(105)), 100,
         Basis::Exact, 0, ""},
        {"stamped by the broker", row(499, 1000), steady(), peek(499, 499, second(50), true), 100,
         Basis::Exact, 50, ""},

        // Times not to be believed.
        {"from the future", row(499, 1000), steady(), peek(499, 499, second(5000)), 100, Basis::Interpolated,
         50, "1 h 21 m in the future by the producer's clock"},
        {"from the future, older than the first look", row(50, 1000), late, peek(50, 50, second(5000)), 100,
         Basis::Bound, 100, "future"},
        {"three years before it was written (#496)", row(499, 1000), steady(),
         peek(499, 499, second(-94'608'000)), 100, Basis::Interpolated, 50, "1095 d"},
        {"replayed an hour after it was made", row(499, 1000), steady(), peek(499, 499, second(-3600)), 100,
         Basis::Interpolated, 50, "before it was written"},
        {"made after it was written", row(99, 1000), steady(), peek(99, 99, second(90)), 100,
         Basis::Interpolated, 90, "after it was written"},
        {"1970", row(499, 1000), steady(), peek(499, 499, base::fromMilliseconds(0)), 100,
         Basis::Interpolated, 50, "no usable time"},
        {"no time: an old message format", row(499, 1000), steady(), peek(499, 499, std::nullopt), 100,
         Basis::Interpolated, 50, "carries no time"},
        {"the broker's clock runs ahead", row(999, 1000), steady(), peek(999, 999, second(160), true), 100,
         Basis::Interpolated, 0, "the broker's clock"},
    };
}

} // namespace

class TestTimeLag : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTrapThatOthersFellInto_data() {
        QTest::addColumn<int>("index");
        const std::vector<Trap> all = traps();
        for (std::size_t i = 0; i < all.size(); ++i)
            QTest::newRow(all[i].name) << static_cast<int>(i);
    }
    void everyTrapThatOthersFellInto() {
        QFETCH(int, index);
        const Trap trap = traps()[static_cast<std::size_t>(index)];
        const TimeLag lag = timeLag(trap.row, trap.ends.isEmpty() ? nullptr : &trap.ends,
                                    trap.peek ? &*trap.peek : nullptr, second(trap.now));
        QVERIFY2(lag.basis == trap.basis, (name(lag.basis) + (": " + lag.why)).c_str());
        QCOMPARE(lag.value.has_value(), trap.seconds >= 0);
        if (lag.value)
            QVERIFY2(std::abs(static_cast<double>(lag.value->count()) / 1000 - trap.seconds) < 0.25,
                     std::to_string(lag.value->count()).c_str());
        QVERIFY2(lag.why.find(trap.why) != std::string::npos, lag.why.c_str());
        // What is less than exact says why, but for what lies between two looks.
        QVERIFY(lag.basis >= Basis::Interpolated || !lag.why.empty());
    }

    void itIsNeverNegativeAndNeverFallsForOlderRecords() {
        std::mt19937 random(7);
        for (int round = 0; round < 500; ++round) {
            Series ends;
            std::int64_t value = 0;
            std::int64_t at = 0;
            for (int i = 0; i < 100; ++i) {
                at += 1 + static_cast<std::int64_t>(random() % 5);
                value += static_cast<std::int64_t>(random() % 4) * 50;
                ends.add(second(at), value, false);
            }
            std::optional<base::Duration> younger;
            for (std::int64_t offset = value; offset >= 0; offset -= 37) {
                const TimeLag lag = timeLag(row(offset, value), &ends, nullptr, second(at));
                if (!lag.value)
                    continue;
                QVERIFY(lag.value->count() >= 0);
                QVERIFY(!younger || *lag.value >= *younger);
                younger = lag.value;
            }
        }
    }

    void itIsTrueToTheSecondHoweverLongTheHistory() {
        // A hundred a second for an hour, in 64 points; every record's time is known from how it was written.
        Series ends;
        for (int s = 0; s <= 3600; s += 2)
            ends.add(second(s), s * 100, false);
        for (const int ago : {3, 60, 600, 3000}) {
            const TimeLag lag = timeLag(row((3600 - ago) * 100, 360'000), &ends, nullptr, second(3600));
            QVERIFY(std::abs(lag.value.value().count() - ago * 1000) < 1000);
        }
    }

    void theWorstPartitionSpeaksForTheGroup() {
        std::vector<PartitionRow> rows(2);
        for (PartitionRow& row : rows) {
            row.committed = Offset{1};
            row.lag = 4;
        }
        rows[0].timeLag = {std::chrono::seconds{3}, Basis::Interpolated, ""};
        rows[1].timeLag = {std::chrono::seconds{9}, Basis::Interpolated, ""};
        QCOMPARE(worstOf(rows).value.value(), base::Duration{9000});
        QCOMPARE(worstOf(rows).basis, Basis::Interpolated);
        rows[1].timeLag = {{}, Basis::Unknown, "no history"};
        QCOMPARE(worstOf(rows).basis, Basis::Bound);
        QCOMPARE(worstOf(rows).value.value(), base::Duration{3000});
        rows[0].timeLag = {base::Duration{0}, Basis::Exact, ""};
        QVERIFY(!worstOf(rows).value);
        QCOMPARE(worstOf(rows).why, std::string("no history"));
    }
};

QTEST_APPLESS_MAIN(TestTimeLag)
#include "tst_time_lag.moc"
