// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/roles.h"
#include "tests/access/acl_builder.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::access;
using namespace streamscape::test;
using kafka::PatternType;
using kafka::ResourceType;

namespace {

/// "User:ada DeveloperRead TOPIC orders" of each binding, then "custom" and the ACL.
QStringList shown(const Recognised& recognised) {
    QStringList lines;
    for (const RoleBinding& binding : recognised.bindings)
        lines << QString::fromStdString(binding.principal + ' ' + binding.role + ' ' +
                                        kafka::name(binding.type) + ' ' + binding.name);
    for (const kafka::Acl& acl : recognised.custom)
        lines << QStringLiteral("custom ") + longWords(acl);
    return lines;
}
QStringList recognised(const std::vector<kafka::Acl>& acls) {
    return shown(recogniseRoles(shippedCatalogue(), acls));
}

} // namespace

class tst_roles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void theShippedCatalogueHasConfluentsTenRoles() {
        QStringList names;
        for (const Role& role : shippedCatalogue().roles)
            names << QString::fromStdString(role.name);
        QCOMPARE(names.join(QLatin1Char(' ')),
                 QStringLiteral("DeveloperRead DeveloperWrite DeveloperManage ResourceOwner Operator "
                                "ClusterAdmin SystemAdmin "
                                "UserAdmin SecurityAdmin AuditAdmin"));
    }

    void everyRoleIsRecognisedInItsOwnAcls_data() {
        QTest::addColumn<QString>("role");
        for (const Role& role : shippedCatalogue().roles)
            QTest::newRow(role.name.c_str()) << QString::fromStdString(role.name);
    }
    void everyRoleIsRecognisedInItsOwnAcls() {
        QFETCH(QString, role);
        const auto acls = compileRole(*shippedCatalogue().find(role.toStdString()), "User:x",
                                      ResourceType::Topic, "inventory.", PatternType::Prefixed);
        QVERIFY(!acls.empty());
        const Recognised back = recogniseRoles(shippedCatalogue(), acls);
        QCOMPARE(back.custom.size(), std::size_t{0});
        QCOMPARE(back.bindings.size(), std::size_t{1});
        QCOMPARE(QString::fromStdString(back.bindings[0].role), role);
        QCOMPARE(back.bindings[0].acls, acls);
    }

    void aRoleMeansNothingWhereTheCatalogueSaysNothing() {
        QVERIFY(compileRole(*shippedCatalogue().find("DeveloperWrite"), "User:x", ResourceType::Group, "g",
                            PatternType::Literal)
                    .empty());
    }

    void describeBesideReadBelongsToTheRole() {
        QCOMPARE(recognised({allow("User:a", "READ", topic("t")), allow("User:a", "DESCRIBE", topic("t"))}),
                 QStringList{QStringLiteral("User:a DeveloperRead TOPIC t")});
    }
    void readAndWriteAreTwoRoles() {
        QCOMPARE(recognised({allow("User:a", "READ", topic("t")), allow("User:a", "WRITE", topic("t"))}),
                 (QStringList{QStringLiteral("User:a DeveloperRead TOPIC t"),
                              QStringLiteral("User:a DeveloperWrite TOPIC t")}));
    }
    void theFewestRolesAreNamed() {
        std::vector<kafka::Acl> acls;
        for (const char* op :
             {"READ", "WRITE", "CREATE", "DELETE", "ALTER", "ALTER_CONFIGS", "DESCRIBE_CONFIGS"})
            acls.push_back(allow("User:a", op, topicPrefix("inventory.")));
        QCOMPARE(recognised(acls), QStringList{QStringLiteral("User:a ResourceOwner TOPIC inventory.")});
    }
    void whatNoRoleAccountsForStaysCustom() {
        QCOMPARE(
            recognised({allow("User:a", "READ", topic("t"), "10.0.0.1"), deny("User:*", "ALL", topic("t")),
                        allow("User:a", "ALL", topic("t")), allow("User:a", "DESCRIBE", topic("t"))})
                .size(),
            4);
    }
    void aClusterWideRoleNeedsAllItsPatterns() {
        auto acls = compileRole(*shippedCatalogue().find("Operator"), "User:a", ResourceType::Cluster,
                                clusterName, PatternType::Literal);
        std::erase_if(acls, [](const kafka::Acl& acl) { return acl.type == ResourceType::Group; });
        const QStringList lines = recognised(acls);
        QVERIFY(!lines.join(QLatin1Char('\n')).contains(QStringLiteral("Operator")));
        QVERIFY(lines.contains(QStringLiteral("User:a SecurityAdmin CLUSTER kafka-cluster")));
    }
    void rolesOfOthersStayApart() {
        QCOMPARE(recognised({allow("User:b", "READ", topic("t")), allow("User:a", "READ", topic("t"))}),
                 (QStringList{QStringLiteral("User:a DeveloperRead TOPIC t"),
                              QStringLiteral("User:b DeveloperRead TOPIC t")}));
    }

    void aWrongCatalogueNamesTheLine_data() {
        QTest::addColumn<QByteArray>("yaml");
        QTest::addColumn<QByteArray>("where");
        QTest::newRow("not yaml") << QByteArray("roles: [\n  {") << QByteArray("mine.yaml:");
        QTest::newRow("no list") << QByteArray("other: 1\n") << QByteArray("mine.yaml");
        QTest::newRow("bad operation")
            << QByteArray("roles:\n- name: A\n  scope: resource\n  summary: s\n  on:\n    TOPIC: [FLY]\n")
            << QByteArray("mine.yaml:6");
        QTest::newRow("bad type")
            << QByteArray("roles:\n- name: A\n  scope: resource\n  summary: s\n  on:\n    SHOE: [READ]\n")
            << QByteArray("mine.yaml:6");
        QTest::newRow("twice") << QByteArray("roles:\n- {name: A, scope: resource, summary: s, on: {}}\n- "
                                             "{name: A, scope: resource, summary: s, on: {}}\n")
                               << QByteArray("mine.yaml:3");
        QTest::newRow("no operations")
            << QByteArray("roles:\n- {name: A, scope: cluster, summary: s, all: [{type: TOPIC, name: t}]}\n")
            << QByteArray("mine.yaml");
        QTest::newRow("a scalar") << QByteArray("roles") << QByteArray("mine.yaml");
    }
    void aWrongCatalogueNamesTheLine() {
        QFETCH(QByteArray, yaml);
        QFETCH(QByteArray, where);
        const auto parsed = parseCatalogue(yaml.toStdString(), "mine.yaml");
        QVERIFY(!parsed);
        QCOMPARE(parsed.error().kind, base::ErrorKind::Invalid);
        QVERIFY2(parsed.error().where.starts_with(where.toStdString()), parsed.error().where.c_str());
    }
};

QTEST_GUILESS_MAIN(tst_roles)
#include "tst_roles.moc"
