// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/import_java.h"

#include "models/settings/key_material.h"

#include <array>
#include <map>

namespace streamscape::settings {

namespace fs = std::filesystem;

namespace {

using Step = base::Result<base::Done>;

struct Renamed {
    std::string_view java;
    std::string_view rdkafka;
};
// The value goes over as it is.
constexpr std::array renamed{
    Renamed{"bootstrap.servers", "bootstrap.servers"},
    Renamed{"client.id", "client.id"},
    Renamed{"client.rack", "client.rack"},
    Renamed{"client.dns.lookup", "client.dns.lookup"},
    Renamed{"security.protocol", "security.protocol"},
    Renamed{"sasl.mechanism", "sasl.mechanism"},
    Renamed{"sasl.kerberos.service.name", "sasl.kerberos.service.name"},
    Renamed{"connections.max.idle.ms", "connections.max.idle.ms"},
    Renamed{"reconnect.backoff.ms", "reconnect.backoff.ms"},
    Renamed{"reconnect.backoff.max.ms", "reconnect.backoff.max.ms"},
    Renamed{"retry.backoff.ms", "retry.backoff.ms"},
    Renamed{"retry.backoff.max.ms", "retry.backoff.max.ms"},
    Renamed{"metadata.max.age.ms", "metadata.max.age.ms"},
    Renamed{"socket.connection.setup.timeout.ms", "socket.connection.setup.timeout.ms"},
    Renamed{"send.buffer.bytes", "socket.send.buffer.bytes"},
    Renamed{"receive.buffer.bytes", "socket.receive.buffer.bytes"},
    Renamed{"ssl.truststore.certificates", "ssl.ca.pem"},
    Renamed{"ssl.keystore.certificate.chain", "ssl.certificate.pem"},
    Renamed{"ssl.keystore.key", "ssl.key.pem"},
    Renamed{"ssl.key.password", "ssl.key.password"},
    Renamed{"sasl.oauthbearer.scope", "sasl.oauthbearer.scope"},
    Renamed{"sasl.oauthbearer.client.credentials.client.id", "sasl.oauthbearer.client.id"},
    Renamed{"sasl.oauthbearer.client.credentials.client.secret", "sasl.oauthbearer.client.secret"},
};

constexpr std::string_view forApplications =
    "concerns producers and consumers; the console reads with settings of its own";

// Why a Java property does not go over.
std::string reasonFor(const std::string& key) {
    for (const std::string_view end : {".serializer", ".deserializer", ".interceptor.classes", ".reset"})
        if (key.ends_with(end))
            return std::string(forApplications);
    static constexpr std::array<std::string_view, 20> application{"acks",
                                                                  "group.id",
                                                                  "group.instance.id",
                                                                  "batch.size",
                                                                  "linger.ms",
                                                                  "retries",
                                                                  "buffer.memory",
                                                                  "compression.type",
                                                                  "transactional.id",
                                                                  "isolation.level",
                                                                  "max.block.ms",
                                                                  "fetch.min.bytes",
                                                                  "fetch.max.bytes",
                                                                  "fetch.max.wait.ms",
                                                                  "max.poll.records",
                                                                  "max.poll.interval.ms",
                                                                  "session.timeout.ms",
                                                                  "heartbeat.interval.ms",
                                                                  "enable.auto.commit",
                                                                  "enable.idempotence"};
    for (const std::string_view name : application)
        if (key == name)
            return std::string(forApplications);
    if (key == "request.timeout.ms" || key == "default.api.timeout.ms")
        return "the console has a timeout of its own: --timeout";
    if (key == "ssl.enabled.protocols" || key == "ssl.protocol" || key == "ssl.provider" ||
        key == "ssl.secure.random.implementation" || key.ends_with("manager.algorithm"))
        return "is Java's own; the console takes the newest TLS both sides know";
    if (key == "ssl.cipher.suites")
        return "Java's cipher names differ; set ssl.cipher.suites in OpenSSL's names with -X where it "
               "matters";
    if (key.ends_with("callback.handler.class"))
        return "is a Java class; only what the other settings say goes over";
    return "is not known; where librdkafka has a property for it, pass that one";
}

class Translator {
public:
    Translator(const std::vector<Property>& properties, const fs::path& file, Imported& into)
        : m_file(file)
        , m_into(into) {
        for (const Property& property : properties)
            m_properties[property.key] = property;
    }

