// SPDX-License-Identifier: GPL-3.0-or-later
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTest>

namespace {

QString brokerFile(const char* name) {
    return qEnvironmentVariable("STREAMSCAPE_TEST_BROKER") + QLatin1Char('/') + QString::fromLatin1(name);
}

struct Answer {
    int code = -1;
    QJsonObject object;
    QByteArray err;
};

Answer run(const QStringList& arguments) {
    QProcess process;
    process.start(QStringLiteral(STREAMSCAPECTL), arguments);
    if (!process.waitForFinished(30'000))
        return {};
    return {process.exitCode(), QJsonDocument::fromJson(process.readAllStandardOutput()).object(),
            process.readAllStandardError()};
}

Answer doctor(const QStringList& arguments) {
    return run(QStringList{QStringLiteral("doctor"), QStringLiteral("--json"), QStringLiteral("--timeout"),
                           QStringLiteral("10s")} +
               arguments);
}

QStringList keys(const QJsonValue& object) { return object.toObject().keys(); }

} // namespace

class TestCtlLive : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        if (!QFile::exists(brokerFile("admin.properties")))
            QSKIP("no test broker is running");
    }

    void theAdministratorSeesEverything_data() {
        QTest::addColumn<QString>("file");
        QTest::newRow("librdkafka") << brokerFile("admin.properties");
        QTest::newRow("Java") << brokerFile("admin-java.properties");
    }
    void theAdministratorSeesEverything() {
        QFETCH(QString, file);
        const Answer answer = doctor({QStringLiteral("--config"), file});
        QVERIFY2(answer.code == 0, QJsonDocument(answer.object).toJson().constData());
        const QJsonObject cluster = answer.object[QStringLiteral("cluster")].toObject();
        QVERIFY(!cluster[QStringLiteral("id")].toString().isEmpty());
        QCOMPARE(keys(cluster[QStringLiteral("brokers")].toArray().first()),
                 (QStringList{QStringLiteral("host"), QStringLiteral("id"), QStringLiteral("port"),
                              QStringLiteral("rack"), QStringLiteral("version")}));
        const QJsonObject authorizer = answer.object[QStringLiteral("authorizer")].toObject();
        QCOMPARE(authorizer[QStringLiteral("class")].toString(),
                 QStringLiteral("org.apache.kafka.metadata.authorizer.StandardAuthorizer"));
        QVERIFY(
            answer.object[QStringLiteral("rights")].toObject()[QStringLiteral("cluster")].toArray().contains(
                QStringLiteral("describe")));
        QVERIFY(answer.object[QStringLiteral("features")].toArray().contains(QStringLiteral("kraft")));
    }

    void aGuestIsToldWhatCannotBeSeen() {
        const Answer answer = doctor({QStringLiteral("--config"), brokerFile("guest.properties")});
        QVERIFY2(answer.code == 3, QJsonDocument(answer.object).toJson().constData());
        QVERIFY(answer.object[QStringLiteral("authorizer")].toObject()[QStringLiteral("class")].isNull());
    }

    void aWrongPasswordIsExitFour() {
        qputenv("STREAMSCAPE_SASL_PASSWORD", "wrong");
        const Answer answer = doctor({QStringLiteral("--config"), brokerFile("admin.properties")});
        qunsetenv("STREAMSCAPE_SASL_PASSWORD");
        QCOMPARE(answer.code, 4);
        QVERIFY(answer.object[QStringLiteral("cluster")].isNull());
    }

    void credentialsThatAreNoLongerGoodSayWhatWhereAndWhatToDo_data() {
        QTest::addColumn<QStringList>("command");
        QTest::newRow("lag") << QStringList{QStringLiteral("lag")};
        QTest::newRow("inventory cluster")
            << QStringList{QStringLiteral("inventory"), QStringLiteral("cluster")};
        QTest::newRow("access list") << QStringList{QStringLiteral("access"), QStringLiteral("list")};
    }
    void credentialsThatAreNoLongerGoodSayWhatWhereAndWhatToDo() {
        QFETCH(QStringList, command);
        qputenv("STREAMSCAPE_SASL_PASSWORD", "no-longer-good");
        const Answer answer = run(command + QStringList{QStringLiteral("--json"), QStringLiteral("--config"),
                                                        brokerFile("admin.properties")});
        qunsetenv("STREAMSCAPE_SASL_PASSWORD");
        QCOMPARE(answer.code, 4);
        QCOMPARE(answer.object[QStringLiteral("kind")].toString(), QStringLiteral("auth"));
        for (const char* member : {"what", "where", "hint"})
            QVERIFY2(!answer.object[QLatin1String(member)].toString().isEmpty(), member);
        QVERIFY(!QJsonDocument(answer.object).toJson().contains("no-longer-good"));
        QVERIFY(!answer.err.contains("no-longer-good"));
    }
};

QTEST_GUILESS_MAIN(TestCtlLive)
#include "tst_ctl_live.moc"
