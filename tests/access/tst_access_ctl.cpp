// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/acl.h"
#include "tests/access/acl_builder.h"
#include "tests/support/fake_session.h"
#include "tests/support/golden.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QtTest>

using namespace streamscape;
using namespace streamscape::test;
using Asked = streamscape::test::Question;

namespace {

void fill(FakeCluster& cluster) {
    cluster.info.brokers = {{base::BrokerId{1}, "broker", 9092, {}}};
    cluster.info.authorized = std::vector<kafka::Operation>{"DESCRIBE"};
    const kafka::ConfigResource broker{kafka::ResourceType::Broker, "1"};
    cluster.configs[broker] = {
        broker,
        {{"authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
          "STATIC_BROKER_CONFIG", false, true, false},
         {"super.users", "User:admin;User:broker", "STATIC_BROKER_CONFIG", false, true, false}},
        {}};
    cluster.addTopic("dc2.inventory.stock", 1);
    cluster.addTopic("inventory.movements", 1);
    cluster.acls.acls = {allow("User:pat", "WRITE", topicPrefix("dc2.inventory.")),
                         allow("User:jax", "READ", topic("inventory.movements")),
                         allow("User:jax", "DESCRIBE", topic("inventory.movements")),
                         allow("User:far", "WRITE", topic("inventory.movements"), "10.0.0.7"),
                         deny("User:*", "ALL", topicPrefix("dc2.secret")),
                         allow("User:erick", "DESCRIBE", theCluster())};
}
void hideAcls(FakeCluster& cluster) {
    cluster.acls.acls.clear();
    cluster.info.authorized = std::vector<kafka::Operation>{};
}
QByteArray line(const QJsonObject& object) {
    return QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n';
}
QByteArray request(const char* principal, const char* operation, const char* type, const char* name) {
    const auto text = [](const char* utf8) { return QString::fromUtf8(utf8); };
    return line({{QStringLiteral("principal"), text(principal)},
                 {QStringLiteral("host"), QStringLiteral("10.0.0.1")},
                 {QStringLiteral("operation"), text(operation)},
                 {QStringLiteral("resource_type"), text(type)},
                 {QStringLiteral("name"), text(name)}});
}
QJsonObject answer(const FakeSession& session) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(session.outText())).object();
}

} // namespace

class tst_access_ctl : public QObject {
    Q_OBJECT

    QString write(const QTemporaryDir& folder, const char* name, const QByteArray& text) const {
        QFile file(folder.filePath(QLatin1String(name)));
        return file.open(QIODevice::WriteOnly) && file.write(text) == text.size() ? file.fileName()
                                                                                  : QString();
    }

private Q_SLOTS:
    void listPrintsAclsAndTheRolesTheyAmountTo() {
        FakeSession session;
        fill(session.fake);
        QCOMPARE(session.run({"access", "list", "--json"}), 0);
        QCOMPARE(session.outText(), golden("access-list.json", session.outText()));
    }
    void listPrintsTables() {
        FakeSession session;
        fill(session.fake);
        QCOMPARE(session.run({"access", "list"}), 0);
        QCOMPARE(session.outText(), golden("access-list.txt", session.outText()));
        QCOMPARE(session.errText(), std::string());
    }
    void listIsNarrowedByPrincipalAndResource() {
        FakeSession session;
        fill(session.fake);
        QCOMPARE(session.run({"access", "list", "--json", "--principal", "User:jax"}), 0);
        QCOMPARE(answer(session)[QStringLiteral("acls")].toArray().size(), 2);
        QCOMPARE(answer(session)[QStringLiteral("bindings")].toArray().size(), 1);
        FakeSession other;
        fill(other.fake);
        QCOMPARE(other.run({"access", "list", "--json", "--resource", "TOPIC:dc2.inventory.stock"}), 0);
        QCOMPARE(answer(other)[QStringLiteral("acls")].toArray().size(), 1);
    }
    void whatMayNotBeSeenIsNotComplete() {
        FakeSession session;
        fill(session.fake);
        hideAcls(session.fake);
        QCOMPARE(session.run({"access", "list", "--json"}), 3);
        QCOMPARE(answer(session)[QStringLiteral("complete")], QJsonValue(false));
        QCOMPARE(answer(session)[QStringLiteral("visibility")].toString(), QStringLiteral("not_allowed"));
        FakeSession text;
        fill(text.fake);
        hideAcls(text.fake);
        QCOMPARE(text.run({"access", "list"}), 3);
        QVERIFY(text.errText().find("Not allowed to see") != std::string::npos);
    }
    void hiddenSuperUsersAreNull() {
        FakeSession session;
        fill(session.fake);
        auto& entry = session.fake.configs[{kafka::ResourceType::Broker, "1"}].entries[1];
        entry.value.reset();
        entry.sensitive = true;
        QCOMPARE(session.run({"access", "list", "--json"}), 0);
        QVERIFY(answer(session)[QStringLiteral("authorizer")][QStringLiteral("super_users")].isNull());
        FakeSession given;
        fill(given.fake);
        given.fake.configs[{kafka::ResourceType::Broker, "1"}].entries[1].value.reset();
        QCOMPARE(given.run({"access", "can", "User:boss", "WRITE", "TOPIC:x", "--super-users", "User:boss"}),
                 0);
    }

