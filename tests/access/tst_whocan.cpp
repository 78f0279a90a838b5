// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/whocan.h"
#include "tests/access/snapshot_builder.h"

#include <QtTest>

using namespace streamscape;
using namespace streamscape::access;
using namespace streamscape::test;

namespace {

QString shown(const WhoCan& who) {
    QStringList lines;
    for (const Answer& answer : who.answers)
        lines << QStringLiteral("%1@%2 %3 %4")
                     .arg(QString::fromStdString(answer.principal), QString::fromStdString(answer.host),
                          QString::fromLatin1(name(answer.decision)), becauseOf(answer));
    return lines.join(QLatin1Char('\n'));
}
WhoCan writers(const SnapshotPtr& snapshot, const char* name) {
    return whoCan(*snapshot, Op::Write, {kafka::ResourceType::Topic, name});
}

} // namespace

class tst_whocan : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoeverMayAndWhoeverIsNamedIsListed() {
        const SnapshotPtr snapshot = snapshotOf({allow("User:ada", "WRITE", topicPrefix("inventory.")),
                                                 allow("User:svc", "READ", topic("inventory.levels")),
                                                 allow("User:far", "WRITE", topic("orders"))},
                                                {"inventory.levels", "inventory.movements", "orders"});
        QCOMPARE(shown(writers(snapshot, "inventory.levels")),
                 QStringLiteral("User:ada@* allow ACL Write prefix inventory. · DeveloperWrite\n"
                                "User:admin@* allow super.users — no ACL can stop it\n"
                                "User:svc@* deny no ACL allows it"));
        QVERIFY(!writers(snapshot, "inventory.levels").everyone);
    }
    void alsoReachesCountsTheOthers() {
        const SnapshotPtr snapshot = snapshotOf({allow("User:ada", "WRITE", topicPrefix("inventory."))},
                                                {"inventory.a", "inventory.b", "inventory.c", "orders"});
        const WhoCan who = writers(snapshot, "inventory.a");
        QCOMPARE(who.answers[0].alsoReaches, std::optional(2));
        QVERIFY(who.answers[1].everything);
    }
    void aDenyNamesItself() {
        const SnapshotPtr snapshot = snapshotOf({allow("User:pat", "WRITE", topicPrefix("dc2.")),
                                                 deny("User:*", "ALL", topicPrefix("dc2.stock"))});
        const WhoCan who = writers(snapshot, "dc2.stock");
        QCOMPARE(becauseOf(who.answers.back()), QStringLiteral("Deny All prefix dc2.stock (User:*)"));
        QCOMPARE(who.answers.back().decision, Decision::Deny);
    }
    void everyoneIsAnAnswerOfItsOwn() {
        const SnapshotPtr snapshot = snapshotOf({allow("User:*", "WRITE", topic("orders"))});
        QVERIFY(writers(snapshot, "orders").everyone);
        QCOMPARE(writers(snapshot, "orders").answers[0].principal, std::string("User:*"));
    }
    void aHostThatMakesADifferenceHasItsOwnRow() {
        const SnapshotPtr snapshot = snapshotOf({allow("User:ada", "WRITE", topic("t"), "10.0.0.1")});
        QCOMPARE(shown(writers(snapshot, "t")),
                 QStringLiteral("User:ada@* deny no ACL allows it\n"
                                "User:ada@10.0.0.1 allow ACL Write literal t from 10.0.0.1\n"
                                "User:admin@* allow super.users — no ACL can stop it"));
    }
    void aTopicThatIsNotThereIsSaidSo() {
        QVERIFY(!writers(snapshotOf({}, {"a"}), "b").exists);
        QVERIFY(writers(snapshotOf({}, {"a"}), "a").exists);
    }
    void aGroupIsNotDeniedToExistWhereABrokerWasSilent() {
        Facts facts = openFacts({});
        const auto exists = [&facts] {
            return whoCan(*takeStock(facts, {}, shippedCatalogue()), Op::Read,
                          {kafka::ResourceType::Group, "g"})
                .exists;
        };
        QVERIFY(!exists());
        facts.groups->errors = {{base::ErrorKind::Timeout, "A broker was silent", {}, {}, {}}};
        QVERIFY(exists());
    }
    void withoutSightThereIsNoAnswer() {
        Facts facts = openFacts({});
        facts.cluster->authorized = std::vector<kafka::Operation>{};
        const SnapshotPtr snapshot = takeStock(facts, {}, shippedCatalogue());
        QVERIFY(!writers(snapshot, "t").possible);
        const CanAnswer answer =
            can(*snapshot, {"User:a", anyHost, Op::Read, {kafka::ResourceType::Topic, "t"}});
        QVERIFY(!answer.verdict);
        QVERIFY(answer.why.contains(QStringLiteral("Not allowed to see")));
    }
    void withoutAnAuthorizerEveryoneMay() {
        Facts facts = openFacts({});
        facts.broker->front().entries[0].value = "";
        const SnapshotPtr snapshot = takeStock(facts, {}, shippedCatalogue());
        QVERIFY(writers(snapshot, "t").everyone);
        QVERIFY(can(*snapshot, {"User:a", anyHost, Op::Read, {kafka::ResourceType::Topic, "t"}})
                    .verdict->allowed());
    }
    void aRefusalSaysWhatItRestsOn() {
        Facts facts = openFacts({});
        facts.broker->front().entries[1].value.reset();
        const SnapshotPtr snapshot = takeStock(facts, {}, shippedCatalogue());
        QVERIFY(can(*snapshot, {"User:a", anyHost, Op::Read, {kafka::ResourceType::Topic, "t"}})
                    .why.contains(QStringLiteral("hides super.users")));
    }
};

QTEST_GUILESS_MAIN(tst_whocan)
#include "tst_whocan.moc"
