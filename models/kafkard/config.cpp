// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/config.h"
#include "models/kafkard/errors.h"

#include <array>
#include <filesystem>
#include <fstream>
#include <string_view>

namespace streamscape::kafkard {

using base::ErrorKind;
using base::fail;
using base::Result;

namespace {

// A lost broker is to show, and to be found again, within seconds.
constexpr Property defaults[] = {
    {"client.id", "streamscape"},          {"reconnect.backoff.ms", "100"},
    {"reconnect.backoff.max.ms", "1000"},  {"socket.connection.setup.timeout.ms", "4000"},
    {"socket.keepalive.enable", "true"},   {"log.connection.close", "false"},
    {"allow.auto.create.topics", "false"},
};

Result<base::Done> set(rd_kafka_conf_t* conf, const std::string& name, const std::string& value) {
    std::array<char, 512> text{};
    const auto result = rd_kafka_conf_set(conf, name.c_str(), value.c_str(), text.data(), text.size());
    if (result == RD_KAFKA_CONF_OK)
        return base::Done{};
    if (result == RD_KAFKA_CONF_UNKNOWN)
        return fail(ErrorKind::Invalid, "There is no such connection property", name,
                    "see librdkafka's CONFIGURATION.md for the names");
    if (kafka::isSecretProperty(name))
        return fail(ErrorKind::Invalid, "The value of this connection property is not valid", name);
    return fail(ErrorKind::Invalid, text.data(), name);
}

/// The library's own words for a file it cannot open are OpenSSL's.
Result<base::Done> filesAreReadable(const kafka::ConnectionSpec& spec) {
    for (const char* name :
         {"ssl.ca.location", "ssl.certificate.location", "ssl.key.location", "ssl.keystore.location",
          "ssl.crl.location", "https.ca.location", "sasl.kerberos.keytab"}) {
        const auto it = spec.properties.find(name);
        if (it == spec.properties.end() || it->second.empty() || it->second == "probe")
            continue;
        std::error_code none;
        if (std::filesystem::is_directory(it->second, none) || std::ifstream(it->second).good())
            continue;
        return fail(ErrorKind::Invalid, std::string("The file of ") + name + " cannot be read", it->second,
                    "check the path and the file's permissions");
    }
    return base::Done{};
}

} // namespace

Result<ConfPtr> configuration(const kafka::ConnectionSpec& spec, std::initializer_list<Property> required) {
    if (spec.bootstrap().empty())
        return fail(ErrorKind::Invalid, "The connection names no broker", "bootstrap.servers",
                    "give host:port of at least one");
    if (const auto readable = filesAreReadable(spec); !readable)
        return fail(readable.error());
    ConfPtr conf(rd_kafka_conf_new());
    // What goes wrong is answered as an error or a state; nothing is printed.
    rd_kafka_conf_set_log_cb(conf.get(), nullptr);
    for (const auto& [name, value] : defaults)
        if (const auto done = set(conf.get(), name, value); !done)
            return fail(done.error());
    for (const auto& [name, value] : spec.properties)
        if (const auto done = set(conf.get(), name, value); !done)
            return fail(done.error());
    for (const auto& [name, value] : required)
        if (const auto done = set(conf.get(), name, value); !done)
            return fail(done.error());
    if (spec.usesTokens())
        rd_kafka_conf_enable_sasl_queue(conf.get(), 1);
    return conf;
}

Result<HandlePtr> client(rd_kafka_type_t type, ConfPtr conf, const kafka::ConnectionSpec& spec) {
    std::array<char, 512> text{};
    HandlePtr handle(rd_kafka_new(type, conf.get(), text.data(), text.size()));
    if (!handle)
        // The library puts the value into some of its messages.
        return fail(ErrorKind::Invalid, spec.withoutSecrets(text.data()), spec.describe(),
                    "check the connection's properties and the files they name");
    (void)conf.release(); // the handle owns it now
    if (spec.usesTokens())
        ErrorPtr(rd_kafka_sasl_background_callbacks_enable(handle.get()));
    return handle;
}

} // namespace streamscape::kafkard
