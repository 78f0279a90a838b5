// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/newlimits/people.h"

#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <random>

namespace streamscape::newlimits {

using base::ErrorKind;
using base::fail;
using base::Result;
using namespace kafka;

const std::vector<std::string>& users() {
    static const std::vector<std::string> list{"ada",           "jax",     "kaff",   "erick",      "pat",
                                               "svc-projector", "svc-pos", "svc-bi", "streamscape"};
    return list;
}

std::vector<NewTopic> topics(int brokers) {
    const int copies = brokers >= 3 ? 3 : 1;
    const std::map<std::string, std::string> compacted{{"cleanup.policy", "compact"}};
    const std::map<std::string, std::string> month{{"retention.ms", "2592000000"},
                                                   {"message.timestamp.type", "CreateTime"}};
    return {{"inventory.movements", 6, copies, month},
            {"inventory.products", 3, copies, compacted},
            {"inventory.warehouses", 1, copies, compacted},
            {"inventory.quarantine", 3, copies, month},
            {"inventory.levels", 6, copies, compacted},
            {"orders", 3, copies, month},
            {"shipments", 3, copies, month},
            {"dc2.inventory.movements", 3, copies, month}};
}

std::vector<Acl> grants() {
    std::vector<Acl> list;
    const auto grant = [&list](const char* user, ResourceType type, const char* name, const char* operation,
                               PatternType pattern = PatternType::Literal,
                               Permission permission = Permission::Allow) {
        list.push_back(Acl{type, name, pattern, std::string("User:") + user, "*", operation, permission});
    };
    const auto topic = ResourceType::Topic;
    const auto group = ResourceType::Group;
    const auto prefixed = PatternType::Prefixed;
    // Those who own stock write it.
    for (const char* user : {"ada", "jax", "kaff", "svc-pos"})
        for (const char* operation : {"WRITE", "DESCRIBE"})
            grant(user, topic, "inventory.movements", operation);
    for (const char* name : {"inventory.products", "inventory.warehouses"})
        for (const char* operation : {"WRITE", "DESCRIBE", "READ"})
            grant("ada", topic, name, operation);
    for (const char* user : {"jax", "svc-pos"})
        grant(user, topic, "orders", "WRITE");
    grant("kaff", topic, "shipments", "WRITE");
    grant("kaff", topic, "dc2.inventory.movements", "WRITE");
    grant("kaff", topic, "inventory.", "READ", prefixed);
    grant("kaff", topic, "orders", "READ");
    for (const char* name : {"warehouse-sync-", "kaff-"})
        grant("kaff", group, name, "READ", prefixed);
    // Erick's shops read.
    grant("erick", topic, "inventory.", "READ", prefixed);
    grant("erick", group, "storefront-", "READ", prefixed);
    grant("erick", topic, "inventory.", "WRITE", prefixed, Permission::Deny);
    // Services.
    grant("svc-projector", topic, "inventory.", "READ", prefixed);
    for (const char* name : {"inventory.levels", "inventory.quarantine"})
        grant("svc-projector", topic, name, "WRITE");
    grant("svc-projector", group, "inventory-projector", "READ");
    grant("svc-bi", topic, "inventory.movements", "READ");
    grant("svc-bi", topic, "orders", "READ");
    grant("svc-bi", group, "bi-", "READ", prefixed);
    // Pat once moved the stock over. The grant stayed.
    grant("pat", topic, "inventory.", "WRITE", prefixed);
    grant("pat", topic, "inventory.products", "READ");
    // The console looks, and may do nothing.
    grant("streamscape", ResourceType::Cluster, "kafka-cluster", "DESCRIBE");
    grant("streamscape", ResourceType::Cluster, "kafka-cluster", "DESCRIBE_CONFIGS");
    for (const char* operation : {"READ", "DESCRIBE", "DESCRIBE_CONFIGS"})
        grant("streamscape", topic, "*", operation);
    grant("streamscape", group, "*", "DESCRIBE");
    return list;
}

Result<ConnectionSpec> readConnection(const std::string& file) {
    std::ifstream in(file);
    if (!in)
        return fail(ErrorKind::NotFound, "The connection's properties cannot be read", file,
                    "give a file of librdkafka properties");
    ConnectionSpec spec;
    for (std::string line; std::getline(in, line);) {
        const auto equals = line.find('=');
        if (!line.empty() && line.front() != '#' && equals != std::string::npos)
            spec.properties[line.substr(0, equals)] = line.substr(equals + 1);
    }
    return spec;
}

namespace {

std::string drawPassword() {
    static constexpr char letters[] = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    std::random_device device; // not the scenario's seed: a password nobody can work out
    std::string password;
    for (int i = 0; i < 24; ++i)
        password += letters[device() % (sizeof letters - 1)];
    return password;
}

} // namespace

Result<ConnectionSpec> credentials(const std::string& folder, const std::string& user,
                                   const ConnectionSpec& admin, bool create) {
    const std::string file = folder + "/" + user + ".properties";
    if (auto spec = readConnection(file)) {
        // The broker may have moved to other ports.
        spec->properties["bootstrap.servers"] = admin.bootstrap();
        return spec;
    }
    if (!create)
        return fail(ErrorKind::NotFound, "There are no credentials of " + user, file,
                    "run newlimits setup first");
    std::error_code ignored;
    std::filesystem::create_directories(folder, ignored);
    ConnectionSpec spec;
    for (const char* name : {"bootstrap.servers", "security.protocol", "ssl.ca.location"})
        if (const auto it = admin.properties.find(name); it != admin.properties.end())
            spec.properties.insert(*it);
    spec.properties["sasl.mechanism"] = "SCRAM-SHA-512";
    spec.properties["sasl.username"] = user;
    spec.properties["sasl.password"] = drawPassword();
    const mode_t before = ::umask(077);
    std::ofstream out(file);
    for (const auto& [name, value] : spec.properties)
        out << name << '=' << value << '\n';
    out.close();
    ::umask(before);
    if (!out)
        return fail(ErrorKind::Storage, "The credentials of " + user + " cannot be written", file);
    return spec;
}

} // namespace streamscape::newlimits
