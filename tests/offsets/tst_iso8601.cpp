// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text.h"
#include "models/offsets/iso8601.h"

#include <QtTest>

#include <random>

using namespace streamscape;
using namespace streamscape::offsets;
using namespace std::chrono_literals;

class TestIso8601 : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aMomentIsReadAsKafkasToolReadsIt_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("utc");
        const auto row = [](const char* text, const char* utc) {
            QTest::newRow(text) << QString::fromLatin1(text) << QString::fromLatin1(utc);
        };
        row("2026-11-22T02:00:00.123", "2026-11-22T02:00:00.123Z");
        row("2026-11-22T02:00:00.123Z", "2026-11-22T02:00:00.123Z");
        row("2026-11-22T02:00:00.123+05:30", "2026-11-21T20:30:00.123Z");
        row("2026-11-22T02:00:00.123-03", "2026-11-22T05:00:00.123Z");
        row("2026-11-22T02:00:00.123-03:00", "2026-11-22T05:00:00.123Z");
        row("1969-12-31T23:59:59.999", "1969-12-31T23:59:59.999Z");
        // Beyond the tool, which refuses the first three and misreads the others.
        row("2026-11-22T02:00:00", "2026-11-22T02:00:00.000Z");
        row("2026-11-22T02:00", "2026-11-22T02:00:00.000Z");
        row("2026-11-22T02:00+01", "2026-11-22T01:00:00.000Z");
        row("2026-11-22T02:00:00.5", "2026-11-22T02:00:00.500Z");
        row("2026-11-22T02:00:00.123+0530", "2026-11-21T20:30:00.123Z");
        for (const char* wrong :
             {"", "T", "2026-11-22", "2026-11-22T", "2026-13-01T00:00:00.000", "2026-02-31T02:00:00.123",
              "2026-11-22T25:00:00.000", "2026-11-22T02", "2026-11-22T02:00:00.000Zjunk",
              "2026-11-22T02:00:00.000+1", "yesterday", "2026-11-22T02:00:00.000+99:00"})
            QTest::newRow(*wrong ? wrong : "nothing") << QString::fromLatin1(wrong) << QString();
    }
    void aMomentIsReadAsKafkasToolReadsIt() {
        QFETCH(QString, text);
        QFETCH(QString, utc);
        const auto time = parseDatetime(text.toStdString());
        QCOMPARE(time.has_value(), !utc.isEmpty());
        if (time)
            QCOMPARE(QString::fromStdString(base::rfc3339(*time)), utc);
        else
            QCOMPARE(time.error().kind, base::ErrorKind::Invalid);
    }

    void aDurationIsReadAsJavaReadsIt_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<qint64>("ms");
        QTest::addColumn<bool>("isOne");
        const auto row = [](const char* text, qint64 ms) {
            QTest::newRow(text) << QString::fromLatin1(text) << ms << true;
        };
        row("P1D", 86'400'000);
        row("PT1H30M", 5'400'000);
        row("-P1D", -86'400'000);
        row("PT-6H", -21'600'000);
        row("P-1DT-2H", -93'600'000);
        row("pt5s", 5'000);
        row("PT0.5S", 500);
        row("PT1.123456789S", 1'123);
        row("PT-0.5S", -500);
        row("P+1D", 86'400'000);
        row("-PT-5M", 300'000);
        row("PT5.S", 5'000);
        row("PT5,25S", 5'250);
        row("PT99999999999H", 359'999'999'996'400'000);
        for (const char* wrong : {"", "P", "PT", "P1DT", "P1W", "P1M", "P1D1H", "PT1H1H", "PT5M3H", "PT.5S",
                                  "1D", "P1", "PT1.1234567890S", "P1Dx", "--P1D", "P--1D",
                                  "P99999999999999999999D", "P999999999999999D", "PT1.5H"})
            QTest::newRow(*wrong ? wrong : "nothing") << QString::fromLatin1(wrong) << qint64{0} << false;
    }
    void aDurationIsReadAsJavaReadsIt() {
        QFETCH(QString, text);
        QFETCH(qint64, ms);
        QFETCH(bool, isOne);
        const auto duration = parseDuration(text.toStdString());
        QCOMPARE(duration.has_value(), isOne);
        if (isOne)
            QCOMPARE(duration->count(), ms);
    }

    void everyDurationIsWrittenSoThatItReadsBack() {
        std::mt19937_64 random{22};
        for (const base::Duration known : {0ms, 1ms, 999ms, 1000ms, 61'000ms, 86'400'000ms, 90'061'001ms})
            QCOMPARE(parseDuration(durationText(known)).value_or(base::Duration{-1}), known);
        for (int i = 0; i < 2000; ++i) {
            const base::Duration some{static_cast<std::int64_t>(random() >> (8 + random() % 50)) *
                                      (i % 2 ? 1 : -1)};
            const auto back = parseDuration(durationText(some));
            QVERIFY2(back && *back == some, durationText(some).c_str());
        }
        QCOMPARE(durationText(90'061'050ms), std::string("P1DT1H1M1.05S"));
    }

    void garbageIsRefusedAndDoesNoHarm() {
        std::mt19937 random{4711};
        const std::string letters = "PTDHMS0123456789+-.,:Zz W\n";
        for (int i = 0; i < 20'000; ++i) {
            std::string text = i % 2 ? "P" : "2026-11-22T";
            for (auto n = random() % 14; n > 0; --n)
                text += letters[random() % letters.size()];
            (void)parseDuration(text);
            (void)parseDatetime(text);
        }
    }
};

QTEST_GUILESS_MAIN(TestIso8601)
#include "tst_iso8601.moc"
