// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/acl.h"

#include "models/base/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace streamscape::access {

using base::ErrorKind;
using base::toQString;
using kafka::Acl;
using kafka::PatternType;
using kafka::Permission;
using kafka::ResourceType;

namespace {

constexpr std::array<std::pair<Op, const char*>, 15> ops{{
    {Op::Unknown, "UNKNOWN"},
    {Op::All, "ALL"},
    {Op::Read, "READ"},
    {Op::Write, "WRITE"},
    {Op::Create, "CREATE"},
    {Op::Delete, "DELETE"},
    {Op::Alter, "ALTER"},
    {Op::Describe, "DESCRIBE"},
    {Op::ClusterAction, "CLUSTER_ACTION"},
    {Op::DescribeConfigs, "DESCRIBE_CONFIGS"},
    {Op::AlterConfigs, "ALTER_CONFIGS"},
    {Op::IdempotentWrite, "IDEMPOTENT_WRITE"},
    {Op::CreateTokens, "CREATE_TOKENS"},
    {Op::DescribeTokens, "DESCRIBE_TOKENS"},
    {Op::TwoPhaseCommit, "TWO_PHASE_COMMIT"},
}};

constexpr std::array aclTypes{ResourceType::Topic,           ResourceType::Group,
                              ResourceType::Cluster,         ResourceType::TransactionalId,
                              ResourceType::DelegationToken, ResourceType::User};

QString lowered(const char* kafkaName) {
    QString text = QString::fromLatin1(kafkaName).toLower().replace(QLatin1Char('_'), QLatin1Char(' '));
    if (!text.isEmpty())
        text[0] = text[0].toUpper();
    return text;
}

// In UTF-16, what UTF-8 starts with F0 and above is written by surrogates (D800…DFFF), which sort below
// E000…FFFF.
unsigned utf16Weight(unsigned char byte) { return byte >= 0xEE && byte <= 0xEF ? byte + 0x10U : byte; }

QString nameShown(const std::string& name) {
    return name.empty() ? QStringLiteral("(empty)") : toQString(name);
}

} // namespace

const char* name(Op op) {
    const auto it =
        std::find_if(ops.begin(), ops.end(), [&](const auto& entry) { return entry.first == op; });
    return it == ops.end() ? "UNKNOWN" : it->second;
}

Op parseOp(std::string_view text) {
    const auto it =
        std::find_if(ops.begin(), ops.end(), [&](const auto& entry) { return text == entry.second; });
    return it == ops.end() ? Op::Unknown : it->first;
}

QString words(const kafka::Operation& op) { return lowered(op.c_str()); }

std::optional<ResourceType> parseResourceType(std::string_view text) {
    for (const ResourceType type : aclTypes) {
        if (text == kafka::name(type))
            return type;
    }
    return std::nullopt;
}

QString words(ResourceType type) { return lowered(kafka::name(type)); }

base::Result<Resource> parseResource(std::string_view text) {
    const std::size_t colon = text.find(':');
    std::string type(text.substr(0, colon));
    std::transform(type.begin(), type.end(), type.begin(), [](char c) {
        return c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    });
    const std::optional<ResourceType> known = parseResourceType(type);
    if (!known)
        return base::fail(ErrorKind::Invalid, "This is no resource: " + std::string(text), {},
                          "Write TYPE:NAME, the type one of TOPIC, GROUP, CLUSTER, TRANSACTIONAL_ID, "
                          "DELEGATION_TOKEN, USER");
    if (colon == std::string_view::npos) {
        if (*known == ResourceType::Cluster)
            return Resource{*known, clusterName};
        return base::fail(ErrorKind::Invalid, "The resource has no name: " + std::string(text), {},
                          "Write " + type + ":NAME");
    }
    return Resource{*known, std::string(text.substr(colon + 1))};
}

QString words(const Resource& resource) {
    if (resource.type == ResourceType::Cluster)
        return QStringLiteral("Cluster");
    return words(resource.type) + QLatin1Char(' ') + nameShown(resource.name);
}

std::strong_ordering compareUtf16(std::string_view a, std::string_view b) {
    const auto [left, right] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (left == a.end() || right == b.end())
        return a.size() <=> b.size();
    return utf16Weight(static_cast<unsigned char>(*left)) <=> utf16Weight(static_cast<unsigned char>(*right));
}