    Step run() {
        for (const auto& [key, property] : m_properties)
            if (property.value.starts_with("${"))
                return fail(property, key + " is taken from a config provider, which only Java resolves",
                            "Put the value there; it moves to the keychain when the connection is saved");
        passOn();
        return trustStore()
            .and_then([this](base::Done) { return keyStore(); })
            .and_then([this](base::Done) { return login(); })
            .map([this](base::Done done) {
                tokenEndpoint();
                for (const auto& [key, property] : m_properties)
                    warn(property, reasonFor(key));
                return done;
            });
    }

private:
    // Takes a property out; what is left at the end gets a warning.
    std::optional<Property> take(const std::string& key) {
        auto node = m_properties.extract(key);
        return node.empty() ? std::nullopt : std::optional(std::move(node.mapped()));
    }
    void set(std::string_view name, std::string value) {
        setProperty(m_into.profile, m_into.secrets, std::string(name), std::move(value));
    }
    void warn(const Property& property, std::string reason) {
        m_into.warnings.push_back({property.line, property.key, std::move(reason)});
    }
    tl::unexpected<base::Error> fail(const Property& property, std::string what, std::string hint) const {
        return base::fail(base::ErrorKind::Invalid, std::move(what),
                          ImportPlace{m_file, property.line}.text(), std::move(hint));
    }

    void passOn() {
        for (const Renamed& name : renamed)
            if (auto property = take(std::string(name.java)); property && !property->value.empty()) {
                // Java's -1 leaves a buffer to the system, librdkafka's 0 does.
                const bool toSystem = name.java.ends_with("buffer.bytes") && property->value == "-1";
                set(name.rdkafka, toSystem ? "0" : property->value);
            }
        if (auto verify = take("ssl.endpoint.identification.algorithm"))
            set("ssl.endpoint.identification.algorithm", verify->value.empty() ? "none" : verify->value);
    }

    Step trustStore() {
        const auto location = take("ssl.truststore.location");
        take("ssl.truststore.type"); // the file itself tells
        const auto password = take("ssl.truststore.password");
        if (!location)
            return base::Done{};
        const fs::path path = resolved(location->value, m_file);
        const std::string name = path.string();
        switch (keyMaterialOf(path)) {
        case KeyMaterial::Pem:
            set("ssl.ca.location", name);
            return base::Done{};
        case KeyMaterial::Pkcs12:
            return fail(*location, "The trust store is a PKCS12 file, which librdkafka cannot read",
                        "openssl pkcs12 -in " + name +
                            " -nokeys -out ca.pem, then ssl.truststore.type=PEM and "
                            "ssl.truststore.location=ca.pem");
        case KeyMaterial::Jks:
            return fail(
                *location, "The trust store is a Java key store (JKS), which only Java reads",
                "keytool -importkeystore -srckeystore " + name +
                    " -destkeystore ca.p12 -deststoretype PKCS12, openssl pkcs12 -in ca.p12 -nokeys -out "
                    "ca.pem, then ssl.truststore.type=PEM and ssl.truststore.location=ca.pem");
        case KeyMaterial::Unreadable:
            return fail(*location, "The trust store cannot be read: " + name,
                        "Check the path and that this user may read it");
        case KeyMaterial::Unknown:
            break;
        }
        return fail(*location, "The trust store is neither PEM, PKCS12 nor JKS: " + name,
                    "Name a PEM file with the certificate authority's certificates");
    }

    Step keyStore() {
        const auto location = take("ssl.keystore.location");
        take("ssl.keystore.type");
        const auto password = take("ssl.keystore.password");
        if (!location)
            return base::Done{};
        const fs::path path = resolved(location->value, m_file);
        const std::string name = path.string();
        switch (keyMaterialOf(path)) {
        case KeyMaterial::Pem:
            set("ssl.certificate.location", name);
            set("ssl.key.location", name);
            return base::Done{};
        case KeyMaterial::Pkcs12:
            set("ssl.keystore.location", name);
            if (password)
                set("ssl.keystore.password", password->value);
            return base::Done{};
        case KeyMaterial::Jks:
            return base::fail(javaKeyStoreError(path, ImportPlace{m_file, location->line}.text()));
        case KeyMaterial::Unreadable:
            return fail(*location, "The key store cannot be read: " + name,
                        "Check the path and that this user may read it");
        case KeyMaterial::Unknown:
            break;
        }
        return fail(*location, "The key store is neither PEM, PKCS12 nor JKS: " + name,
                    "Name a PEM file with key and certificates, or a PKCS12 file");
    }

