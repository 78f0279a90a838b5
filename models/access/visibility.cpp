// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/visibility.h"

#include "models/base/json.h"
#include "models/base/text.h"

#include <QJsonArray>

#include <algorithm>

namespace streamscape::access {

using base::toQString;

namespace {

/// A setting that is not listed is not set; one that is listed without its value is hidden.
const kafka::ConfigEntry* entry(const std::vector<kafka::ConfigEntry>& entries, const char* name) {
    const auto it =
        std::find_if(entries.begin(), entries.end(), [&](const auto& item) { return item.name == name; });
    return it == entries.end() ? nullptr : &*it;
}

bool decidesByAclsAlone(const std::string& shortName) {
    return shortName == "StandardAuthorizer" || shortName == "AclAuthorizer" ||
           shortName == "SimpleAclAuthorizer";
}

Visibility notRead(const base::Error& error) {
    return {Sight::Unknown,
            QStringLiteral("The ACLs could not be read"),
            toQString(base::describe(error)),
            toQString(error.hint),
            {},
            error};
}

QStringList caveatsOf(const AuthorizerConfig& config) {
    QStringList caveats;
    if (config.error) {
        caveats << QStringLiteral(
                       "The broker's configuration may not be read, so StandardAuthorizer without further "
                       "super users is taken for granted: ") +
                       toQString(config.error->what);
        return caveats;
    }
    if (!config.superUsers)
        caveats << QStringLiteral("The broker hides super.users: whoever is in it may do everything");
    if (!config.allowEveryone)
        caveats << QStringLiteral("The broker hides allow.everyone.if.no.acl.found: taken to be off");
    return caveats;
}

} // namespace

AuthorizerConfig authorizerConfig(const base::Result<std::vector<kafka::ResourceConfig>>& broker) {
    AuthorizerConfig config;
    if (!broker) {
        config.error = broker.error();
        return config;
    }
    if (broker->empty() || broker->front().error) {
        config.error = broker->empty() ? base::Error{base::ErrorKind::NotFound,
                                                     "No broker answered with its configuration",
                                                     {},
                                                     {},
                                                     {}}
                                       : *broker->front().error;
        return config;
    }
    const std::vector<kafka::ConfigEntry>& entries = broker->front().entries;
    // The class has a default, so a list without it was cut short by the broker.
    if (const auto* item = entry(entries, "authorizer.class.name"))
        config.className = item->value.value_or("");
    if (const auto* item = entry(entries, "super.users")) {
        if (item->value)
            config.superUsers = parseSuperUsers(*item->value);
    } else if (config.className) {
        config.superUsers = std::vector<std::string>();
    }
    if (const auto* item = entry(entries, "allow.everyone.if.no.acl.found")) {
        if (item->value)
            config.allowEveryone = *item->value == "true";
    } else if (config.className) {
        config.allowEveryone = false;
    }
    return config;
}

std::string shortClass(const std::string& className) {
    const std::size_t dot = className.rfind('.');
    return dot == std::string::npos ? className : className.substr(dot + 1);
}

QJsonObject json(const AuthorizerConfig& config) {
    QJsonValue supers(QJsonValue::Null);
    if (config.superUsers) {
        QJsonArray list;
        for (const std::string& user : *config.superUsers)
            list.append(toQString(user));
        supers = list;
    }
    return {{QStringLiteral("class"), base::json(config.className)},
            {QStringLiteral("super_users"), supers},
            {QStringLiteral("allow_everyone_if_no_acl_found"), base::json(config.allowEveryone)}};
}

const char* name(Sight sight) {
    switch (sight) {
    case Sight::Complete:
        return "complete";
    case Sight::NotAllowed:
        return "not_allowed";
    case Sight::NoAuthorizer:
        return "no_authorizer";
    case Sight::OtherAuthorizer:
        return "other_authorizer";
    case Sight::Unknown:
        return "unknown";
    }
    return "";
}

Visibility judge(const base::Result<kafka::ClusterInfo>& cluster, const AuthorizerConfig& config,
                 const base::Result<kafka::AclList>& acls) {
    const bool disabled = !acls && acls.error().native.find("SECURITY_DISABLED") != std::string::npos;
    if (disabled || (config.className && config.className->empty()))
        return {Sight::NoAuthorizer,
                QStringLiteral("This cluster has no authorizer"),
                QStringLiteral("Everybody who can connect may do everything. There are no ACLs to show, "
                               "because nothing would heed them."),
                QStringLiteral("Set authorizer.class.name on every broker and controller to begin."),
                {},
                {}};
    if (!acls && acls.error().kind != base::ErrorKind::Denied)
        return notRead(acls.error());

    const auto may = [&](const char* op) {
        return cluster && cluster->authorized &&
               std::find(cluster->authorized->begin(), cluster->authorized->end(), op) !=
                   cluster->authorized->end();
    };
    const bool told = cluster && cluster->authorized;
    const bool shown = acls && !acls->acls.empty();
    if (!acls || (told && !may("DESCRIBE") && !may("ALL") && !shown))
        return {Sight::NotAllowed,
                QStringLiteral("Not allowed to see the ACLs"),
                QStringLiteral(
                    "This connection has no DESCRIBE on the cluster. Kafka answers such a question with "
                    "an empty list, which says nothing about what ACLs there are."),
                QStringLiteral("Connect as a principal with DESCRIBE on the cluster, or have it granted: "
                               "kafka-acls --add --allow-principal User:… --operation Describe --cluster"),
                {},
                {}};
    if (!told && !shown)
        return {Sight::Unknown,
                QStringLiteral("Not known"),
                QStringLiteral(
                    "The list is empty, and the broker did not say whether this connection may see it."),
                cluster ? QString() : toQString(base::describe(cluster.error())),
                {},
                cluster ? std::nullopt : std::optional(cluster.error())};
    if (!config.className && !shown)
        return {Sight::Unknown,
                QStringLiteral("No ACLs, or no authorizer"),
                QStringLiteral(
                    "The list is empty, and the broker's configuration may not be read: either there are "
                    "no ACLs, or there is no authorizer and everything is allowed."),
                QStringLiteral("DESCRIBE_CONFIGS on the cluster tells the two apart."),
                {},
                config.error};
    if (config.className && !decidesByAclsAlone(shortClass(*config.className)))
        return {Sight::OtherAuthorizer,
                QStringLiteral("Cannot evaluate ") + toQString(shortClass(*config.className)),
                QStringLiteral(
                    "This cluster's authorizer decides by more than the ACLs shown here, so no answer is "
                    "given to who can do what."),
                QStringLiteral("The ACLs are listed as the cluster tells them."),
                {},
                {}};
    return {Sight::Complete, QStringLiteral("Everything is shown"), {}, {}, caveatsOf(config), {}};
}

} // namespace streamscape::access
