// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/acl.h"
#include "tests/access/acl_builder.h"

#include <QtTest>

#include <random>

using namespace streamscape;
using namespace streamscape::access;

class tst_acl : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void utf16OrderIsThatOfQtsOwnUtf16() {
        const QStringList alphabet{
            QStringLiteral("a"), QStringLiteral("é"), QStringLiteral("\uFFEE"),     QStringLiteral("\uE001"),
            QStringLiteral("😀"), QStringLiteral("😁"), QStringLiteral("\U00010400"), QStringLiteral("\uD7FF")};
        std::mt19937 random(7);
        const auto text = [&] {
            QString made;
            for (auto n = random() % 5; n > 0; --n)
                made += alphabet[static_cast<qsizetype>(random() % static_cast<unsigned>(alphabet.size()))];
            return made;
        };
        for (int i = 0; i < 20'000; ++i) {
            const QString a = text();
            const QString b = text();
            const int qt = a.compare(b); // code units, as Java
            const auto ours = compareUtf16(a.toStdString(), b.toStdString());
            QCOMPARE(ours < 0, qt < 0);
            QCOMPARE(ours > 0, qt > 0);
        }
    }

    void resourcesAreReadAsTypeAndName() {
        QCOMPARE(parseResource("topic:a:b")->name, std::string("a:b"));
        QCOMPARE(parseResource("USER:User:bob")->name, std::string("User:bob"));
        QCOMPARE(parseResource("transactional-id:t")->type, kafka::ResourceType::TransactionalId);
        QCOMPARE(parseResource("CLUSTER")->name, std::string("kafka-cluster"));
        QVERIFY(!parseResource("orders"));
        QVERIFY(!parseResource("TOPIC"));
        QVERIFY(!parseResource("BROKER:1"));
    }

    void anAclSurvivesJson() {
        const kafka::Acl acl =
            test::deny("User:CN=ada, O=\"x\"", "ALTER_CONFIGS", test::topicPrefix("dc2. \n"), "::1");
        QCOMPARE(*aclFromJson(json(acl)), acl);
    }

    void badJsonNamesTheMember() {
        QJsonObject object = json(test::allow("User:a", "READ", test::topic("t")));
        object.remove(QStringLiteral("principal"));
        QVERIFY(aclFromJson(object).error().what.find("principal") != std::string::npos);
        object = json(test::allow("User:a", "READ", test::topic("t")));
        object.insert(QStringLiteral("operation"), QStringLiteral("Read"));
        QVERIFY(aclFromJson(object).error().what.find("Read") != std::string::npos);
    }

    void wordsSayWhatTheAclIs() {
        QCOMPARE(shortWords(test::allow("User:pat", "WRITE", test::topicPrefix("dc2.")), "User:pat"),
                 QStringLiteral("Write prefix dc2."));
        QCOMPARE(shortWords(test::deny("User:*", "ALL", test::topicPrefix("dc2.")), "User:pat"),
                 QStringLiteral("Deny All prefix dc2. (User:*)"));
        QCOMPARE(
            shortWords(test::allow("User:a", "DESCRIBE_CONFIGS", test::theCluster(), "10.0.0.1"), "User:a"),
            QStringLiteral("Describe configs on the cluster from 10.0.0.1"));
    }
};

QTEST_GUILESS_MAIN(tst_acl)
#include "tst_acl.moc"
