// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QtTest>

using namespace streamscape::base;

class TestJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsNotKnownIsNull() {
        QVERIFY(json(std::optional<Offset>{}).isNull());
        QCOMPARE(json(std::optional<Offset>{Offset{7}}).toInteger(), qint64(7));
        QVERIFY(json(std::optional<Time>{}).isNull());
    }

    void largeOffsetsKeepEveryDigit() {
        const QJsonObject object{{QStringLiteral("o"), json(Offset{2'305'843'009'213'693'953})}};
        QCOMPARE(QJsonDocument(object).toJson(QJsonDocument::Compact),
                 QByteArray("{\"o\":2305843009213693953}"));
    }

    void textIsTextAndNotABool() { QCOMPARE(json("yes").toString(), QStringLiteral("yes")); }

    void timesAreUtcWithMilliseconds() {
        QCOMPARE(json(fromMilliseconds(0)).toString(), QStringLiteral("1970-01-01T00:00:00.000Z"));
    }

    void anErrorNamesWhatWhereAndHint() {
        const QJsonObject error =
            json(Error{ErrorKind::NotFound, "No such group", "x", "list them", "NATIVE"});
        QCOMPARE(error.value(QStringLiteral("kind")).toString(), QStringLiteral("not_found"));
        QCOMPARE(error.size(), 4);
    }
};

QTEST_APPLESS_MAIN(TestJson)
#include "tst_json.moc"