    void canAnswersByExitCodeToo() {
        FakeSession yes;
        fill(yes.fake);
        QCOMPARE(yes.run({"access", "can", "User:pat", "write", "topic:dc2.inventory.stock", "--json"}), 0);
        QCOMPARE(yes.outText(), golden("access-can.json", yes.outText()));
        FakeSession no;
        fill(no.fake);
        QCOMPARE(no.run({"access", "can", "User:pat", "WRITE", "TOPIC:inventory.movements"}), 1);
        QVERIFY(no.outText().find("User:pat may not WRITE topic inventory.movements") == 0);
        FakeSession host;
        fill(host.fake);
        QCOMPARE(host.run({"access", "can", "User:far", "WRITE", "TOPIC:inventory.movements", "--host",
                           "10.0.0.7"}),
                 0);
        FakeSession hidden;
        fill(hidden.fake);
        hideAcls(hidden.fake);
        QCOMPARE(hidden.run({"access", "can", "User:pat", "WRITE", "TOPIC:t", "--json"}), 3);
        QCOMPARE(answer(hidden)[QStringLiteral("decision")].toString(), QStringLiteral("cannot_evaluate"));
        QVERIFY(answer(hidden)[QStringLiteral("rule")].isNull());
    }
    void whoCanNamesEverybodyWhoMay() {
        FakeSession session;
        fill(session.fake);
        QCOMPARE(session.run({"access", "who-can", "WRITE", "TOPIC:inventory.movements", "--json"}), 0);
        QCOMPARE(session.outText(), golden("access-who-can.json", session.outText()));
        FakeSession text;
        fill(text.fake);
        QCOMPARE(text.run({"access", "who-can", "WRITE", "TOPIC:inventory.movements"}), 0);
        QCOMPARE(text.outText(), golden("access-who-can.txt", text.outText()));
    }

