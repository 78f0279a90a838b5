// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/snapshot.h"
#include "tests/access/acl_builder.h"

namespace streamscape::test {

/// A cluster with StandardAuthorizer that tells everything, as facts.
inline access::Facts openFacts(std::vector<kafka::Acl> acls, std::vector<std::string> topics = {}) {
    kafka::ClusterInfo info;
    info.id = "test";
    info.brokers = {{base::BrokerId{1}, "broker", 9092, {}}};
    info.authorized = std::vector<kafka::Operation>{"DESCRIBE"};
    kafka::ResourceConfig config;
    config.resource = {kafka::ResourceType::Broker, "1"};
    config.entries = {{"authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                       "STATIC_BROKER_CONFIG", false, true, false},
                      {"super.users", "User:admin", "STATIC_BROKER_CONFIG", false, true, false}};
    std::vector<kafka::Topic> described;
    for (std::string& name : topics) {
        kafka::Topic topic;
        topic.name = std::move(name);
        described.push_back(std::move(topic));
    }
    return {std::move(info),
            std::vector<kafka::ResourceConfig>{std::move(config)},
            kafka::AclList{std::move(acls)},
            std::vector<kafka::ScramUser>{},
            std::move(described),
            kafka::GroupList{},
            base::fromMilliseconds(1'000),
            base::Duration{12}};
}
inline access::SnapshotPtr snapshotOf(std::vector<kafka::Acl> acls, std::vector<std::string> topics = {}) {
    return access::takeStock(openFacts(std::move(acls), std::move(topics)), {}, access::shippedCatalogue());
}

} // namespace streamscape::test
