// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster_values.h"

namespace streamscape::kafka {

/// Which protocol a group speaks. Share, streams and Connect groups are listed by the legacy ListGroups only;
/// librdkafka describes them as Classic/Dead, which is false, so their details stay unknown.
enum class GroupType { Unknown, Classic, Consumer, Share, Streams, Connect };
const char* name(GroupType type); ///< "classic", "consumer", … as streamscapectl prints it

enum class GroupState {
    Unknown,
    PreparingRebalance,
    CompletingRebalance,
    Stable,
    Dead,
    Empty,
    Assigning,
    Reconciling
};
const char* name(GroupState state); ///< "Stable", "PreparingRebalance", as Kafka prints it

struct GroupListing {
    std::string id;
    GroupType type = GroupType::Unknown;
    GroupState state = GroupState::Unknown;
    std::string protocolType; ///< "consumer", "connect", "share", … or empty
    bool operator==(const GroupListing&) const = default;
};

struct GroupMember {
    std::string id;
    std::string clientId;
    std::string host; ///< without the leading slash Kafka prints
    std::optional<std::string> instanceId;
    std::vector<TopicPartition> assignment; ///< sorted
    bool operator==(const GroupMember&) const = default;
};

struct GroupDescription {
    std::string id;
    GroupType type = GroupType::Unknown;
    GroupState state = GroupState::Unknown;
    std::string assignor; ///< the partition assignor: "range", "uniform"
    std::optional<BrokerId> coordinator;
    std::vector<GroupMember> members;
    std::optional<std::vector<Operation>> authorized;
    std::optional<base::Error> error; ///< then the rest is not known
    bool operator==(const GroupDescription&) const = default;
};

struct CommittedOffset {
    TopicPartition partition;
    std::optional<Offset> offset; ///< nullopt: no commit
    std::optional<base::Error> error;
    std::string metadata{}; ///< what the committer wrote beside it; most write nothing
    std::optional<std::int32_t>
        leaderEpoch{}; ///< of the last record read; nullopt: the committer did not say
    bool operator==(const CommittedOffset&) const = default;
};
/// A group's commits, by (topic, partition).
struct GroupOffsets {
    std::string group;
    std::vector<CommittedOffset> offsets;
    std::optional<base::Error> error;
    bool operator==(const GroupOffsets&) const = default;
};

/// A commit to write for a group without members. What is put back as it was read keeps metadata and epoch.
struct OffsetChange {
    TopicPartition partition;
    Offset offset; ///< not negative; the broker takes any, also beyond the log's end or below its start
    std::string metadata{};
    std::optional<std::int32_t> leaderEpoch{};
    bool operator==(const OffsetChange&) const = default;
};
struct OffsetOutcome {
    TopicPartition partition;
    std::optional<base::Error> error;
    bool operator==(const OffsetOutcome&) const = default;
};

/// ListGroups answers only what the principal may describe, without an error.
struct GroupList {
    std::vector<GroupListing> groups; ///< by id (UTF-8 bytes)
    std::vector<base::Error> errors;  ///< of brokers that did not answer
    bool operator==(const GroupList&) const = default;
};

} // namespace streamscape::kafka