bool scansBefore(const Acl& a, const Acl& b) {
    if (a.type != b.type)
        return a.type < b.type;
    if (const auto order = compareUtf16(a.name, b.name); order != 0)
        return order > 0;
    if (a.pattern != b.pattern)
        return a.pattern == PatternType::Literal;
    if (a.operation != b.operation)
        return parseOp(a.operation) < parseOp(b.operation);
    if (const auto order = compareUtf16(a.principal, b.principal); order != 0)
        return order < 0;
    if (const auto order = compareUtf16(a.host, b.host); order != 0)
        return order < 0;
    return a.permission == Permission::Deny && b.permission == Permission::Allow;
}

bool covers(const Acl& acl, const Resource& resource) {
    if (acl.type != resource.type)
        return false;
    if (acl.pattern == PatternType::Prefixed)
        return resource.name.starts_with(acl.name);
    if (acl.name == resource.name)
        return true;
    return acl.name == "*" && !(resource.name.size() > 1 && resource.name.front() == '*');
}

QString patternWords(PatternType pattern, const std::string& name) {
    if (pattern == PatternType::Prefixed)
        return QStringLiteral("prefix ") + toQString(name);
    return name == "*" ? QStringLiteral("all") : QStringLiteral("literal ") + nameShown(name);
}

QString shortWords(const Acl& acl, std::string_view askedFor) {
    QString text = acl.permission == Permission::Deny ? QStringLiteral("Deny ") : QString();
    text += words(acl.operation) + QLatin1Char(' ');
    text += acl.type == ResourceType::Cluster ? QStringLiteral("on the cluster")
                                              : patternWords(acl.pattern, acl.name);
    if (acl.host != "*")
        text += QStringLiteral(" from ") + toQString(acl.host);
    if (acl.principal != askedFor)
        text += QStringLiteral(" (") + toQString(acl.principal) + QLatin1Char(')');
    return text;
}

QString longWords(const Acl& acl) {
    return QStringLiteral("%1 %2 on %3 %4 %5 for %6 from %7")
        .arg(QString::fromLatin1(kafka::name(acl.permission)), toQString(acl.operation),
             QString::fromLatin1(kafka::name(acl.type)), QString::fromLatin1(kafka::name(acl.pattern)),
             nameShown(acl.name), toQString(acl.principal),
             acl.host == "*" ? QStringLiteral("any host") : toQString(acl.host));
}

QJsonObject json(const Acl& acl) {
    return {{QStringLiteral("resource_type"), QString::fromLatin1(kafka::name(acl.type))},
            {QStringLiteral("name"), toQString(acl.name)},
            {QStringLiteral("pattern"), QString::fromLatin1(kafka::name(acl.pattern))},
            {QStringLiteral("principal"), toQString(acl.principal)},
            {QStringLiteral("host"), toQString(acl.host)},
            {QStringLiteral("operation"), toQString(acl.operation)},
            {QStringLiteral("permission"), QString::fromLatin1(kafka::name(acl.permission))}};
}

base::Result<Acl> aclFromJson(const QJsonObject& object) {
    const auto text = [&](const char* member) {
        return base::toStd(object.value(QLatin1String(member)).toString());
    };
    const auto wrong = [](const std::string& what) { return base::fail(ErrorKind::Invalid, what); };
    for (const char* member : {"resource_type", "name", "pattern", "principal", "operation", "permission"}) {
        if (!object.value(QLatin1String(member)).isString())
            return wrong(std::string("The ACL has no text member ") + member);
    }
    const std::optional<ResourceType> type = parseResourceType(text("resource_type"));
    if (!type)
        return wrong("No resource type of an ACL: " + text("resource_type"));
    const std::string pattern = text("pattern");
    if (pattern != "LITERAL" && pattern != "PREFIXED")
        return wrong("The pattern is neither LITERAL nor PREFIXED: " + pattern);
    const std::string permission = text("permission");
    if (permission != "ALLOW" && permission != "DENY")
        return wrong("The permission is neither ALLOW nor DENY: " + permission);
    if (parseOp(text("operation")) == Op::Unknown)
        return wrong("No operation of Kafka: " + text("operation"));
    return Acl{*type,
               text("name"),
               pattern == "PREFIXED" ? PatternType::Prefixed : PatternType::Literal,
               text("principal"),
               object.contains(QLatin1String("host")) ? text("host") : "*",
               text("operation"),
               permission == "DENY" ? Permission::Deny : Permission::Allow};
}

} // namespace streamscape::access
