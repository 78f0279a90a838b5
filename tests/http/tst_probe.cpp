// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/http/probe.h"

#include <QElapsedTimer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <vector>

using namespace streamscape;
using http::ProbeOutcome;
using http::ProbeStage;

/// Name, TCP and TLS told apart, without any broker.
class TestProbe : public QObject {
    Q_OBJECT

private:
    static std::vector<ProbeOutcome> outcomes(http::ProbeTarget target,
                                              base::Duration timeout = base::Duration(3000)) {
        std::vector<ProbeOutcome> seen;
        bool over = false;
        http::Probe probe(std::move(target), timeout);
        QObject::connect(&probe, &http::Probe::stepped, &probe,
                         [&seen](const ProbeOutcome& one) { seen.push_back(one); });
        QObject::connect(&probe, &http::Probe::finished, &probe, [&over] { over = true; });
        probe.start();
        (void)QTest::qWaitFor([&over] { return over; }, 10'000);
        return seen;
    }
    static http::ProbeTarget at(const char* host, int port, bool tls = false) {
        http::ProbeTarget target;
        target.host = host;
        target.port = port;
        target.tls = tls;
        return target;
    }

private Q_SLOTS:
    void aPortThatListensPassesNameAndTcp() {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const auto seen = outcomes(at("127.0.0.1", server.serverPort()));
        QCOMPARE(seen.size(), 2U);
        QVERIFY(seen[0].passed && seen[1].passed);
        QCOMPARE(seen[0].what, std::string("127.0.0.1"));
        QCOMPARE(seen[1].stage, ProbeStage::Tcp);
    }
    void aNameThatIsNotThereFailsTheFirstStep() {
        const auto seen = outcomes(at("no-such-host.invalid", 9092));
        QCOMPARE(seen.size(), 1U);
        QVERIFY(!seen[0].passed);
        QCOMPARE(seen[0].stage, ProbeStage::Resolve);
        QVERIFY(seen[0].what.find("no-such-host.invalid") != std::string::npos);
    }
    void aClosedPortIsRefused() {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const int port = server.serverPort();
        server.close();
        const auto seen = outcomes(at("127.0.0.1", port));
        QCOMPARE(seen.size(), 2U);
        QVERIFY(!seen[1].passed);
        QVERIFY(seen[1].what.find("refused") != std::string::npos);
        QVERIFY(!seen[1].hint.empty());
    }
    void aPortThatTalksNonsenseFailsTheHandshake() {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        connect(&server, &QTcpServer::newConnection, &server,
                [&server] { server.nextPendingConnection()->write("HTTP/1.1 400 Bad Request\r\n\r\n"); });
        const auto seen = outcomes(at("127.0.0.1", server.serverPort(), true));
        QCOMPARE(seen.size(), 3U);
        QCOMPARE(seen[2].stage, ProbeStage::Tls);
        QVERIFY(!seen[2].passed);
        QVERIFY(seen[2].hint.find("security.protocol") != std::string::npos);
    }
    void aPortThatSaysNothingTimesOut() {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QElapsedTimer timer;
        timer.start();
        const auto seen = outcomes(at("127.0.0.1", server.serverPort(), true), base::Duration(500));
        QVERIFY(timer.elapsed() < 3000);
        QCOMPARE(seen.size(), 3U);
        QVERIFY(seen[2].what.find("No answer") != std::string::npos);
    }
    void aCaFileThatIsNotThereIsNamed() {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        http::ProbeTarget target = at("127.0.0.1", server.serverPort(), true);
        target.caFile = "/is/not/there.pem";
        const auto seen = outcomes(target);
        QVERIFY(!seen.back().passed);
        QCOMPARE(seen.back().stage, ProbeStage::Tls);
        QVERIFY(seen.back().what.find("/is/not/there.pem") != std::string::npos);
    }
    void closingAProbeMidwayHangsUpAndSaysNothing() {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        auto probe =
            std::make_unique<http::Probe>(at("127.0.0.1", server.serverPort(), true), base::Duration(30'000));
        std::vector<ProbeOutcome> seen;
        int finished = 0;
        connect(probe.get(), &http::Probe::stepped, &server,
                [&seen](const ProbeOutcome& one) { seen.push_back(one); });
        connect(probe.get(), &http::Probe::finished, &server, [&finished] { ++finished; });
        probe->start();
        QTRY_VERIFY(server.hasPendingConnections());
        const std::unique_ptr<QTcpSocket> theirs(server.nextPendingConnection());
        QTRY_VERIFY(theirs->bytesAvailable() > 0); // the handshake has begun, and is never answered
        QCOMPARE(seen.size(), 2U);
        probe.reset();
        QTRY_COMPARE(theirs->state(), QAbstractSocket::UnconnectedState);
        QCOMPARE(seen.size(), 2U);
        QCOMPARE(finished, 0);
    }
};

QTEST_GUILESS_MAIN(TestProbe)
#include "tst_probe.moc"
