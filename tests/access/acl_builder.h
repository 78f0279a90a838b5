// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/acl_values.h"

namespace streamscape::test {

/// allow("User:ada", "READ", topic("orders")), deny("User:*", "ALL", topicPrefix("dc2.")), …
struct Target {
    kafka::ResourceType type;
    std::string name;
    kafka::PatternType pattern = kafka::PatternType::Literal;
};
inline Target topic(std::string name) { return {kafka::ResourceType::Topic, std::move(name)}; }
inline Target topicPrefix(std::string name) {
    return {kafka::ResourceType::Topic, std::move(name), kafka::PatternType::Prefixed};
}
inline Target group(std::string name) { return {kafka::ResourceType::Group, std::move(name)}; }
inline Target groupPrefix(std::string name) {
    return {kafka::ResourceType::Group, std::move(name), kafka::PatternType::Prefixed};
}
inline Target theCluster() { return {kafka::ResourceType::Cluster, "kafka-cluster"}; }

inline kafka::Acl allow(std::string principal, std::string operation, const Target& on,
                        std::string host = "*") {
    return {on.type,
            on.name,
            on.pattern,
            std::move(principal),
            std::move(host),
            std::move(operation),
            kafka::Permission::Allow};
}
inline kafka::Acl deny(std::string principal, std::string operation, const Target& on,
                       std::string host = "*") {
    kafka::Acl acl = allow(std::move(principal), std::move(operation), on, std::move(host));
    acl.permission = kafka::Permission::Deny;
    return acl;
}

} // namespace streamscape::test
