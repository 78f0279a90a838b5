// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <QObject>

#include <memory>
#include <string>

namespace streamscape::http {

/// Where to connect, and how TLS is to be checked. Paths of PEM files; the key's password is in memory only.
struct ProbeTarget {
    std::string host;
    int port = 0;
    bool tls = false;
    std::string caFile; ///< empty: the system's CAs
    std::string certificateFile;
    std::string keyFile;
    std::string keyPassword;
    bool verifyPeer = true;
    bool verifyHost = true; ///< the certificate must be for this host name
};

enum class ProbeStage { Resolve, Tcp, Tls };

struct ProbeOutcome {
    ProbeStage stage = ProbeStage::Resolve;
    bool passed = false;
    std::string what; ///< "127.0.0.1, ::1", "TLSv1.3 to CN=localhost", or what failed
    std::string hint; ///< what to do about a failure
    base::Duration took{};
};

/// Resolves a name, connects, and shakes hands, telling the outcome of each step; it sends nothing else and
/// closes. Nothing blocks. Destruction cancels.
class Probe final : public QObject {
    Q_OBJECT

public:
    Probe(ProbeTarget target, base::Duration timeout, QObject* parent = nullptr);
    ~Probe() override;

    void start();

Q_SIGNALS:
    void stepped(const streamscape::http::ProbeOutcome& outcome);
    /// Once; the steps after a failed one are not tried.
    void finished(bool passed);

private:
    class Private;
    std::unique_ptr<Private> m_private;
};

} // namespace streamscape::http
