// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/text.h"

#include <QtTest>

using namespace streamscape::base;
using namespace std::chrono_literals;

class TestText : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void numbersAreGroupedByThousands_data() {
        QTest::addColumn<qint64>("number");
        QTest::addColumn<QString>("text");
        QTest::newRow("zero") << qint64(0) << QStringLiteral("0");
        QTest::newRow("three digits") << qint64(999) << QStringLiteral("999");
        QTest::newRow("four digits") << qint64(1000) << QStringLiteral("1,000");
        QTest::newRow("negative") << qint64(-574619) << QStringLiteral("-574,619");
        QTest::newRow("negative three") << qint64(-100) << QStringLiteral("-100");
        QTest::newRow("smallest") << std::numeric_limits<qint64>::min()
                                  << QStringLiteral("-9,223,372,036,854,775,808");
    }
    void numbersAreGroupedByThousands() {
        QFETCH(qint64, number);
        QFETCH(QString, text);
        QCOMPARE(grouped(number), text);
    }

    void oneIsCountedWithItsOwnWord() {
        QCOMPARE(counted(1, "record", "records"), QStringLiteral("1 record"));
        QCOMPARE(counted(0, "record", "records"), QStringLiteral("0 records"));
        QCOMPARE(counted(412'880, QStringLiteral("Satz"), QStringLiteral("S\u00e4tze")),
                 QStringLiteral("412,880 S\u00e4tze"));
    }
    void aPartitionIsNamedAsInKafkasLogs() {
        QCOMPARE(nameOf({"inventory.movements", PartitionId{3}}), std::string("inventory.movements-3"));
    }
    void durationsReadAsWords_data() {
        QTest::addColumn<qint64>("ms");
        QTest::addColumn<QString>("text");
        QTest::newRow("none") << qint64(0) << QStringLiteral("0 s");
        QTest::newRow("a few ms") << qint64(4) << QStringLiteral("4 ms");
        QTest::newRow("tenths") << qint64(450) << QStringLiteral("0.4 s");
        QTest::newRow("seconds") << qint64(48'900) << QStringLiteral("48 s");
        QTest::newRow("minutes") << qint64(684'000) << QStringLiteral("11 m 24 s");
        QTest::newRow("whole minutes") << qint64(120'000) << QStringLiteral("2 m");
        QTest::newRow("hours") << qint64(7'800'000) << QStringLiteral("2 h 10 m");
        QTest::newRow("days") << qint64(3 * 86'400'000 + 4 * 3'600'000) << QStringLiteral("3 d 4 h");
        QTest::newRow("negative") << qint64(-120'000) << QStringLiteral("-2 m");
    }
    void durationsReadAsWords() {
        QFETCH(qint64, ms);
        QFETCH(QString, text);
        QCOMPARE(durationWords(Duration{ms}), text);
    }

    void aNameIsOneWordForAShellWhateverIsInIt_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QString>("word");
        QTest::newRow("plain") << QByteArray("User:svc-stock_01") << QStringLiteral("User:svc-stock_01");
        QTest::newRow("nothing") << QByteArray() << QStringLiteral("''");
        QTest::newRow("blank") << QByteArray("a b") << QStringLiteral("'a b'");
        QTest::newRow("quote") << QByteArray("it's") << QStringLiteral("'it'\\''s'");
        QTest::newRow("variable") << QByteArray("$HOME") << QStringLiteral("'$HOME'");
        QTest::newRow("star") << QByteArray("dc2.*") << QStringLiteral("'dc2.*'");
        QTest::newRow("home") << QByteArray("~pat") << QStringLiteral("'~pat'");
        QTest::newRow("remark") << QByteArray("#1") << QStringLiteral("'#1'");
        QTest::newRow("line") << QByteArray("a\nb") << QStringLiteral("'a\nb'");
        QTest::newRow("beyond ASCII") << QByteArray("lager\xC3\xB6") << QString::fromUtf8("'lager\xC3\xB6'");
    }
    void aNameIsOneWordForAShellWhateverIsInIt() {
        QFETCH(QByteArray, name);
        QFETCH(QString, word);
        QCOMPARE(shellQuoted(name.toStdString()), word);
    }

    void rfc3339IsReadAsItsGrammarSays_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("utc"); // empty: refused
        QTest::newRow("utc") << QByteArray("2026-11-22T09:14:03.120Z")
                             << QByteArray("2026-11-22T09:14:03.120Z");
        QTest::newRow("lower case") << QByteArray("2026-11-22t09:14:03z")
                                    << QByteArray("2026-11-22T09:14:03.000Z");
        QTest::newRow("offset") << QByteArray("2026-11-22T09:14:03+02:00")
                                << QByteArray("2026-11-22T07:14:03.000Z");
        QTest::newRow("unknown offset")
            << QByteArray("2026-11-22T09:14:03-00:00") << QByteArray("2026-11-22T09:14:03.000Z");
        QTest::newRow("digits are cut")
            << QByteArray("2026-11-22T09:14:03.1209999Z") << QByteArray("2026-11-22T09:14:03.120Z");
        QTest::newRow("one digit") << QByteArray("2026-11-22T09:14:03.5Z")
                                   << QByteArray("2026-11-22T09:14:03.500Z");
        QTest::newRow("leap day") << QByteArray("2024-02-29T00:00:00Z")
                                  << QByteArray("2024-02-29T00:00:00.000Z");
        QTest::newRow("before the epoch")
            << QByteArray("1969-12-31T23:59:59.999Z") << QByteArray("1969-12-31T23:59:59.999Z");
        QTest::newRow("no zone") << QByteArray("2026-11-22T09:14:03") << QByteArray();
        QTest::newRow("a blank for T") << QByteArray("2026-11-22 09:14:03Z") << QByteArray();
        QTest::newRow("second 60") << QByteArray("2026-12-31T23:59:60Z") << QByteArray();
        QTest::newRow("24:00") << QByteArray("2026-11-22T24:00:00Z") << QByteArray();
        QTest::newRow("no such day") << QByteArray("2026-02-29T00:00:00Z") << QByteArray();
        QTest::newRow("empty fraction") << QByteArray("2026-11-22T09:14:03.Z") << QByteArray();
        QTest::newRow("something behind") << QByteArray("2026-11-22T09:14:03Z ") << QByteArray();
        QTest::newRow("empty") << QByteArray("") << QByteArray();
    }
    void rfc3339IsReadAsItsGrammarSays() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, utc);
        const std::optional<Time> time =
            parseRfc3339(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
        QCOMPARE(time.has_value(), !utc.isEmpty());
        if (time)
            QCOMPARE(QByteArray::fromStdString(rfc3339(*time)), utc);
    }

    void timesOfTodayShowNoDate() {
        const Time now = *parseRfc3339("2026-11-22T09:14:03Z");
        QCOMPARE(clockTime(now - 5s, now, Zone::Utc), QStringLiteral("09:13:58"));
        QCOMPARE(clockTime(now - 24h, now, Zone::Utc), QStringLiteral("11-21 09:14:03"));
        QCOMPARE(clockTime(now - 24h * 400, now, Zone::Utc), QStringLiteral("2025-10-18 09:14:03"));
        QCOMPARE(clockMoment(now - 5s + 118ms, now, Zone::Utc), QStringLiteral("09:13:58.118"));
        QCOMPARE(clockMoment(now - 24h, now, Zone::Utc), QStringLiteral("11-21 09:14:03.000"));
        QCOMPARE(fullTime(now, Zone::Utc), QStringLiteral("2026-11-22 09:14:03.000 UTC"));
    }
};

QTEST_APPLESS_MAIN(TestText)
#include "tst_text.moc"
