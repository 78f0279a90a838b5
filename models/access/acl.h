// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/kafka/acl_values.h"

#include <QJsonObject>
#include <QString>

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>

namespace streamscape::access {

/// Kafka's operations under their wire codes, so that comparing two is comparing what the broker sorts by.
enum class Op : std::uint8_t {
    Unknown = 0,
    All = 2,
    Read,
    Write,
    Create,
    Delete,
    Alter,
    Describe,
    ClusterAction,
    DescribeConfigs,
    AlterConfigs,
    IdempotentWrite,
    CreateTokens,
    DescribeTokens,
    TwoPhaseCommit,
};
const char* name(Op op);                   ///< "READ", as Kafka prints it
Op parseOp(std::string_view text);         ///< Unknown for anything else; upper case only
QString words(const kafka::Operation& op); ///< "Alter configs", for people

/// "TOPIC", "TRANSACTIONAL_ID"; nullopt for anything else. Broker is not an ACL resource.
std::optional<kafka::ResourceType> parseResourceType(std::string_view text);
QString words(kafka::ResourceType type); ///< "Topic", "Transactional id"

/// What has ACLs: TOPIC:orders. The cluster's one name is kafka-cluster.
struct Resource {
    kafka::ResourceType type = kafka::ResourceType::Topic;
    std::string name;
    auto operator<=>(const Resource&) const = default;
};
inline constexpr const char* clusterName = "kafka-cluster";
/// "TOPIC:orders", "USER:User:bob", "CLUSTER"; the type in any case.
base::Result<Resource> parseResource(std::string_view text);
QString words(const Resource& resource); ///< "Topic orders", "Cluster"

/// Java's String.compareTo on UTF-8: the order of UTF-16 code units, in which the broker keeps its ACLs.
std::strong_ordering compareUtf16(std::string_view a, std::string_view b);

/// True where the broker's scan meets a before b: type, name descending, pattern, operation, principal, host,
/// permission.
bool scansBefore(const kafka::Acl& a, const kafka::Acl& b);

/// True where the ACL's pattern covers the name (quirk: LITERAL * does not cover a longer name that itself
/// starts with *).
bool covers(const kafka::Acl& acl, const Resource& resource);

/// "Write prefix dc2.", "Deny All prefix dc2. (User:*)": how a table cell says which ACL it was. The
/// principal is named where it is not the one asked for.
QString shortWords(const kafka::Acl& acl, std::string_view askedFor);
/// "ALLOW WRITE on TOPIC PREFIXED dc2. for User:pat from any host"
QString longWords(const kafka::Acl& acl);
/// "prefix inventory.", "all", "literal orders" without the type.
QString patternWords(kafka::PatternType pattern, const std::string& name);

/// The shape of streamscapectl.
QJsonObject json(const kafka::Acl& acl);
/// Invalid, naming the member at fault.
base::Result<kafka::Acl> aclFromJson(const QJsonObject& object);

} // namespace streamscape::access
