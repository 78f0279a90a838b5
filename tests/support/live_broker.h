// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/connection.h"

#include <QString>

#include <fstream>
#include <map>
#include <string>

namespace streamscape::test {

/// `name=value` lines; blank lines and those that start with # are skipped.
inline std::map<std::string, std::string> readProperties(const std::string& path) {
    std::map<std::string, std::string> properties;
    std::ifstream file(path);
    for (std::string line; std::getline(file, line);) {
        const auto equals = line.find('=');
        if (line.empty() || line.front() == '#' || equals == std::string::npos)
            continue;
        properties[line.substr(0, equals)] = line.substr(equals + 1);
    }
    return properties;
}

/// The broker that ctest's fixture "broker" started, as packaging/kafka/broker describes it in its folder.
class LiveBroker final {
public:
    explicit LiveBroker(std::string dir = qEnvironmentVariable("STREAMSCAPE_TEST_BROKER").toStdString())
        : m_dir(std::move(dir))
        , m_env(readProperties(m_dir + "/env")) {}

    /// False where there is none: fail the test with how to start it.
    bool isThere() const { return !m_env.empty(); }
    static const char* howTo() { return "packaging/kafka/broker --dir $STREAMSCAPE_TEST_BROKER start"; }

    std::string value(const std::string& key) const {
        const auto it = m_env.find(key);
        return it == m_env.end() ? std::string{} : it->second;
    }
    std::string dir() const { return m_dir; }

    kafka::ConnectionSpec admin() const { return fromFile("admin"); }
    kafka::ConnectionSpec guest() const { return fromFile("guest"); }
    kafka::ConnectionSpec oauth() const { return fromFile("oauth"); }

    /// A user by mechanism on SASL_PLAINTEXT or SASL_SSL.
    kafka::ConnectionSpec sasl(const std::string& listener, const std::string& mechanism,
                               const std::string& user = "admin") const {
        kafka::ConnectionSpec spec = fromFile(user);
        spec.properties["security.protocol"] = listener;
        spec.properties["bootstrap.servers"] = value("BOOTSTRAP_" + listener);
        spec.properties["sasl.mechanism"] = mechanism;
        return spec;
    }
    /// Nobody: User:ANONYMOUS.
    kafka::ConnectionSpec plaintext() const {
        kafka::ConnectionSpec spec;
        spec.properties = {{"bootstrap.servers", value("BOOTSTRAP_PLAINTEXT")}};
        return spec;
    }
    /// By client certificate: User:tls-client.
    kafka::ConnectionSpec mutualTls() const {
        kafka::ConnectionSpec spec;
        spec.properties = {{"bootstrap.servers", value("BOOTSTRAP_SSL")},
                           {"security.protocol", "SSL"},
                           {"ssl.ca.location", value("CA_PEM")},
                           {"ssl.certificate.location", value("CLIENT_CERT_PEM")},
                           {"ssl.key.location", value("CLIENT_KEY_PEM")}};
        return spec;
    }

private:
    kafka::ConnectionSpec fromFile(const std::string& name) const {
        kafka::ConnectionSpec spec;
        spec.properties = readProperties(m_dir + "/" + name + ".properties");
        return spec;
    }

    std::string m_dir;
    std::map<std::string, std::string> m_env;
};

} // namespace streamscape::test