    void evaluateNeedsNoCluster() {
        const QTemporaryDir folder;
        const QString acls = write(folder, "acls.jsonl",
                                   line(access::json(allow("User:a", "READ", topicPrefix("in")))) + '\n' +
                                       line(access::json(allow("User:a", "READ", group("(bar")))));
        const QString requests =
            write(folder, "requests.jsonl",
                  request("User:a", "DESCRIBE", "TOPIC", "inv") + request("User:b", "READ", "TOPIC", "inv") +
                      request("User:root", "READ", "TOPIC", "inv") + request("User:b", "READ", "TOPIC", "x") +
                      request("User:a", "READ", "GROUP", "(foo"));
        FakeSession session;
        session.clusterError = base::Error{base::ErrorKind::Transport, "There is no cluster", {}, {}, {}};
        QCOMPARE(session.run({"access", "evaluate", "--acls", acls.toStdString(), "--requests",
                              requests.toStdString(), "--super-users", "User:x;User:root",
                              "--allow-everyone-if-no-acl-found"}),
                 0);
        QCOMPARE(session.outText(), golden("access-evaluate.jsonl", session.outText()));
    }
    void aRequestWithoutANameIsOnSomeResourceOfItsType() {
        const QTemporaryDir folder;
        const QString acls = write(folder, "acls.jsonl",
                                   line(access::json(allow("User:a", "WRITE", topicPrefix("in")))) + '\n' +
                                       line(access::json(allow("User:b", "READ", topic("inv")))));
        const auto anyTopic = [](const char* principal) {
            return QByteArray("{\"principal\":\"") + principal +
                   "\",\"host\":\"10.0.0.1\",\"operation\":\"WRITE\",\"resource_type\":\"TOPIC\"}\n";
        };
        const QString requests = write(folder, "requests.jsonl", anyTopic("User:a") + anyTopic("User:b"));
        FakeSession session;
        QCOMPARE(session.run({"access", "evaluate", "--acls", acls.toStdString(), "--requests",
                              requests.toStdString()}),
                 0);
        const QStringList answers = QString::fromStdString(session.outText()).split(QLatin1Char('\n'));
        QVERIFY(answers[0].contains(QStringLiteral("\"decision\":\"allow\"")));
        QVERIFY(answers[1].contains(QStringLiteral("\"decision\":\"deny\"")));
    }
    void evaluateNamesTheLineThatIsWrong() {
        const QTemporaryDir folder;
        const QString good = write(folder, "good.jsonl", "");
        const QString bad = write(folder, "bad.jsonl", "\n{\"principal\":1}\n");
        FakeSession session;
        QCOMPARE(session.run({"access", "evaluate", "--acls", good.toStdString(), "--requests",
                              bad.toStdString(), "--json"}),
                 2);
        QCOMPARE(answer(session)[QStringLiteral("where")].toString(), bad + QStringLiteral(":2"));
        FakeSession missing;
        QCOMPARE(
            missing.run({"access", "evaluate", "--acls", "/nowhere/x", "--requests", good.toStdString()}), 2);
        QVERIFY(missing.errText().find("/nowhere/x") != std::string::npos);
    }

    void wrongUsageIsTwo_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("no subcommand") << QStringList{QStringLiteral("access")};
        QTest::newRow("no such operation")
            << QStringList{QStringLiteral("access"), QStringLiteral("can"), QStringLiteral("User:a"),
                           QStringLiteral("FLY"), QStringLiteral("TOPIC:t")};
        QTest::newRow("no colon") << QStringList{QStringLiteral("access"), QStringLiteral("can"),
                                                 QStringLiteral("ada"), QStringLiteral("READ"),
                                                 QStringLiteral("TOPIC:t")};
        QTest::newRow("no type") << QStringList{QStringLiteral("access"), QStringLiteral("who-can"),
                                                QStringLiteral("READ"), QStringLiteral("orders")};
        QTest::newRow("bad filter") << QStringList{QStringLiteral("access"), QStringLiteral("list"),
                                                   QStringLiteral("--resource"), QStringLiteral("SHOE:x")};
    }
    void wrongUsageIsTwo() {
        QFETCH(QStringList, arguments);
        std::vector<std::string> words;
        for (const QString& word : arguments)
            words.push_back(word.toStdString());
        FakeSession session;
        fill(session.fake);
        QCOMPARE(session.run(words), 2);
        QVERIFY(!session.errText().empty());
    }
    void aClusterThatIsNotReachedIsFour() {
        FakeSession session;
        fill(session.fake);
        session.fake.failAlways(
            Asked::DescribeAcls,
            base::Error{base::ErrorKind::Timeout, "No answer in time", "fake:9092", {}, {}});
        QCOMPARE(session.run({"access", "list"}), 4);
        QVERIFY(session.outText().empty());
    }
};

QTEST_GUILESS_MAIN(tst_access_ctl)
#include "tst_access_ctl.moc"
