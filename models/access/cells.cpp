// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/cells.h"

#include "models/base/location.h"
#include "models/base/text.h"

namespace streamscape::access {

using base::toQString;
using base::unknownText;
using kafka::Acl;
using kafka::PatternType;
using kafka::ResourceType;

QString patternCell(ResourceType type, PatternType pattern, const std::string& name) {
    if (type == ResourceType::Cluster)
        return unknownText;
    if (pattern == PatternType::Prefixed)
        return QStringLiteral("prefix");
    return name == "*" ? QStringLiteral("all") : QStringLiteral("literal");
}
QString patternWhy(ResourceType type, PatternType pattern, const std::string& name) {
    if (type == ResourceType::Cluster)
        return QStringLiteral("There is one cluster");
    if (pattern == PatternType::Prefixed)
        return QStringLiteral("Every name that begins so");
    return name == "*" ? QStringLiteral("LITERAL *: every name, but longer ones that begin with *")
                       : QStringLiteral("This very name");
}
QString onCell(ResourceType type, PatternType pattern, const std::string& name) {
    if (type != ResourceType::Cluster && name == "*" && pattern == PatternType::Literal)
        return words(type) + QStringLiteral(" *");
    return words(Resource{type, name});
}
QString linkTo(ResourceType type, PatternType pattern, const std::string& name) {
    if (pattern == PatternType::Prefixed || name == "*")
        return {};
    return resourceUrl({type, name});
}

QString keyOf(const Acl& acl) {
    return QStringLiteral("%1|%2|%3|%4|%5|%6|%7")
        .arg(toQString(acl.principal), QString::fromLatin1(kafka::name(acl.type)), toQString(acl.name),
             QString::fromLatin1(kafka::name(acl.pattern)), toQString(acl.operation), toQString(acl.host),
             QString::fromLatin1(kafka::name(acl.permission)));
}

QString reachText(ResourceType type, std::optional<int> count) {
    if (!count)
        return unknownText;
    const QString noun = type == ResourceType::Group ? QStringLiteral("group") : QStringLiteral("topic");
    return base::grouped(*count) + QLatin1Char(' ') + noun + (*count == 1 ? QString() : QStringLiteral("s"));
}

QString principalUrl(const std::string& principal) {
    return base::toUrl({"access", {}, {{"principal", principal}}, {}});
}

QString resourceUrl(const Resource& resource) {
    if (resource.type == ResourceType::Topic)
        return base::toUrl({"access", {}, {{"topic", resource.name}}, {}});
    if (resource.type == ResourceType::Group)
        return base::toUrl({"access", {}, {{"group", resource.name}}, {}});
    return {};
}

} // namespace streamscape::access
