// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/zone_clock.h"

#include "models/base/text.h"

#include <QTest>

using namespace streamscape;
using namespace streamscape::audit;

namespace {

WallTime wall(const char* text) {
    std::string_view view(text);
    return takeMoment(view).value();
}
Time utc(const char* text) { return base::parseRfc3339(text).value(); }

} // namespace

class ZoneClockTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsAWallTimeInItsZone() {
        ZoneClock berlin("Europe/Berlin");
        QVERIFY(berlin.isValid());
        QCOMPARE(berlin.toUtc(wall("[2026-03-04 02:10:07,412]"), {}), utc("2026-03-04T01:10:07.412Z"));
        QCOMPARE(berlin.toUtc(wall("[2026-07-04 02:10:07,412]"), {}), utc("2026-07-04T00:10:07.412Z"));
        ZoneClock fixed("UTC+02:00");
        QCOMPARE(fixed.toUtc(wall("[2026-03-04 02:10:07,412]"), {}), utc("2026-03-04T00:10:07.412Z"));
    }
    void theRepeatedHourGoesOnFromTheLineAbove() {
        ZoneClock berlin("Europe/Berlin"); // 2026-10-25 03:00 summer time is 02:00 winter time
        const Time first = berlin.toUtc(wall("[2026-10-25 02:30:00,000]"), {});
        QCOMPARE(first, utc("2026-10-25T00:30:00Z"));
        QCOMPARE(berlin.toUtc(wall("[2026-10-25 02:29:59,999]"), first), utc("2026-10-25T00:29:59.999Z"));
        const Time second = berlin.toUtc(wall("[2026-10-25 02:10:00,000]"), utc("2026-10-25T00:59:00Z"));
        QCOMPARE(second, utc("2026-10-25T01:10:00Z"));
        QCOMPARE(berlin.toUtc(wall("[2026-10-25 02:40:00,000]"), second), utc("2026-10-25T01:40:00Z"));
        QCOMPARE(berlin.toUtc(wall("[2026-10-25 03:00:00,000]"), second), utc("2026-10-25T02:00:00Z"));
    }
    void wallTimesComeBackAsTheyWere() {
        for (const char* zone : {"UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "UTC-09:30"}) {
            ZoneClock clock(zone);
            std::optional<Time> above;
            for (std::int64_t ms = 1'741'000'000'000; ms < 1'741'000'000'000 + 400LL * 86'400'000;
                 ms += 7'321'987) {
                const Time time = base::fromMilliseconds(ms);
                const Time back = clock.toUtc(clock.toWall(time), above);
                QCOMPARE(clock.toWall(back), clock.toWall(time));
                above = back;
            }
        }
    }
    void aZoneNobodyKnowsIsInvalid() {
        QVERIFY(!ZoneClock("Mars/Olympus").isValid());
        QVERIFY(!ZoneClock("Mars").isValid());
        QVERIFY(!ZoneClock("UTC+lots").isValid());
        QVERIFY(ZoneClock("UTC-09:30").isValid());
    }
};

QTEST_GUILESS_MAIN(ZoneClockTest)
#include "tst_zone_clock.moc"
