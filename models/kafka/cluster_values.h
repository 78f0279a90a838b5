// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/ids.h"
#include "models/base/result.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace streamscape::kafka {

using base::BrokerId;
using base::Offset;
using base::PartitionId;
using base::TopicPartition;

/// An operation as Kafka's AclOperation names it: "READ", "ALTER_CONFIGS".
using Operation = std::string;

struct Broker {
    BrokerId id;
    std::string host;
    int port = 0;
    std::optional<std::string> rack;
    bool operator==(const Broker&) const = default;
};

/// DescribeCluster with authorized operations (KIP-430, KIP-700).
struct ClusterInfo {
    std::string id;
    std::optional<BrokerId>
        controller; ///< at a KRaft broker: some broker, the real controller is not told to clients
    std::vector<Broker> brokers; ///< by id
    /// What this connection may do on the cluster; nullopt where the broker did not say.
    std::optional<std::vector<Operation>> authorized;
    bool operator==(const ClusterInfo&) const = default;
};

struct Partition {
    PartitionId id;
    std::optional<BrokerId> leader; ///< none while there is no leader
    std::vector<BrokerId> replicas;
    std::vector<BrokerId> isr;
    bool operator==(const Partition&) const = default;
};

struct Topic {
    std::string name;
    std::string id; ///< 22 characters of base64url; empty where the broker did not say
    bool internal = false;
    std::vector<Partition> partitions;                ///< by id
    std::optional<std::vector<Operation>> authorized; ///< what this connection may do on it, where asked for
    std::optional<base::Error> error;                 ///< then partitions may be missing
    bool operator==(const Topic&) const = default;
};

/// One configuration entry of a topic or broker.
struct ConfigEntry {
    std::string name;
    std::optional<std::string> value; ///< nullopt: sensitive, or null
    std::string source; ///< "DYNAMIC_TOPIC_CONFIG", "STATIC_BROKER_CONFIG", "DEFAULT_CONFIG", …
    bool isDefault = false;
    bool readOnly = false;
    bool sensitive = false;
    bool operator==(const ConfigEntry&) const = default;
};

enum class ResourceType { Topic, Group, Cluster, TransactionalId, DelegationToken, User, Broker };
const char* name(ResourceType type); ///< "TOPIC", "TRANSACTIONAL_ID", as Kafka prints it

struct ConfigResource {
    ResourceType type = ResourceType::Topic; ///< Topic or Broker (name = the broker's number)
    std::string name;
    auto operator<=>(const ConfigResource&) const = default;
};
struct ResourceConfig {
    ConfigResource resource;
    std::vector<ConfigEntry> entries; ///< by name
    std::optional<base::Error> error;
    bool operator==(const ResourceConfig&) const = default;
};

enum class Isolation { ReadUncommitted, ReadCommitted };

/// Which offset ListOffsets is asked for: the log's end or start, or the first record at or after a time.
struct OffsetQuery {
    enum class At { Earliest, Latest, Time, MaxTimestamp } at = At::Latest;
    base::Time time{};
    bool operator==(const OffsetQuery&) const = default;
};
/// A partition's answer: an offset, none (no record that young), or why not.
struct PartitionOffset {
    TopicPartition partition;
    std::optional<Offset> offset;
    std::optional<base::Time> timestamp;
    std::optional<base::Error> error;
    bool operator==(const PartitionOffset&) const = default;
};

/// The topics to make, alter or remove for setup programs and admin actions.
struct NewTopic {
    std::string name;
    int partitions = 1;
    int replication = 1;
    std::map<std::string, std::string> configs;
};
struct ItemOutcome {
    std::string item;
    std::optional<base::Error> error;
    bool operator==(const ItemOutcome&) const = default;
};

} // namespace streamscape::kafka
