// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/requirements.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>
#include <unistd.h>

namespace streamscape::settings {

namespace {

std::string upper(std::string text) {
    for (char& c : text)
        if (c >= 'a' && c <= 'z')
            c = static_cast<char>(c - 'a' + 'A');
    return text;
}

template<std::size_t N>
bool among(const std::array<std::string_view, N>& known, const std::string& value) {
    return std::find(known.begin(), known.end(), value) != known.end();
}

class Checked {
public:
    explicit Checked(const kafka::ConnectionSpec& spec)
        : m_properties(spec.properties) {}

    std::string value(const char* name) const {
        const auto it = m_properties.find(name);
        return it == m_properties.end() ? std::string{} : it->second;
    }
    bool has(const char* name) const { return !value(name).empty(); }

    std::optional<Missing> sasl() const {
        const std::string mechanism =
            upper(has("sasl.mechanism") ? value("sasl.mechanism") : value("sasl.mechanisms"));
        if (mechanism.empty())
            return Missing{"sasl.mechanism", "sasl.mechanism is missing",
                           "Set it to PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER or GSSAPI"};
        static constexpr std::array<std::string_view, 5> known{"PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512",
                                                               "OAUTHBEARER", "GSSAPI"};
        if (!among(known, mechanism))
            return Missing{"sasl.mechanism", "The SASL mechanism " + mechanism + " is not known",
                           "PLAIN, SCRAM-SHA-256, SCRAM-SHA-512, OAUTHBEARER and GSSAPI are"};
        if (mechanism == "OAUTHBEARER")
            return oauth();
        if (mechanism == "GSSAPI")
            return std::nullopt;
        if (!has("sasl.username"))
            return Missing{"sasl.username", "sasl.username is missing", "Set the name to log in with"};
        if (!has("sasl.password"))
            return Missing{"sasl.password", "The password of " + value("sasl.username") + " is missing",
                           "Set sasl.password in the file, keep it in the keychain, or export "
                           "STREAMSCAPE_SASL_PASSWORD"};
        return std::nullopt;
    }

    std::optional<Missing> oauth() const {
        if (upper(value("sasl.oauthbearer.method")) != "OIDC") {
            if (has("sasl.oauthbearer.config") || value("enable.sasl.oauthbearer.unsecure.jwt") == "true")
                return std::nullopt;
            return Missing{"sasl.oauthbearer.method", "sasl.oauthbearer.method is missing",
                           "Set it to oidc, with a token endpoint, a client id and a client secret"};
        }
        if (!has("sasl.oauthbearer.token.endpoint.url"))
            return Missing{"sasl.oauthbearer.token.endpoint.url",
                           "sasl.oauthbearer.token.endpoint.url is missing",
                           "Set the address tokens are fetched from"};
        const std::string grant = value("sasl.oauthbearer.grant.type");
        if (!grant.empty() && grant != "client_credentials")
            return std::nullopt; // signed by a key: librdkafka names what that lacks
        if (!has("sasl.oauthbearer.client.id") && !has("sasl.oauthbearer.client.credentials.client.id"))
            return Missing{"sasl.oauthbearer.client.id", "sasl.oauthbearer.client.id is missing",
                           "Set the client's id"};
        if (!has("sasl.oauthbearer.client.secret") &&
            !has("sasl.oauthbearer.client.credentials.client.secret"))
            return Missing{"sasl.oauthbearer.client.secret", "The OAuth client's secret is missing",
                           "Set sasl.oauthbearer.client.secret in the file, or keep it in the keychain"};
        return std::nullopt;
    }

    std::optional<Missing> files() const {
        for (const auto& [name, path] : m_properties)
            if (name.starts_with("ssl.") && name.ends_with(".location") && name != "ssl.engine.location" &&
                path != "probe" && ::access(path.c_str(), R_OK) != 0)
                return Missing{name, "The file of " + name + " cannot be read: " + path,
                               "Check the path and that this user may read it"};
        return std::nullopt;
    }

private:
    const std::map<std::string, std::string>& m_properties;
};

} // namespace

bool isSecret(const std::string& property) {
    static constexpr std::array<std::string_view, 1> more{"sasl.kerberos.kinit.cmd"};
    return kafka::isSecretProperty(property) || among(more, property);
}

std::optional<Missing> requirementMissing(const kafka::ConnectionSpec& spec) {
    const Checked checked(spec);
    if (checked.value("bootstrap.servers").find_first_not_of(" ,\t") == std::string::npos)
        return Missing{"bootstrap.servers", "bootstrap.servers is missing",
                       "Name at least one broker as host:port"};
    const std::string protocol = upper(checked.value("security.protocol"));
    static constexpr std::array<std::string_view, 5> known{"", "PLAINTEXT", "SSL", "SASL_PLAINTEXT",
                                                           "SASL_SSL"};
    if (!among(known, protocol))
        return Missing{"security.protocol", "security.protocol " + protocol + " is not known",
                       "PLAINTEXT, SSL, SASL_PLAINTEXT and SASL_SSL are"};
    if (protocol.starts_with("SASL"))
        if (auto missing = checked.sasl())
            return missing;
    if (protocol.ends_with("SSL"))
        return checked.files();
    return std::nullopt;
}

} // namespace streamscape::settings
