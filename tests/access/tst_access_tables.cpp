// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/tables.h"
#include "models/access/whocan_table.h"
#include "models/base/location.h"
#include "tests/access/snapshot_builder.h"

#include <QAbstractItemModelTester>
#include <QtTest>

#include <random>

using namespace streamscape;
using namespace streamscape::access;
using namespace streamscape::test;

namespace {

std::vector<kafka::Acl> randomAcls(std::mt19937& random) {
    const auto one = [&](auto... values) {
        const std::array all{std::string(values)...};
        return all[random() % all.size()];
    };
    std::vector<kafka::Acl> acls;
    for (auto n = random() % 60; n > 0; --n) {
        const std::string name = one("orders", "inventory.", "inventory.levels", "*", "dc2.");
        const Target on = random() % 3 == 0   ? theCluster()
                          : random() % 2 == 0 ? topic(name)
                                              : topicPrefix(name);
        const std::string who = one("User:ada", "User:jax", "User:pat", "User:*", "bob", "User:CN=x,O=y");
        const std::string op = one("READ", "WRITE", "DESCRIBE", "ALL", "ALTER", "DESCRIBE_CONFIGS");
        acls.push_back(random() % 5 == 0 ? deny(who, op, on) : allow(who, op, on, one("*", "*", "10.0.0.1")));
    }
    return acls;
}

QString state(const SnapshotPtr& snapshot, const char* principal) {
    RoleModel model(roleColumns());
    model.setRows(roleRows(*snapshot));
    for (int row = 0; row < model.rowCount({}); ++row) {
        if (model.index(row, 0).data().toString() == QLatin1String(principal))
            return model.index(row, 5).data().toString();
    }
    return {};
}

} // namespace

class tst_access_tables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyModelKeepsItsContractOverRandomSnapshots() {
        RoleModel roles(roleColumns());
        AclModel acls(aclColumns());
        WhoCanModel who(whoCanColumns());
        PrincipalModel principals(principalColumns());
        const QAbstractItemModelTester a(&roles, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester b(&acls, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester c(&who, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester d(&principals, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::mt19937 random(11);
        for (int round = 0; round < 60; ++round) {
            const SnapshotPtr snapshot =
                snapshotOf(randomAcls(random), {"orders", "inventory.levels", "dc2.stock"});
            roles.setRows(roleRows(*snapshot));
            acls.setRows(aclRows(*snapshot));
            who.setRows(
                whoCanRows(whoCan(*snapshot, Op::Write, {kafka::ResourceType::Topic, "inventory.levels"})));
            principals.setRows(principalRows(*snapshot));
            QCOMPARE(acls.rowCount({}), static_cast<int>(snapshot->acls.acls().size()));
            for (const QAbstractItemModel* model :
                 {static_cast<QAbstractItemModel*>(&roles), static_cast<QAbstractItemModel*>(&acls),
                  static_cast<QAbstractItemModel*>(&who), static_cast<QAbstractItemModel*>(&principals)}) {
                QSet<QString> keys;
                for (int row = 0; row < model->rowCount(); ++row) {
                    keys.insert(model->index(row, 0).data(base::KeyRole).toString());
                    for (int column = 0; column < model->columnCount(); ++column) {
                        const QModelIndex cell = model->index(row, column);
                        QVERIFY(!cell.data().toString().isEmpty());
                        cell.data(Qt::ToolTipRole);
                        cell.data(base::SortRole);
                        cell.data(base::LinkRole);
                    }
                }
                QCOMPARE(keys.size(), model->rowCount());
            }
        }
    }

    void theStateOfABindingIsAWord() {
        QCOMPARE(state(snapshotOf({allow("User:a", "READ", topic("t"))}, {"t"}), "User:a"),
                 QStringLiteral("In force"));
        QCOMPARE(state(snapshotOf({allow("User:a", "READ", topic("t"))}, {"u"}), "User:a"),
                 QStringLiteral("Covers nothing"));
        QCOMPARE(state(snapshotOf({allow("User:*", "READ", topic("t"))}, {"t"}), "User:*"),
                 QStringLiteral("Everyone"));
        QCOMPARE(state(snapshotOf({deny("User:a", "READ", topic("t"))}, {"t"}), "User:a"),
                 QStringLiteral("Refuses"));
        QCOMPARE(state(snapshotOf({allow("bob", "READ", topic("t"))}, {"t"}), "bob"),
                 QStringLiteral("Breaks requests"));
    }
    void underAnotherAuthorizerNoStateIsClaimed() {
        Facts facts = openFacts({allow("User:a", "READ", topic("t"))}, {"t"});
        facts.broker->front().entries[0].value = "com.example.OpaAuthorizer";
        QCOMPARE(state(takeStock(facts, {}, shippedCatalogue()), "User:a"), QStringLiteral("Not evaluated"));
    }
    void aDenyOverABindingOverrulesIt() {
        QCOMPARE(state(snapshotOf({allow("User:a", "READ", topicPrefix("in.")),
                                   deny("User:*", "ALL", topicPrefix("in"))},
                                  {"in.x"}),
                       "User:a"),
                 QStringLiteral("Overruled"));
        QCOMPARE(
            state(snapshotOf({allow("User:a", "READ", topic("t")), allow("User:a", "WRITE", topic("t")),
                              allow("User:a", "CREATE", topic("t")), allow("User:a", "DELETE", topic("t")),
                              allow("User:a", "ALTER", topic("t")),
                              allow("User:a", "ALTER_CONFIGS", topic("t")),
                              deny("User:*", "DELETE", topic("t"))},
                             {"t"}),
                  "User:a"),
            QStringLiteral("Partly overruled"));
        // A DENY on one name takes nothing from a prefix as a whole, even where the names are equal.
        QCOMPARE(state(snapshotOf(
                           {allow("User:a", "READ", topicPrefix("in.")), deny("User:*", "ALL", topic("in."))},
                           {"in.x"}),
                       "User:a"),
                 QStringLiteral("In force"));
        QCOMPARE(
            state(snapshotOf({allow("User:a", "READ", topic("*")), deny("User:*", "ALL", topicPrefix("in"))},
                             {"in.x"}),
                  "User:a"),
            QStringLiteral("In force"));
    }
    void linksLeadToThePrincipalAndTheTopic() {
        RoleModel model(roleColumns());
        model.setRows(roleRows(*snapshotOf({allow("User:a b", "READ", topic("t"))}, {"t"})));
        QCOMPARE(base::fromUrl(model.index(0, 0).data(base::LinkRole).toString())->value("principal"),
                 std::string("User:a b"));
        QCOMPARE(base::fromUrl(model.index(0, 2).data(base::LinkRole).toString())->value("topic"),
                 std::string("t"));
    }
};

QTEST_GUILESS_MAIN(tst_access_tables)
#include "tst_access_tables.moc"
