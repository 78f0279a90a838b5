// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafka/connection.h"

#include <array>
#include <string_view>

namespace streamscape::kafka {

bool isSecretProperty(const std::string& name) {
    static constexpr std::array<std::string_view, 8> exact{
        "sasl.password",    "ssl.key.password",        "ssl.key.pem",     "ssl.keystore.password", "ssl_key",
        "sasl.jaas.config", "ssl.truststore.password", "ssl.keystore.key"};
    for (const std::string_view secret : exact)
        if (name == secret)
            return true;
    for (const std::string_view part : {"password", "secret", "token", "private.key", "passphrase", "jwt"})
        if (name.find(part) != std::string::npos && name.find("endpoint") == std::string::npos &&
            name.find(".file") == std::string::npos && name.find(".location") == std::string::npos)
            return true;
    return false;
}

std::string ConnectionSpec::bootstrap() const {
    const auto it = properties.find("bootstrap.servers");
    return it == properties.end() ? std::string{} : it->second;
}

std::string ConnectionSpec::describe() const {
    const auto value = [this](const char* name) {
        const auto it = properties.find(name);
        return it == properties.end() ? std::string{} : it->second;
    };
    std::string protocol = value("security.protocol");
    for (char& c : protocol)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    std::string text = protocol.empty() ? "PLAINTEXT" : protocol;
    if (const std::string mechanism =
            value("sasl.mechanism").empty() ? value("sasl.mechanisms") : value("sasl.mechanism");
        !mechanism.empty() && protocol.starts_with("SASL"))
        text += ' ' + mechanism;
    if (const std::string user = value("sasl.username"); !user.empty())
        text += " as " + user;
    return text + " at " + bootstrap();
}

} // namespace streamscape::kafka
