// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/import.h"

#include "models/settings/import_java.h"
#include "models/settings/key_material.h"
#include "models/settings/requirements.h"

#include <algorithm>
#include <fstream>
#include <sstream>

namespace streamscape::settings {

namespace fs = std::filesystem;

namespace {

// No client's settings are longer; /dev/zero is.
constexpr std::size_t longest = 1024 * 1024;

bool isJavaOnly(std::string_view key) {
    return key == "sasl.jaas.config" || key.starts_with("ssl.truststore.") || key == "ssl.keystore.type" ||
           key == "ssl.keystore.key" || key == "ssl.keystore.certificate.chain" ||
           key.ends_with("callback.handler.class") || key.ends_with(".serializer") ||
           key.ends_with(".deserializer") || key == "default.api.timeout.ms";
}

Dialect guess(std::string_view text) {
    while (!text.empty()) {
        const auto end = text.find_first_of("\r\n");
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        const auto first = line.find_first_not_of(" \t\f");
        if (first == std::string_view::npos || line[first] == '#' || line[first] == '!')
            continue;
        line.remove_prefix(first);
        if (isJavaOnly(line.substr(0, line.find_first_of("=: \t\f"))))
            return Dialect::Java;
    }
    return Dialect::Rdkafka;
}

// Of two lines with one key the last counts, in Java and in librdkafka.
std::vector<Property> lastOfEach(std::vector<Property> properties, std::vector<ImportWarning>& warnings) {
    std::vector<Property> kept;
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        const auto again =
            std::find_if(it + 1, properties.end(), [&](const Property& p) { return p.key == it->key; });
        if (again == properties.end())
            kept.push_back(std::move(*it));
        else
            warnings.push_back({it->line, it->key,
                                "is set again in line " + std::to_string(again->line) + ", which counts"});
    }
    return kept;
}

base::Result<base::Done> takeRdkafka(const std::vector<Property>& properties, const fs::path& file,
                                     Imported& into) {
    for (const Property& property : properties) {
        if (property.key == "plugin.library.paths") {
            into.warnings.push_back({property.line, property.key, "loads foreign code and is left out"});
            continue;
        }
        std::string value = property.value;
        if (property.key.starts_with("ssl.") && property.key.ends_with(".location") && value != "probe") {
            const fs::path path = resolved(value, file);
            if (std::error_code failed; !fs::exists(path, failed))
                return base::fail(base::ErrorKind::Invalid,
                                  "The file of " + property.key + " is not there: " + value,
                                  ImportPlace{file, property.line}.text(), "Check the path");
            if (keyMaterialOf(path) == KeyMaterial::Jks)
                return base::fail(javaKeyStoreError(path, ImportPlace{file, property.line}.text()));
            value = path.string();
        }
        setProperty(into.profile, into.secrets,
                    property.key == "metadata.broker.list" ? "bootstrap.servers" : property.key,
                    std::move(value));
    }
    return base::Done{};
}

// A password may come from the keychain or the environment; everything else has to be there.
base::Result<base::Done> checkWhole(Imported& imported, const std::vector<Property>& properties,
                                    const fs::path& file) {
    kafka::ConnectionSpec spec;
    spec.properties = imported.profile.properties;
    for (const auto& [name, value] : imported.secrets)
        spec.properties[name] = value;
    const std::optional<Missing> missing = requirementMissing(spec);
    if (!missing)
        return base::Done{};
    const auto line = std::find_if(properties.begin(), properties.end(),
                                   [&](const Property& p) { return p.key == missing->property; });
    if (isSecret(missing->property)) {
        imported.warnings.push_back({0, missing->property, missing->what});
        return base::Done{};
    }
    return base::fail(base::ErrorKind::Invalid, missing->what,
                      ImportPlace{file, line == properties.end() ? 0 : line->line}.text(), missing->hint);
}

void warnOfUnusedLogin(Imported& imported) {
    const auto& properties = imported.profile.properties;
    const auto protocol = properties.find("security.protocol");
    const bool sasl = protocol != properties.end() &&
                      (protocol->second.starts_with("SASL") || protocol->second.starts_with("sasl"));
    if (!sasl && (properties.contains("sasl.mechanism") || properties.contains("sasl.username")))
        imported.warnings.push_back({0, "security.protocol", "has no SASL: the login is not used"});
}

} // namespace

base::Result<Imported> importProperties(std::string_view text, const fs::path& file, Dialect dialect) {
    if (text.size() > longest || text.find('\0') != std::string_view::npos)
        return base::fail(base::ErrorKind::Invalid, "The file is no properties file", file.string(),
                          "Name a text file with lines like bootstrap.servers=host:9092");
    const bool java = (dialect == Dialect::Guess ? guess(text) : dialect) == Dialect::Java;
    auto parsed =
        java ? parseJavaProperties(text, file.string()) : parseRdkafkaProperties(text, file.string());
    if (!parsed)
        return base::fail(parsed.error());
    Imported imported;
    imported.profile = newProfile(file.stem().string());
    const std::vector<Property> properties = lastOfEach(std::move(*parsed), imported.warnings);
    if (auto taken =
            java ? translateJava(properties, file, imported) : takeRdkafka(properties, file, imported);
        !taken)
        return base::fail(taken.error());
    if (auto whole = checkWhole(imported, properties, file); !whole)
        return base::fail(whole.error());
    warnOfUnusedLogin(imported);
    std::stable_sort(imported.warnings.begin(), imported.warnings.end(),
                     [](const ImportWarning& a, const ImportWarning& b) { return a.line < b.line; });
    return imported;
}

base::Result<Imported> importFile(const fs::path& file, Dialect dialect) {
    std::error_code failed;
    if (fs::is_directory(file, failed))
        return base::fail(base::ErrorKind::Invalid, "This is a folder, not a properties file", file.string(),
                          "Name the file itself");
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return base::fail(base::ErrorKind::Invalid, "The properties file cannot be read", file.string(),
                          "Check the path and that this user may read it");
    std::string text(longest + 1, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(in.gcount()));
    return importProperties(text, file, dialect);
}

} // namespace streamscape::settings
