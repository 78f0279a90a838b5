// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/http/probe.h"
#include "models/base/text.h"

#include <QElapsedTimer>
#include <QFile>
#include <QHostInfo>
#include <QSslCertificate>
#include <QSslCipher>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslSocket>
#include <QTimer>

namespace streamscape::http {

class Probe::Private final {
public:
    Private(Probe* owner, ProbeTarget where, base::Duration wait)
        : q(owner)
        , target(std::move(where))
        , timeout(wait) {}

    void begin(ProbeStage now) {
        stage = now;
        elapsed.start();
        timer.start(static_cast<int>(timeout.count()));
    }
    void passed(std::string what) {
        timer.stop();
        Q_EMIT q->stepped({stage, true, std::move(what), {}, base::Duration(elapsed.elapsed())});
    }
    void failed(std::string what, std::string hint) {
        if (std::exchange(over, true))
            return;
        timer.stop();
        Q_EMIT q->stepped(
            {stage, false, std::move(what), std::move(hint), base::Duration(elapsed.elapsed())});
        Q_EMIT q->finished(false);
    }
    void done() {
        if (std::exchange(over, true))
            return;
        socket.abort();
        Q_EMIT q->finished(true);
    }

    void onResolved(const QHostInfo& info);
    void onConnected();
    void onEncrypted();
    void onSslErrors(const QList<QSslError>& errors);
    void onSocketError();
    bool prepareTls();

