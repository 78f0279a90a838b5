// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/error.h"
#include "models/base/ids.h"

#include <map>
#include <optional>
#include <string>

namespace streamscape::kafka {

/// Everything a client needs to reach a cluster: librdkafka's own property names, secrets already resolved.
/// Lives in memory only; never printed, logged or stored. describe() gives a text without secrets.
struct ConnectionSpec {
    std::map<std::string, std::string> properties;
    base::Duration timeout{30'000}; ///< for each request

    std::string bootstrap() const;
    /// "SASL_SSL SCRAM-SHA-512 as ada at host:9092": fit for a log or an error's "where".
    std::string describe() const;
    /// True where SASL's OAUTHBEARER says who we are, by a token.
    bool usesTokens() const;
    /// Where tokens are fetched from (OIDC), without a user or a query in it: fit for an error's "where".
    /// nullopt where nothing is fetched.
    std::optional<std::string> tokenEndpoint() const;
    /// The text with the values of all secret properties taken out.
    std::string withoutSecrets(std::string text) const;
};

/// True for properties whose value must never be shown (passwords, keys, secrets, tokens).
bool isSecretProperty(const std::string& name);

enum class LinkState {
    Connecting, ///< not yet answered
    Up,         ///< answered within the last heartbeat
    Lost,       ///< was up, now is not; last answers keep their age
    Failed,     ///< never came up: error says why
};

/// What the connection is like now. Sent on every change and at each heartbeat (every 2 s).
struct ConnectionState {
    LinkState link = LinkState::Connecting;
    std::optional<base::Error> error;      ///< why it is not up
    std::optional<base::Duration> latency; ///< of the newest heartbeat
    std::optional<base::Time> lastAnswer;
    int brokers = 0; ///< in the newest metadata
    bool operator==(const ConnectionState&) const = default;
};

} // namespace streamscape::kafka
