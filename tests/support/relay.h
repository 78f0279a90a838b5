// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/run_on.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>
#include <QTimer>

#include <chrono>
#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>

namespace streamscape::test {

/// A TCP relay in front of a broker that can be cut, hang, be slow or talk nonsense on demand, on a thread of
/// its own. It puts its own port where the broker advertises its port, so that clients keep coming through
/// it: for listeners without TLS on 127.0.0.1.
class Relay final {
public:
    enum class Mode { Pass, Hang, Garbage, Closed };

    explicit Relay(int targetPort, Mode mode = Mode::Pass)
        : m_target(targetPort)
        , m_mode(mode) {
        m_thread.start();
        m_worker.moveToThread(&m_thread);
        run([this] {
            m_server = std::make_unique<QTcpServer>();
            QObject::connect(m_server.get(), &QTcpServer::newConnection, m_server.get(),
                             [this] { accept(); });
            m_server->listen(QHostAddress::LocalHost);
            m_port = m_server->serverPort();
        });
    }
    ~Relay() {
        run([this] {
            dropAll();
            m_server.reset();
        });
        m_thread.quit();
        m_thread.wait();
    }

    std::string address() const { return "127.0.0.1:" + std::to_string(m_port); }
    int port() const { return m_port; }

    /// Tells clients another port than our own.
    void advertise(int port) {
        run([this, port] { m_advertised = port; });
    }
    /// Where the broker names another one: clients find that one's relay.
    void advertise(const Relay& other) {
        run([this, target = other.m_target, port = other.m_port] { m_others[target] = port; });
    }
    /// What the broker says from now on arrives this much later.
    void setDelay(std::chrono::milliseconds delay) {
        run([this, delay] { m_delay = delay; });
    }
    /// Closed cuts what is connected and refuses what comes; back to Pass, clients connect anew.
    void setMode(Mode mode) {
        run([this, mode] {
            m_mode = mode;
            if (mode == Mode::Closed)
                m_server->close();
            if (mode != Mode::Hang)
                dropAll();
            if (mode != Mode::Closed && !m_server->isListening())
                m_server->listen(QHostAddress::LocalHost, static_cast<quint16>(m_port));
        });
    }

private:
    template<class Work>
    void run(Work work) {
        runOn(&m_worker, std::move(work));
    }

    void dropAll() {
        const auto open = std::exchange(m_open, {});
        for (QTcpSocket* socket : open)
            delete socket;
    }

    void accept() {
        while (QTcpSocket* client = m_server->nextPendingConnection()) {
            client->setParent(nullptr);
            m_open.insert(client);
            if (m_mode == Mode::Garbage) {
                QObject::connect(client, &QTcpSocket::readyRead, client, [client] {
                    client->readAll();
                    client->write("HTTP/1.1 400 Bad Request\r\nServer: not-a-broker\r\n\r\n");
                });
                continue;
            }
            auto* broker = new QTcpSocket;
            m_open.insert(broker);
            // A port where nobody listens is one for the client too.
            QObject::connect(broker, &QTcpSocket::errorOccurred, client, [client] { client->abort(); });
            broker->connectToHost(QHostAddress::LocalHost, static_cast<quint16>(m_target));
            pump(client, broker);
            pumpAnswers(broker, client);
        }
    }

    /// As Metadata responses carry it: the host, then the port in four bytes.
    static QByteArray advertised(int port) {
        QByteArray bytes("127.0.0.1");
        for (const int shift : {24, 16, 8, 0})
            bytes.append(static_cast<char>((port >> shift) & 0xff));
        return bytes;
    }

    void pump(QTcpSocket* from, QTcpSocket* to) {
        const auto pass = [this, from, to] {
            if (m_mode == Mode::Pass && to->state() == QAbstractSocket::ConnectedState)
                to->write(from->readAll());
        };
        QObject::connect(from, &QTcpSocket::readyRead, to, pass);
        QObject::connect(to, &QTcpSocket::connected, from, pass);
        QObject::connect(from, &QTcpSocket::disconnected, to, [to] { to->disconnectFromHost(); });
    }

    void pumpAnswers(QTcpSocket* broker, QTcpSocket* client) {
        // Each timer passes on what has waited longest: timers may overtake one another, bytes may not.
        const auto waiting = std::make_shared<std::deque<QByteArray>>();
        const auto pass = [this, client, waiting] {
            if (m_mode != Mode::Pass)
                return;
            if (client->state() == QAbstractSocket::ConnectedState)
                client->write(waiting->front());
            waiting->pop_front();
        };
        QObject::connect(broker, &QTcpSocket::readyRead, client, [this, broker, client, waiting, pass] {
            if (m_mode != Mode::Pass)
                return;
            QByteArray bytes = broker->readAll();
            bytes.replace(advertised(m_target), advertised(m_advertised ? m_advertised : m_port));
            for (const auto& [target, port] : m_others)
                bytes.replace(advertised(target), advertised(port));
            waiting->push_back(bytes);
            if (m_delay.count() > 0 || waiting->size() > 1)
                QTimer::singleShot(m_delay, Qt::PreciseTimer, client, pass);
            else
                pass();
        });
        QObject::connect(broker, &QTcpSocket::disconnected, client,
                         [client] { client->disconnectFromHost(); });
    }

    const int m_target;
    Mode m_mode; // the relay's thread
    int m_port = 0;
    int m_advertised = 0;        // 0: our own
    std::map<int, int> m_others; // the relay's port, by the broker's
    std::chrono::milliseconds m_delay{0};
    QThread m_thread;
    QObject m_worker;
    std::unique_ptr<QTcpServer> m_server;
    std::set<QTcpSocket*> m_open;
};

} // namespace streamscape::test
