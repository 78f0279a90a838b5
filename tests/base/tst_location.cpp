// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/location.h"

#include "models/base/text.h"

#include <QtTest>

#include <random>

using namespace streamscape::base;
using namespace std::chrono_literals;

class TestLocation : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLocationReadsAsAnAddress() {
        Location place{"lag", {}, {{"group", "inventory-projector"}}, lastOf(15min)};
        QCOMPARE(toUrl(place), QStringLiteral("streamscape://lag?group=inventory-projector&last=15m"));
        place = {"inventory", "stock", {{"sku", "NL-1 42"}}, {}};
        QCOMPARE(toUrl(place), QStringLiteral("streamscape://inventory/stock?sku=NL-1%2042"));
    }

    void everyLocationSurvivesItsAddress() {
        std::mt19937 random(7);
        const std::vector<std::string> names{
            "a",          "é",      "e\xCC\x81",           "a b\tc\n", "50%", "a&b=c#d?e/f", "+plus+",
            "\"quoted\"", "👟 shoe", "CN=Stock, O=Example", "%41",      "::"};
        for (int i = 0; i < 500; ++i) {
            Location place{"audit", random() % 2 ? "tab" : "", {}, {}};
            for (const char* key : {"group", "topic", "principal"})
                if (random() % 2)
                    place.query[key] = names[random() % names.size()];
            if (random() % 3 == 0)
                place.range = lastOf(Duration{1 + random() % 10'000'000});
            else if (random() % 2)
                place.range =
                    between(fromMilliseconds(1'700'000'000'123), fromMilliseconds(1'700'000'100'000));
            const Result<Location> back = fromUrl(toUrl(place));
            QVERIFY2(back.has_value(), qPrintable(toUrl(place)));
            QCOMPARE(*back, place);
        }
    }

    void whatIsNoAddressIsRefusedWithTheReason_data() {
        QTest::addColumn<QString>("url");
        for (const char* url :
             {"", "lag", "http://lag", "streamscape://", "streamscape:lag", "streamscape://lag?last=soon",
              "streamscape://lag?last=-5m", "streamscape://lag?from=yesterday",
              "streamscape://lag?from=2026-11-22T10:00:00Z&to=2026-11-22T09:00:00Z",
              "streamscape://lag?last=99999999999999999999d"})
            QTest::newRow(url) << QString::fromLatin1(url);
    }
    void whatIsNoAddressIsRefusedWithTheReason() {
        QFETCH(QString, url);
        const Result<Location> place = fromUrl(url);
        QVERIFY(!place);
        QCOMPARE(place.error().kind, ErrorKind::Invalid);
        QVERIFY(!place.error().hint.empty());
    }

    void aLiveRangeMovesWithNow() {
        const Time now = fromMilliseconds(1'000'000'000);
        const TimeRange live = lastOf(1h);
        QCOMPARE(live.begin(now), now - 1h);
        QCOMPARE(live.end(now), now);
        const TimeRange fixed = between(now - 2h, now - 1h);
        QCOMPARE(fixed.end(now + 5h), now - 1h);
    }
};

QTEST_APPLESS_MAIN(TestLocation)
#include "tst_location.moc"
