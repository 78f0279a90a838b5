// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafka/connection.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace streamscape::kafka {

namespace {

std::string value(const ConnectionSpec& spec, const char* name) {
    const auto it = spec.properties.find(name);
    return it == spec.properties.end() ? std::string{} : it->second;
}

std::string upper(const ConnectionSpec& spec, const char* name) {
    std::string text = value(spec, name);
    for (char& c : text)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return text;
}

} // namespace

bool isSecretProperty(const std::string& name) {
    static constexpr std::array<std::string_view, 9> exact{
        "sasl.password",           "ssl.key.password", "ssl.key.pem",
        "ssl.keystore.password",   "ssl_key",          "sasl.jaas.config",
        "ssl.truststore.password", "ssl.keystore.key", "sasl.oauthbearer.config"};
    for (const std::string_view secret : exact)
        if (name == secret)
            return true;
    for (const std::string_view part : {"password", "secret", "token", "private.key", "passphrase", "jwt"})
        if (name.find(part) != std::string::npos && name.find("endpoint") == std::string::npos &&
            name.find(".file") == std::string::npos && name.find(".location") == std::string::npos)
            return true;
    return false;
}

std::string ConnectionSpec::bootstrap() const { return value(*this, "bootstrap.servers"); }

std::string ConnectionSpec::describe() const {
    const std::string protocol = upper(*this, "security.protocol");
    std::string text = protocol.empty() ? "PLAINTEXT" : protocol;
    if (const std::string mechanism = value(*this, "sasl.mechanism").empty() ? value(*this, "sasl.mechanisms")
                                                                             : value(*this, "sasl.mechanism");
        !mechanism.empty() && protocol.starts_with("SASL"))
        text += ' ' + mechanism;
    if (const std::string user = value(*this, "sasl.username"); !user.empty())
        text += " as " + user;
    return text + " at " + bootstrap();
}

bool ConnectionSpec::usesTokens() const {
    return upper(*this, "security.protocol").starts_with("SASL") &&
           (upper(*this, "sasl.mechanism") == "OAUTHBEARER" ||
            upper(*this, "sasl.mechanisms") == "OAUTHBEARER");
}

std::optional<std::string> ConnectionSpec::tokenEndpoint() const {
    std::string url = value(*this, "sasl.oauthbearer.token.endpoint.url");
    if (!usesTokens() || upper(*this, "sasl.oauthbearer.method") != "OIDC" || url.empty())
        return std::nullopt;
    url = url.substr(0, url.find_first_of("?#"));
    const auto scheme = url.find("://");
    const auto host = scheme == std::string::npos ? 0 : scheme + 3;
    if (const auto user = url.substr(0, url.find('/', host)).rfind('@'); user != std::string::npos)
        url.erase(host, user + 1 - host);
    return url;
}

std::string ConnectionSpec::withoutSecrets(std::string text) const {
    constexpr std::string_view instead = "…";
    std::vector<std::string_view> secrets;
    // One or two bytes stay: they are in every other word, whose gaps would spell them.
    for (const auto& [name, secret] : properties)
        if (secret.size() >= 3 && isSecretProperty(name))
            secrets.push_back(secret);
    // The longer first: of one that begins like another the rest would be left.
    std::sort(secrets.begin(), secrets.end(),
              [](std::string_view a, std::string_view b) { return a.size() > b.size(); });
    for (const std::string_view secret : secrets)
        for (auto at = text.find(secret); at != std::string::npos;
             at = text.find(secret, at + instead.size()))
            text.replace(at, secret.size(), instead);
    return text;
}

} // namespace streamscape::kafka
