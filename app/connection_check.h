// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/closing.h"
#include "models/http/probe.h"
#include "models/kafka/cluster.h"
#include "models/kafka/connection_check.h"

#include <QElapsedTimer>

#include <functional>

namespace streamscape::app {

/// Tests a connection step by step: name, TCP and TLS by a probe of our own, because the client library tells
/// them apart badly; SASL, API and rights by a real connection; then the addresses the brokers advertise.
class LiveConnectionCheck final : public kafka::ConnectionCheck {
    Q_OBJECT

public:
    /// closing takes over what takes time to close; null: destruction waits for it.
    LiveConnectionCheck(kafka::ConnectionSpec spec, base::Closing* closing);
    ~LiveConnectionCheck() override;

    void start() override;
    const std::vector<kafka::CheckStep>& steps() const override { return m_steps; }

private:
    void probeNext();
    void connectCluster();
    void onAnswer(const base::Result<kafka::ClusterInfo>& info);
    bool isAdvertised(const std::string& where) const;
    void onFailure(const base::Error& error);
    void probeAdvertised(std::vector<kafka::Broker> brokers);
    void onProbe(const http::ProbeOutcome& outcome);
    http::ProbeTarget target(const std::string& host, int port, bool tls) const;

    kafka::CheckStep* step(const char* name);
    void run(const char* name);
    void end(const char* name, kafka::CheckStep::Status status, std::string what, std::string hint);
    void endToken(); ///< it has come
    void finish();

    kafka::ConnectionSpec m_spec;
    base::Closing* const m_closing;
    std::vector<kafka::CheckStep> m_steps;
    std::vector<kafka::Endpoint> m_endpoints; ///< of bootstrap.servers, not yet tried
    std::vector<kafka::Broker> m_advertised;  ///< not yet tried
    std::string m_rights;
    QElapsedTimer m_elapsed;
    std::unique_ptr<http::Probe> m_probe;
    std::unique_ptr<kafka::Cluster> m_cluster;
};

/// For the dialog and doctor. closing as in LiveConnectionCheck.
kafka::ConnectionCheckFactory connectionChecks(base::Closing* closing = nullptr);

} // namespace streamscape::app