    Probe* q;
    ProbeTarget target;
    base::Duration timeout;
    ProbeStage stage = ProbeStage::Resolve;
    bool over = false;
    QElapsedTimer elapsed;
    QTimer timer;
    QSslSocket socket;
    int lookup = -1;
};

Probe::Probe(ProbeTarget target, base::Duration timeout, QObject* parent)
    : QObject(parent)
    , m_private(std::make_unique<Private>(this, std::move(target), timeout)) {
    Private* d = m_private.get();
    d->timer.setSingleShot(true);
    connect(&d->timer, &QTimer::timeout, this, [d] {
        d->failed("No answer within " + std::to_string(d->timeout.count() / 1000) + " s",
                  "check the address, and firewalls between here and there");
        d->socket.abort();
    });
    connect(&d->socket, &QSslSocket::connected, this, [d] { d->onConnected(); });
    connect(&d->socket, &QSslSocket::encrypted, this, [d] { d->onEncrypted(); });
    connect(&d->socket, &QSslSocket::sslErrors, this, [d](const auto& errors) { d->onSslErrors(errors); });
    connect(&d->socket, &QSslSocket::errorOccurred, this, [d] { d->onSocketError(); });
}

Probe::~Probe() {
    if (m_private->lookup >= 0)
        QHostInfo::abortHostLookup(m_private->lookup);
    m_private->over = true;
    m_private->socket.disconnect();
    m_private->socket.abort();
}

void Probe::start() {
    Private* d = m_private.get();
    d->begin(ProbeStage::Resolve);
    d->lookup = QHostInfo::lookupHost(base::toQString(d->target.host), this,
                                      [d](const QHostInfo& info) { d->onResolved(info); });
}

void Probe::Private::onResolved(const QHostInfo& info) {
    lookup = -1;
    if (over)
        return;
    if (info.error() != QHostInfo::NoError || info.addresses().isEmpty())
        return failed("The name " + target.host + " is not known here",
                      "check its spelling, the name service, and whether a VPN is needed");
    QStringList addresses;
    for (const QHostAddress& address : info.addresses())
        addresses.append(address.toString());
    passed(addresses.join(QStringLiteral(", ")).toStdString());
    begin(ProbeStage::Tcp);
    if (target.tls && !prepareTls())
        return;
    socket.connectToHost(base::toQString(target.host), static_cast<quint16>(target.port));
}

bool Probe::Private::prepareTls() {
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    const auto unreadable = [this](const std::string& file, const char* as) {
        stage = ProbeStage::Tls;
        failed(std::string("The ") + as + " cannot be read: " + file,
               "check the path; a PEM file is expected");
        return false;
    };
    if (!target.caFile.empty()) {
        const auto authorities = QSslCertificate::fromPath(base::toQString(target.caFile));
        if (authorities.isEmpty())
            return unreadable(target.caFile, "CA certificate");
        configuration.setCaCertificates(authorities);
    }
    if (!target.certificateFile.empty()) {
        const auto chain = QSslCertificate::fromPath(base::toQString(target.certificateFile));
        if (chain.isEmpty())
            return unreadable(target.certificateFile, "client certificate");
        configuration.setLocalCertificateChain(chain);
    }
    if (!target.keyFile.empty()) {
        QFile file(base::toQString(target.keyFile));
        const QByteArray pem = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        for (const auto algorithm : {QSsl::Rsa, QSsl::Ec}) {
            const QSslKey key(pem, algorithm, QSsl::Pem, QSsl::PrivateKey,
                              QByteArray::fromStdString(target.keyPassword));
            if (!key.isNull())
                configuration.setPrivateKey(key);
        }
        if (configuration.privateKey().isNull())
            return unreadable(target.keyFile, "client key");
    }
    configuration.setPeerVerifyMode(target.verifyPeer ? QSslSocket::VerifyPeer : QSslSocket::VerifyNone);
    socket.setSslConfiguration(configuration);
    socket.setPeerVerifyName(base::toQString(target.host));
    return true;
}

void Probe::Private::onConnected() {
    passed(socket.peerAddress().toString().toStdString() + ":" + std::to_string(socket.peerPort()));
    if (!target.tls)
        return done();
    begin(ProbeStage::Tls);
    socket.startClientEncryption();
}

void Probe::Private::onSslErrors(const QList<QSslError>& errors) {
    QList<QSslError> bearable;
    for (const QSslError& error : errors)
        if (error.error() == QSslError::HostNameMismatch && !target.verifyHost)
            bearable.append(error);
    if (bearable.size() == errors.size())
        return socket.ignoreSslErrors(bearable);
    for (const QSslError& error : errors) {
        const std::string subject = socket.peerCertificate().subjectDisplayName().toStdString();
        switch (error.error()) {
        case QSslError::HostNameMismatch:
            return failed("The certificate of " + subject + " is not for the name " + target.host,
                          "connect by a name in the certificate");
        case QSslError::CertificateExpired:
        case QSslError::CertificateNotYetValid:
            return failed("The certificate of " + subject + " is not valid at this time",
                          "check its dates, and this machine's clock");
        case QSslError::SelfSignedCertificate:
        case QSslError::SelfSignedCertificateInChain:
        case QSslError::UnableToGetLocalIssuerCertificate:
        case QSslError::UnableToGetIssuerCertificate:
        case QSslError::UnableToVerifyFirstCertificate:
        case QSslError::CertificateUntrusted:
        case QSslError::CertificateSignatureFailed:
            return failed("The certificate of " + subject + " is not signed by a known CA",
                          "give the CA that signed it");
        default:
            break;
        }
    }
    if (!errors.isEmpty())
        failed(errors.front().errorString().toStdString(), "check the broker's certificate");
}

void Probe::Private::onEncrypted() {
    passed(socket.sessionCipher().protocolString().toStdString() + " to " +
           socket.peerCertificate().subjectDisplayName().toStdString());
    done();
}

void Probe::Private::onSocketError() {
    if (over)
        return;
    if (stage == ProbeStage::Tls) {
        failed("The other side does not answer as TLS: " + socket.errorString().toStdString(),
               "is this port a TLS listener (security.protocol)?");
        return;
    }
    switch (socket.error()) {
    case QAbstractSocket::ConnectionRefusedError:
        return failed("The connection was refused", "check the port, and that the broker is running");
    case QAbstractSocket::NetworkError:
    case QAbstractSocket::SocketTimeoutError:
        return failed("The host cannot be reached: " + socket.errorString().toStdString(),
                      "check the address, and firewalls between here and there");
    default:
        return failed(socket.errorString().toStdString(), "check the address and port");
    }
}

} // namespace streamscape::http