    Step login() {
        const auto line = take("sasl.jaas.config");
        if (!line)
            return base::Done{};
        const base::Result<Jaas> jaas = parseJaas(line->value);
        if (!jaas)
            return fail(*line, jaas.error().what, jaas.error().hint);
        if (jaas->module == "PlainLoginModule" || jaas->module == "ScramLoginModule")
            return passwordLogin(*line, *jaas);
        if (jaas->module == "OAuthBearerLoginModule")
            return tokenLogin(*line, *jaas);
        if (jaas->module == "Krb5LoginModule") {
            if (const std::string* keytab = jaas->option("keyTab"))
                set("sasl.kerberos.keytab", *keytab);
            if (const std::string* principal = jaas->option("principal"))
                set("sasl.kerberos.principal", *principal);
            return base::Done{};
        }
        return fail(*line, "The login module " + jaas->module + " is Java's alone",
                    "Use PLAIN, SCRAM, OAUTHBEARER with OIDC, or Kerberos");
    }

    Step passwordLogin(const Property& line, const Jaas& jaas) {
        const bool scram = jaas.module == "ScramLoginModule";
        const auto& properties = m_into.profile.properties;
        const auto mechanism = properties.find("sasl.mechanism");
        if (mechanism == properties.end()) {
            if (scram)
                return fail(line, "sasl.mechanism is missing beside a SCRAM login",
                            "Set sasl.mechanism to SCRAM-SHA-256 or SCRAM-SHA-512");
            set("sasl.mechanism", "PLAIN");
        } else if (mechanism->second.starts_with("SCRAM") != scram) {
            warn(line, jaas.module + " does not belong to " + mechanism->second + "; the mechanism counts");
        }
        const std::string* user = jaas.option("username");
        const std::string* password = jaas.option("password");
        if (!user || user->empty())
            return fail(line, "sasl.jaas.config has no username", "Add username=\"…\"");
        set("sasl.username", *user);
        if (password)
            set("sasl.password", *password);
        if (jaas.option("tokenauth"))
            warn(line, "logs in by a delegation token, which librdkafka does not support");
        return base::Done{};
    }

    Step tokenLogin(const Property& line, const Jaas& jaas) {
        std::string extensions;
        for (const auto& [name, value] : jaas.options) {
            if (name == "clientId")
                set("sasl.oauthbearer.client.id", value);
            else if (name == "clientSecret")
                set("sasl.oauthbearer.client.secret", value);
            else if (name == "scope")
                set("sasl.oauthbearer.scope", value);
            else if (name.starts_with("extension_"))
                extensions += (extensions.empty() ? "" : ",") + name.substr(10) + '=' + value;
            else if (name == "unsecuredLoginStringClaim_sub")
                unsecured(value);
            else
                warn(line, "the login option " + name + " is not known");
        }
        if (!extensions.empty())
            set("sasl.oauthbearer.extensions", extensions);
        return base::Done{};
    }
    void unsecured(const std::string& principal) {
        set("enable.sasl.oauthbearer.unsecure.jwt", "true");
        set("sasl.oauthbearer.config", "principal=" + principal);
    }

    void tokenEndpoint() {
        if (auto url = take("sasl.oauthbearer.token.endpoint.url")) {
            set("sasl.oauthbearer.token.endpoint.url", url->value);
            set("sasl.oauthbearer.method", "oidc");
        }
        // The class that does the same in Java.
        if (const auto it = m_properties.find("sasl.login.callback.handler.class");
            it != m_properties.end() && it->second.value.ends_with("OAuthBearerLoginCallbackHandler"))
            m_properties.erase(it);
    }

    fs::path m_file;
    Imported& m_into;
    std::map<std::string, Property> m_properties;
};

} // namespace

fs::path resolved(const std::string& path, const fs::path& file) {
    std::error_code failed;
    const fs::path asIs = fs::absolute(path, failed);
    if (fs::exists(asIs, failed))
        return asIs;
    const fs::path beside = fs::absolute(file, failed).parent_path() / path;
    return fs::exists(beside, failed) ? beside : asIs;
}

Step translateJava(const std::vector<Property>& properties, const fs::path& file, Imported& into) {
    return Translator(properties, file, into).run();
}

} // namespace streamscape::settings
