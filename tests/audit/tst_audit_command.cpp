// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/audit/audit_support.h"

#include "app/ctl/audit.h"
#include "tests/support/fake_session.h"
#include "tests/support/golden.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace streamscape;
using namespace streamscape::audit::testing;
using test::FakeSession;

namespace {

QJsonObject answerOf(const FakeSession& session) {
    return QJsonDocument::fromJson(QByteArray::fromStdString(session.outText())).object();
}
std::int64_t number(const QJsonObject& object, const char* key) {
    return object[QLatin1String(key)].isDouble() ? object[QLatin1String(key)].toInteger() : -1;
}

// The lines of the reference, and one that is none.
std::string log() {
    return Said{.level = "DEBUG",
                .principal = "User:inv-batch-loader",
                .operation = "WRITE",
                .resource = "Topic:LITERAL:dc2.inventory.stock.v1",
                .request = "Produce",
                .rule = "MatchingAcl(acl=StandardAcl(resourceType=TOPIC, resourceName=dc2.inventory., "
                        "patternType=PREFIXED, principal=User:inv-batch-loader, host=*, operation=WRITE, "
                        "permissionType=ALLOW))",
                .count = 6}
               .line() +
           "\n" +
           Said{.moment = "2026-03-04 02:11:30,001", .principal = "User:CN=Stock Audit, OU=Retail"}.line() +
           "\njava.lang.Exception\n" + Said{.moment = "2026-03-04 02:12:44,700", .level = "TRACE"}.line() +
           "\n";
}

// What differs from run to run: how long it took, and where the test's folder is.
std::string settled(std::string text, const LogFolder& logs) {
    QString settled =
        QString::fromStdString(text).replace(QString::fromStdString(logs.path()), QStringLiteral("/logs"));
    static const QRegularExpression took(QStringLiteral("\"took_ms\": \\d+"));
    return settled.replace(took, QStringLiteral("\"took_ms\": 0")).toStdString();
}

} // namespace

class AuditCommandTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void importThenQueryInTheShapeOfItsPage() {
        LogFolder logs;
        logs.write(log());
        {
            FakeSession session;
            QCOMPARE(session.run({"--json", "audit", "import", "--time-zone", "UTC", "--node", "broker-1",
                                  logs.path()}),
                     0);
            const QJsonObject answer = answerOf(session);
            QCOMPARE(number(answer, "events"), 3);
            QCOMPARE(number(answer, "unparsed"), 1);
            QCOMPARE(number(answer, "lines"), 4);
            QCOMPARE(number(answer, "already"), 0);
            QCOMPARE(number(answer, "bytes"), static_cast<std::int64_t>(log().size()));
        }
        FakeSession session;
        QCOMPARE(session.run({"audit", "import", "--time-zone", "UTC", "--node", "broker-1", logs.path()}),
                 0);
        QVERIFY(session.outText().find("broker") == std::string::npos);
        const std::string before = session.outText();
        QCOMPARE(session.run({"--json", "audit", "query", "--facet", "principal", "--facet", "decision",
                              "--bucket", "1m", "--order", "asc"}),
                 0);
        const std::string now = settled(session.outText().substr(before.size()), logs);
        QCOMPARE(now, test::golden("audit.json", now));
    }
    void importingAgainAddsNothing() {
        LogFolder logs;
        logs.write(log());
        FakeSession session;
        QCOMPARE(session.run({"audit", "import", "--time-zone", "UTC", logs.path()}), 0);
        const std::string before = session.outText();
        QCOMPARE(session.run({"--json", "audit", "import", "--time-zone", "UTC", logs.file()}), 0);
        const QJsonObject answer =
            QJsonDocument::fromJson(QByteArray::fromStdString(session.outText().substr(before.size())))
                .object();
        QCOMPARE(number(answer, "events"), 0);
        QCOMPARE(number(answer, "unparsed"), 0);
        QCOMPARE(number(answer, "already"), 4);
        QCOMPARE(number(answer, "lines"), 4);
    }
    void linesAreOfTheStoresOnlyClusterUnlessOneIsNamed() {
        LogFolder logs;
        logs.write(log());
        FakeSession session;
        const auto importAs = [&](std::vector<std::string> before) {
            before.insert(before.end(), {"--json", "audit", "import", "--time-zone", "UTC", logs.path()});
            return session.run(before);
        };
        auto last = [&, seen = std::size_t{0}]() mutable {
            const QByteArray text = QByteArray::fromStdString(session.outText().substr(seen));
            seen = session.outText().size();
            return QJsonDocument::fromJson(text).object();
        };
        QCOMPARE(importAs({}), 0);
        QVERIFY(last()[QStringLiteral("cluster")].isNull()); // the store knows none
        store::Store& store = **session.store(store::Mode::ReadWrite);
        clusterIn(store, "abc", "newlimits");
        QCOMPARE(importAs({}), 0);
        QCOMPARE(last()[QStringLiteral("cluster")].toString(), QStringLiteral("newlimits"));
        clusterIn(store, "def", "staging");
        QCOMPARE(importAs({}), 0);
        QVERIFY(last()[QStringLiteral("cluster")].isNull()); // it knows two: they were there before
        QCOMPARE(importAs({"--cluster", "def"}), 0);
        QCOMPARE(last()[QStringLiteral("cluster")].toString(), QStringLiteral("staging"));

        QCOMPARE(session.run({"--json", "audit", "query", "--limit", "1"}), 0);
        QJsonObject all = last();
        QCOMPARE(number(all, "matched"), 12);
        QCOMPARE(all[QStringLiteral("clusters")].toArray(),
                 (QJsonArray{QJsonValue::Null, QStringLiteral("newlimits"), QStringLiteral("staging")}));
        QCOMPARE(session.run({"--json", "audit", "query", "--cluster", "staging", "--limit", "1"}), 0);
        QJsonObject staging = last();
        QCOMPARE(number(staging, "matched"), 4);
        QCOMPARE(staging[QStringLiteral("events")][0][QStringLiteral("source")][QStringLiteral("cluster")]
                     .toString(),
                 QStringLiteral("staging"));
        QCOMPARE(session.run({"--json", "audit", "query", "--cluster", "production"}), 2);
        QVERIFY(last()[QStringLiteral("hint")].toString().contains(QStringLiteral("newlimits (abc)")));
        QCOMPARE(importAs({"--cluster", "production"}), 2);
    }
    void aFileWithoutAnEventIsAnsweredInPartAndNamed() {
        LogFolder logs;
        logs.write(log());
        logs.write("no event\nneither\n", "kafka-authorizer.log.old");
        FakeSession session;
        QCOMPARE(session.run({"--json", "audit", "import", "--time-zone", "UTC", logs.path()}), 3);
        const QJsonObject answer = answerOf(session);
        QCOMPARE(number(answer, "events"), 3);
        QCOMPARE(number(answer, "unparsed"), 3);
        const QJsonArray errors = answer[QStringLiteral("errors")].toArray();
        QCOMPARE(errors.size(), 1);
        QCOMPARE(errors[0][QStringLiteral("where")].toString(),
                 QString::fromStdString(logs.file("kafka-authorizer.log.old")));
        FakeSession text;
        QCOMPARE(text.run({"audit", "import", "--time-zone", "UTC", logs.file("kafka-authorizer.log.old")}),
                 3);
        QVERIFY(text.errText().find("No line of this file is an event of kind authorizer") !=
                std::string::npos);
    }
    void anEmptyFileIsNoFaultButSaid() {
        LogFolder logs;
        logs.write("");
        FakeSession session;
        QCOMPARE(session.run({"audit", "import", "--time-zone", "UTC", logs.path()}), 0);
        QVERIFY(session.errText().find("There is no line in it") != std::string::npos);
    }
    void aTableForPeople() {
        LogFolder logs;
        logs.write(log());
        FakeSession session;
        QCOMPARE(session.run({"audit", "import", "--time-zone", "UTC", "--node", "broker-1", logs.path()}),
                 0);
        const std::string before = session.outText();
        QCOMPARE(session.run({"audit", "query", "--facet", "decision"}), 0);
        const std::string now = settled(session.outText().substr(before.size()), logs);
        QCOMPARE(now, test::golden("audit.txt", now));
    }
    void whatIsWrongIsUsage_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("field") << QStringList{QStringLiteral("query"), QStringLiteral("--where"),
                                              QStringLiteral("colour=red")};
        QTest::newRow("no value") << QStringList{QStringLiteral("query"), QStringLiteral("--where"),
                                                 QStringLiteral("principal")};
        QTest::newRow("decision") << QStringList{QStringLiteral("query"), QStringLiteral("--where"),
                                                 QStringLiteral("decision=maybe")};
        QTest::newRow("facet") << QStringList{QStringLiteral("query"), QStringLiteral("--facet"),
                                              QStringLiteral("colour")};
        QTest::newRow("from") << QStringList{QStringLiteral("query"), QStringLiteral("--from"),
                                             QStringLiteral("yesterday")};
        QTest::newRow("bucket") << QStringList{QStringLiteral("query"), QStringLiteral("--bucket"),
                                               QStringLiteral("often")};
        QTest::newRow("order") << QStringList{QStringLiteral("query"), QStringLiteral("--order"),
                                              QStringLiteral("up")};
        QTest::newRow("limit") << QStringList{QStringLiteral("query"), QStringLiteral("--limit"),
                                              QStringLiteral("-1")};
        QTest::newRow("zone") << QStringList{QStringLiteral("import"), QStringLiteral("--time-zone"),
                                             QStringLiteral("Mars"), QStringLiteral("/tmp")};
        QTest::newRow("kind") << QStringList{QStringLiteral("import"), QStringLiteral("--kind"),
                                             QStringLiteral("tea"), QStringLiteral("/tmp")};
        QTest::newRow("no path") << QStringList{QStringLiteral("import")};
    }
    void whatIsWrongIsUsage() {
        QFETCH(QStringList, arguments);
        LogFolder logs;
        logs.write(log());
        FakeSession session;
        QCOMPARE(session.run({"audit", "import", "--time-zone", "UTC", logs.path()}), 0);
        std::vector<std::string> all{"audit"};
        for (const QString& argument : arguments)
            all.push_back(argument.toStdString());
        QCOMPARE(session.run(all), 2);
        QVERIFY(!session.errText().empty());
    }
    void aPathThatIsNotThereIsAnsweredInPart() {
        LogFolder logs;
        logs.write(log());
        FakeSession session;
        QCOMPARE(
            session.run({"--json", "audit", "import", "--time-zone", "UTC", logs.path(), "/no/such/file"}),
            3);
        const QJsonObject answer = answerOf(session);
        QCOMPARE(number(answer, "events"), 3);
        const QJsonObject error = answer[QStringLiteral("errors")].toArray()[0].toObject();
        QCOMPARE(error[QStringLiteral("kind")].toString(), QStringLiteral("not_found"));
        QCOMPARE(error[QStringLiteral("where")].toString(), QStringLiteral("/no/such/file"));
    }
    void withoutAStoreThereIsNothingToAsk() {
        FakeSession session;
        QCOMPARE(session.run({"audit", "query"}), 5);
        session.storeError = base::Error{base::ErrorKind::Storage, "The disk is full", "/store", {}, {}};
        QCOMPARE(session.run({"audit", "import", "/tmp"}), 5);
    }
    void limitNoughtPrintsNoEvents() {
        LogFolder logs;
        logs.write(log());
        FakeSession session;
        QCOMPARE(session.run({"audit", "import", "--time-zone", "UTC", logs.path()}), 0);
        const std::string before = session.outText();
        QCOMPARE(session.run({"--json", "audit", "query", "--limit", "0", "--where", "decision=deny",
                              "--where", "decision=allow", "--where-not", "operation=WRITE"}),
                 0);
        const QJsonObject answer =
            QJsonDocument::fromJson(QByteArray::fromStdString(session.outText().substr(before.size())))
                .object();
        QCOMPARE(number(answer, "matched"), 1);
        QVERIFY(answer[QStringLiteral("events")].toArray().isEmpty());
    }
};

QTEST_GUILESS_MAIN(AuditCommandTest)
#include "tst_audit_command.moc"
