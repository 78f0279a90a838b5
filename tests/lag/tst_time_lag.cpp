// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/time_lag.h"
#include "tests/lag/lag_builders.h"

#include <QtTest>

#include <random>

using namespace streamscape;
using namespace streamscape::lag;
using base::Offset;
using test::second;

class TestTimeLag : public QObject {
    Q_OBJECT

private:
    const std::vector<Point> m_steady{
        {second(0), 100, false}, {second(10), 200, false}, {second(20), 300, false}};

    TimeLag of(std::int64_t committed, std::int64_t end, const std::vector<Point>& ends,
               std::int64_t now) const {
        return timeLag(Offset{committed}, Offset{0}, Offset{end}, ends, second(now));
    }

private Q_SLOTS:
    void nothingUnreadIsZeroHoweverOldTheTopic() {
        const TimeLag lag = of(300, 300, m_steady, 100'000);
        QCOMPARE(lag.value.value().count(), 0);
        QCOMPARE(lag.basis, Basis::Exact);
    }

    void betweenTwoLooksTheTimeIsInterpolated() {
        const TimeLag lag = of(249, 300, m_steady, 20);
        QCOMPARE(lag.basis, Basis::Interpolated);
        QCOMPARE(lag.value.value().count(), 5000);
    }

    void aRecordOlderThanTheFirstLookIsABound() {
        const TimeLag lag = of(50, 300, m_steady, 20);
        QCOMPARE(lag.basis, Basis::Bound);
        QCOMPARE(lag.value.value().count(), 20'000);
        QVERIFY(!lag.why.empty());
    }

    void oneLookTellsNothing() {
        const TimeLag lag = of(50, 100, {{second(0), 100, false}}, 0);
        QCOMPARE(lag.basis, Basis::Unknown);
        QVERIFY(!lag.value);
        QVERIFY(!lag.why.empty());
    }

    void withoutCommitOrEndItIsUnknown() {
        QVERIFY(!timeLag({}, Offset{0}, Offset{9}, m_steady, second(20)).value);
        QVERIFY(!timeLag(Offset{1}, Offset{0}, {}, m_steady, second(20)).value);
    }

    void aRecordWrittenAfterAQuietNightIsYoung() {
        // 100 until second 86,400, then one record: it was written after the last quiet look.
        const std::vector<Point> ends{
            {second(0), 100, false}, {second(86'400), 100, false}, {second(86'402), 101, false}};
        const TimeLag lag = of(100, 101, ends, 86'403);
        QCOMPARE(lag.basis, Basis::Interpolated);
        QVERIFY(lag.value.value() <= std::chrono::seconds{3});
    }

    void whatRetentionTookIsNotWaitedFor() {
        const TimeLag lag = timeLag(Offset{0}, Offset{249}, Offset{300}, m_steady, second(20));
        QCOMPARE(lag.basis, Basis::Interpolated);
        QCOMPARE(lag.value.value().count(), 5000);
    }

    void itIsNeverNegativeAndNeverFallsForOlderRecords() {
        std::mt19937 random(7);
        for (int round = 0; round < 500; ++round) {
            std::vector<Point> ends;
            std::int64_t value = 0;
            std::int64_t at = 0;
            for (int i = 0; i < 20; ++i) {
                at += 1 + static_cast<std::int64_t>(random() % 5);
                value += static_cast<std::int64_t>(random() % 4) * 50;
                ends.push_back({second(at), value, false});
            }
            std::optional<base::Duration> younger;
            for (std::int64_t offset = value; offset >= 0; offset -= 7) {
                const TimeLag lag = of(offset, value, ends, at);
                if (!lag.value)
                    continue;
                QVERIFY(lag.value->count() >= 0);
                QVERIFY(!younger || *lag.value >= *younger);
                younger = lag.value;
            }
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
