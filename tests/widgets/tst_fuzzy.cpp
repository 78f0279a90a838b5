// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/fuzzy.h"

#include <QTest>

using streamscape::widgets::fuzzyScore;

class TestFuzzy final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ranksTheNameAboveItsBeginningAboveAWordAboveTheInsideAboveScatteredLetters() {
        const auto score = [](const char* name) {
            return fuzzyScore(QStringLiteral("stock"), QLatin1String(name));
        };
        QVERIFY(score("stock") > score("stock-report"));
        QVERIFY(score("stock-report") > score("bi-stock-report"));
        QVERIFY(score("bi-stock-report") > score("livestock-x"));
        QVERIFY(score("livestock-x") > score("s-t-o-c-k"));
        QVERIFY(!score("orders"));
    }
    void findsEveryWordInAnyOrder() {
        QVERIFY(fuzzyScore(QStringLiteral("reno sync"), QStringLiteral("warehouse-sync-reno")));
        QVERIFY(!fuzzyScore(QStringLiteral("reno orders"), QStringLiteral("warehouse-sync-reno")));
    }
    void prefersTheShorterOfEquals() {
        QVERIFY(fuzzyScore(QStringLiteral("ord"), QStringLiteral("orders")) >
                fuzzyScore(QStringLiteral("ord"), QStringLiteral("orders-enriched")));
    }
    void matchesAnythingWhereNothingIsTyped() { QVERIFY(fuzzyScore({}, QStringLiteral("orders"))); }
};

QTEST_GUILESS_MAIN(TestFuzzy)
#include "tst_fuzzy.moc"
