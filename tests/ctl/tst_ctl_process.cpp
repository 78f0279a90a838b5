// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/store.h"

#include <QElapsedTimer>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <fstream>

using namespace streamscape;

namespace {

struct Answer {
    int code = -1;
    QByteArray out;
    QByteArray err;
    QJsonObject error() const { return QJsonDocument::fromJson(out).object(); }
};

} // namespace

class TestCtlProcess : public QObject {
    Q_OBJECT

    QTemporaryDir m_dir;

    std::unique_ptr<QProcess> start(const QStringList& arguments) {
        auto process = std::make_unique<QProcess>();
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_dir.path());
        environment.insert(QStringLiteral("XDG_DATA_HOME"), m_dir.path());
        process->setProcessEnvironment(environment);
        process->start(QStringLiteral(STREAMSCAPECTL), arguments);
        return process;
    }
    Answer run(const QStringList& arguments) {
        const auto process = start(arguments);
        if (!process->waitForFinished(20'000))
            return {};
        return {process->exitStatus() == QProcess::NormalExit ? process->exitCode() : -2,
                process->readAllStandardOutput(), process->readAllStandardError()};
    }

private Q_SLOTS:
    void aPortWhereNobodyListensIsExitFour() {
        const Answer answer =
            run({QStringLiteral("doctor"), QStringLiteral("--json"), QStringLiteral("--bootstrap-server"),
                 QStringLiteral("127.0.0.1:1"), QStringLiteral("--timeout"), QStringLiteral("3s")});
        QCOMPARE(answer.code, 4);
        QVERIFY(answer.error()[QStringLiteral("cluster")].isNull());
    }

    void aNameThatDoesNotResolveIsExitFour() {
        const Answer answer = run(
            {QStringLiteral("lag"), QStringLiteral("--json"), QStringLiteral("--bootstrap-server"),
             QStringLiteral("no-such-host.invalid:9092"), QStringLiteral("--timeout"), QStringLiteral("3s")});
        QCOMPARE(answer.code, 4);
        QVERIFY(!answer.error()[QStringLiteral("what")].toString().isEmpty());
        QVERIFY(!answer.error()[QStringLiteral("hint")].toString().isEmpty());
    }

    void garbageOnThePortIsExitFour() {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, &server, [&] {
            while (QTcpSocket* socket = server.nextPendingConnection())
                socket->write(QByteArray(4096, '\xfe'));
        });
        const auto process = start({QStringLiteral("doctor"), QStringLiteral("--bootstrap-server"),
                                    QStringLiteral("127.0.0.1:%1").arg(server.serverPort()),
                                    QStringLiteral("--timeout"), QStringLiteral("3s")});
        QTRY_COMPARE_WITH_TIMEOUT(process->state(), QProcess::NotRunning, 15'000);
        QCOMPARE(process->exitCode(), 4);
        QVERIFY(process->readAllStandardOutput().contains("failed"));
    }

    void ctrlCStopsWithinASecond() {
        QTcpServer silent; // takes the connection and never answers
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        const auto process = start({QStringLiteral("doctor"), QStringLiteral("--bootstrap-server"),
                                    QStringLiteral("127.0.0.1:%1").arg(silent.serverPort()),
                                    QStringLiteral("--timeout"), QStringLiteral("60s")});
        QTRY_VERIFY_WITH_TIMEOUT(silent.hasPendingConnections(), 10'000);
        QElapsedTimer watch;
        watch.start();
        ::kill(static_cast<pid_t>(process->processId()), SIGINT);
        QVERIFY(process->waitForFinished(5'000));
        QVERIFY2(watch.elapsed() < 1000, QByteArray::number(watch.elapsed()).constData());
        QCOMPARE(process->exitStatus(), QProcess::NormalExit);
        QCOMPARE(process->exitCode(), 130);
    }

    void aStoreHeldByAnotherCopyIsExitFive() {
        const QString folder = m_dir.filePath(QStringLiteral("held"));
        auto held = store::Store::open({folder.toStdString(), store::Mode::ReadWrite, "the test"});
        QVERIFY(held);
        const QString log = m_dir.filePath(QStringLiteral("kafka-authorizer.log"));
        std::ofstream(log.toStdString()) << "\n";
        const Answer answer = run({QStringLiteral("audit"), QStringLiteral("import"),
                                   QStringLiteral("--kind"), QStringLiteral("authorizer"), log,
                                   QStringLiteral("--store"), folder, QStringLiteral("--json")});
        QCOMPARE(answer.code, 5);
        QCOMPARE(answer.error()[QStringLiteral("kind")].toString(), QStringLiteral("conflict"));
        QVERIFY(
            answer.error()[QStringLiteral("what")].toString().contains(QLatin1String("the test (process ")));
    }

    void aDamagedStoreIsExitFive() {
        const QString folder = m_dir.filePath(QStringLiteral("damaged"));
        std::filesystem::create_directories(folder.toStdString());
        std::ofstream(folder.toStdString() + "/streamscape.db") << "nonsense";
        const Answer answer = run({QStringLiteral("audit"), QStringLiteral("query"),
                                   QStringLiteral("--store"), folder, QStringLiteral("--json")});
        QCOMPARE(answer.code, 5);
        QCOMPARE(answer.error()[QStringLiteral("kind")].toString(), QStringLiteral("storage"));
        QVERIFY(answer.error()[QStringLiteral("where")].toString().startsWith(folder));
    }

    void aPasswordIsInNoOutput() {
        const std::string file = m_dir.filePath(QStringLiteral("c.properties")).toStdString();
        std::ofstream(file)
            << "bootstrap.servers=127.0.0.1:1\nsecurity.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n"
               "sasl.username=ada\nsasl.password=hunter2\n";
        for (const char* level : {"warning", "debug"}) {
            const Answer answer =
                run({QStringLiteral("doctor"), QStringLiteral("--config"), QString::fromStdString(file),
                     QStringLiteral("--timeout"), QStringLiteral("2s"), QStringLiteral("--log-level"),
                     QString::fromLatin1(level)});
            QCOMPARE(answer.code, 4);
            QVERIFY(!answer.out.contains("hunter2"));
            QVERIFY(!answer.err.contains("hunter2"));
        }
    }

    void anAnswerThatCannotBeWrittenIsAnError() {
        QProcess process;
        process.setStandardOutputFile(QStringLiteral("/dev/full"));
        process.start(QStringLiteral(STREAMSCAPECTL), {QStringLiteral("--version")});
        QVERIFY(process.waitForFinished());
        QCOMPARE(process.exitCode(), 1);
    }
};

QTEST_GUILESS_MAIN(TestCtlProcess)
#include "tst_ctl_process.moc"
