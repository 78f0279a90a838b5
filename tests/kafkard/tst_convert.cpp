// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/convert.h"

#include <QTest>

using namespace streamscape;
using namespace streamscape::kafkard;

/// What the client library's enums are to us.
class TestConvert : public QObject {
    Q_OBJECT

private Q_SLOTS:
    // A permission that is not known must not read as one that allows.
    void whatIsNotKnownOfAnAclIsNotGuessed() {
        QCOMPARE(permission(RD_KAFKA_ACL_PERMISSION_TYPE_ALLOW), std::optional(kafka::Permission::Allow));
        QCOMPARE(permission(RD_KAFKA_ACL_PERMISSION_TYPE_DENY), std::optional(kafka::Permission::Deny));
        QVERIFY(!permission(RD_KAFKA_ACL_PERMISSION_TYPE_UNKNOWN));
        QVERIFY(!permission(RD_KAFKA_ACL_PERMISSION_TYPE_ANY));
        QCOMPARE(patternType(RD_KAFKA_RESOURCE_PATTERN_LITERAL), std::optional(kafka::PatternType::Literal));
        QCOMPARE(patternType(RD_KAFKA_RESOURCE_PATTERN_PREFIXED),
                 std::optional(kafka::PatternType::Prefixed));
        QVERIFY(!patternType(RD_KAFKA_RESOURCE_PATTERN_UNKNOWN));
        QVERIFY(!patternType(RD_KAFKA_RESOURCE_PATTERN_MATCH));
    }
};

QTEST_GUILESS_MAIN(TestConvert)
#include "tst_convert.moc"
