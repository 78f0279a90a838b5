// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/run_on.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpServer>
#include <QTcpSocket>
#include <QThread>

#include <memory>
#include <string>
#include <vector>

namespace streamscape::test {

/// An OAuth token endpoint on 127.0.0.1, on a thread of its own: answers the client-credentials grant with an
/// unsecured token that the test broker takes, or misbehaves on demand. Remembers what it was asked.
class TokenServer final {
public:
    enum class Mode {
        Grant,
        Refuse,    ///< 401 with OAuth's error object
        Busy,      ///< 503
        Page,      ///< 200 with a web page
        OtherJson, ///< 200 with JSON that holds no token
        Stale,     ///< a token that has expired already
        Hang,      ///< takes the request and says nothing
        Closed,    ///< refuses to be connected to
    };
    struct Request {
        std::string line;          ///< "POST /token HTTP/1.1"
        std::string authorization; ///< decoded: "client id:client secret"
        std::string body;
    };

    /// claim: the name of the claim in which the broker looks for the principal.
    TokenServer(std::string claim, std::string principal, Mode mode = Mode::Grant)
        : m_claim(std::move(claim))
        , m_principal(std::move(principal)) {
        m_thread.start();
        m_worker.moveToThread(&m_thread);
        run([this] {
            m_server = std::make_unique<QTcpServer>();
            QObject::connect(m_server.get(), &QTcpServer::newConnection, m_server.get(),
                             [this] { accept(); });
            m_server->listen(QHostAddress::LocalHost);
            m_port = m_server->serverPort();
        });
        setMode(mode);
    }
    ~TokenServer() {
        run([this] { m_server.reset(); });
        m_thread.quit();
        m_thread.wait();
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(m_port) + "/token"; }

    void setMode(Mode mode) {
        run([this, mode] {
            m_mode = mode;
            if (mode == Mode::Closed)
                m_server->close();
            else if (!m_server->isListening())
                m_server->listen(QHostAddress::LocalHost, static_cast<quint16>(m_port));
        });
    }
    /// How long the tokens are good that it gives from now on.
    void setLifetime(std::chrono::seconds lifetime) {
        run([this, lifetime] { m_lifetime = lifetime; });
    }
    std::vector<Request> requests() {
        std::vector<Request> all;
        run([this, &all] { all = m_requests; });
        return all;
    }

private:
    template<class Work>
    void run(Work work) {
        runOn(&m_worker, std::move(work));
    }

    void accept() {
        while (QTcpSocket* client = m_server->nextPendingConnection()) {
            auto received = std::make_shared<QByteArray>();
            QObject::connect(client, &QTcpSocket::readyRead, client, [this, client, received] {
                received->append(client->readAll());
                if (isWhole(*received))
                    answer(*client, std::exchange(*received, {}));
            });
            QObject::connect(client, &QTcpSocket::disconnected, client, &QObject::deleteLater);
        }
    }

    static QByteArray header(const QByteArray& request, const QByteArray& name) {
        for (const QByteArray& line : request.left(request.indexOf("\r\n\r\n")).split('\n'))
            if (line.toLower().startsWith(name.toLower() + ':'))
                return line.mid(name.size() + 1).trimmed();
        return {};
    }
    static bool isWhole(const QByteArray& request) {
        const auto head = request.indexOf("\r\n\r\n");
        return head >= 0 && request.size() >= head + 4 + header(request, "Content-Length").toInt();
    }

    void answer(QTcpSocket& client, const QByteArray& request) {
        const QByteArray basic = header(request, "Authorization").mid(6); // behind "Basic "
        m_requests.push_back({request.left(request.indexOf("\r\n")).toStdString(),
                              QByteArray::fromBase64(basic).toStdString(),
                              request.mid(request.indexOf("\r\n\r\n") + 4).toStdString()});
        switch (m_mode) {
        case Mode::Grant:
            return send(client, "200 OK", "application/json", grant(m_lifetime));
        case Mode::Stale:
            return send(client, "200 OK", "application/json", grant(std::chrono::seconds{-60}));
        case Mode::Refuse:
            return send(client, "401 Unauthorized", "application/json",
                        R"({"error":"invalid_client","error_description":"no such client here"})");
        case Mode::Busy:
            return send(client, "503 Service Unavailable", "application/json", R"({"error":"busy"})");
        case Mode::Page:
            return send(client, "200 OK", "text/html", "<html>Welcome to the intranet</html>");
        case Mode::OtherJson:
            return send(client, "200 OK", "application/json", R"({"hello":"world"})");
        case Mode::Hang:
        case Mode::Closed:
            return;
        }
    }

    static void send(QTcpSocket& client, const QByteArray& status, const QByteArray& type,
                     const QByteArray& body) {
        client.write("HTTP/1.1 " + status + "\r\nContent-Type: " + type + "\r\nContent-Length: " +
                     QByteArray::number(body.size()) + "\r\nConnection: close\r\n\r\n" + body);
        client.disconnectFromHost();
    }

    static QByteArray part(const QJsonObject& object) {
        return QJsonDocument(object)
            .toJson(QJsonDocument::Compact)
            .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    }
    QByteArray grant(std::chrono::seconds lifetime) const {
        const qint64 now = QDateTime::currentSecsSinceEpoch();
        const QString principal = QString::fromStdString(m_principal);
        const QByteArray token =
            part({{QStringLiteral("alg"), QStringLiteral("none")}}) + '.' +
            part({{QStringLiteral("sub"), principal},
                  {QString::fromStdString(m_claim), principal},
                  {QStringLiteral("iat"), now - 1},
                  {QStringLiteral("exp"), now + static_cast<qint64>(lifetime.count())}}) +
            '.';
        return QJsonDocument(
                   QJsonObject{{QStringLiteral("access_token"), QString::fromLatin1(token)},
                               {QStringLiteral("token_type"), QStringLiteral("Bearer")},
                               {QStringLiteral("expires_in"), static_cast<qint64>(lifetime.count())}})
            .toJson(QJsonDocument::Compact);
    }

    const std::string m_claim;
    const std::string m_principal;
    int m_port = 0;
    QThread m_thread;
    QObject m_worker;
    std::unique_ptr<QTcpServer> m_server; // from here on: the server's thread
    Mode m_mode = Mode::Grant;
    std::chrono::seconds m_lifetime{3600};
    std::vector<Request> m_requests;
};

} // namespace streamscape::test
