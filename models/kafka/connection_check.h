// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/kafka/connection.h"

#include <QObject>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace streamscape::kafka {

/// One step of testing a connection, as the dialog and `streamscapectl doctor` show it.
struct CheckStep {
    std::string name; ///< one of the stepNames below
    enum Status { Waiting, Running, Passed, Failed, Skipped };
    Status status = Waiting;
    std::string
        what; ///< what was seen: "127.0.0.1, ::1", "TLS 1.3 to CN=localhost", or what failed; no secrets
    std::string hint;      ///< what to do about a failure; empty otherwise
    base::Duration took{}; ///< of a step that has ended
    bool operator==(const CheckStep&) const = default;
};

// The steps in the order they run. A failed step leaves the later ones Skipped, except where a later one can
// still say something.
inline constexpr const char* resolveStep = "Resolve host name";
inline constexpr const char* tcpStep = "TCP connection";
inline constexpr const char* tlsStep = "TLS handshake";
inline constexpr const char* tokenStep = "Access token";
inline constexpr const char* saslStep = "SASL authentication";
inline constexpr const char* apiStep = "API versions";
inline constexpr const char* advertisedStep = "Advertised addresses";
inline constexpr const char* rightsStep = "Rights";

/// The steps a connection of this kind has: TLS and SASL only where its protocol has them, a
/// token only where one is fetched. All Waiting.
std::vector<CheckStep> checkSteps(const ConnectionSpec& spec);

/// A host and port of bootstrap.servers.
struct Endpoint {
    std::string host;
    int port = 9092;
    bool operator==(const Endpoint&) const = default;
};
/// "a:9092, [::1]:9093, ssl://b" split; entries without a usable port get Kafka's 9092. Empty where there is
/// none.
std::vector<Endpoint> endpoints(const std::string& bootstrapServers);

/// A running test of one connection. Nothing blocks; signals come on the thread the object lives in.
/// Destruction cancels what is under way.
class ConnectionCheck : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    virtual void start() = 0;
    virtual const std::vector<CheckStep>& steps() const = 0;

Q_SIGNALS:
    /// The steps as they are now, whenever one changed.
    void changed(const std::vector<streamscape::kafka::CheckStep>& steps);
    /// Once, at the end; passed is true where no step failed.
    void finished(bool passed);
};

/// How the dialog and doctor make one without knowing the client library.
using ConnectionCheckFactory = std::function<std::unique_ptr<ConnectionCheck>(const ConnectionSpec& spec)>;

} // namespace streamscape::kafka
