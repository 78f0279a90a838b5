// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/doctor_report.h"

#include "models/base/json.h"

#include <QJsonArray>

#include <algorithm>

namespace streamscape::ctl {

namespace {

const kafka::ConfigEntry* entry(const kafka::ResourceConfig& broker, std::string_view name) {
    const auto it = std::find_if(broker.entries.begin(), broker.entries.end(),
                                 [&](const kafka::ConfigEntry& e) { return e.name == name; });
    return it == broker.entries.end() ? nullptr : &*it;
}
std::string value(const kafka::ResourceConfig& broker, std::string_view name) {
    const kafka::ConfigEntry* found = entry(broker, name);
    return found ? found->value.value_or("") : "";
}
// nullopt where the broker holds the value back.
std::optional<std::string> shown(const kafka::ResourceConfig& broker, std::string_view name) {
    const kafka::ConfigEntry* found = entry(broker, name);
    if (!found)
        return "";
    return found->sensitive ? std::nullopt : std::optional(found->value.value_or(""));
}

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::size_t from = 0;
    while (from <= text.size()) {
        const std::size_t to = std::min(text.find(separator, from), text.size());
        if (to > from)
            parts.push_back(text.substr(from, to - from));
        from = to + 1;
    }
    return parts;
}

bool holds(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

std::string lower(std::string text) {
    for (char& c : text)
        c = c == ' ' ? '_' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    return text;
}

QJsonArray array(const std::vector<std::string>& texts) {
    QJsonArray list;
    for (const std::string& text : texts)
        list.append(base::json(text));
    return list;
}
QJsonValue maybe(const std::optional<std::vector<std::string>>& texts) {
    return texts ? QJsonValue(array(*texts)) : QJsonValue(QJsonValue::Null);
}

QJsonValue clusterJson(const std::optional<kafka::ClusterInfo>& cluster) {
    if (!cluster)
        return QJsonValue::Null;
    QJsonArray brokers;
    for (const kafka::Broker& broker : cluster->brokers)
        brokers.append(QJsonObject{{QStringLiteral("id"), base::json(broker.id)},
                                   {QStringLiteral("host"), base::json(broker.host)},
                                   {QStringLiteral("port"), broker.port},
                                   {QStringLiteral("rack"), base::json(broker.rack)},
                                   // Brokers tell clients which requests they take, not their version.
                                   {QStringLiteral("version"), QJsonValue::Null}});
    return QJsonObject{{QStringLiteral("id"), base::json(cluster->id)},
                       {QStringLiteral("controller"), base::json(cluster->controller)},
                       {QStringLiteral("brokers"), brokers}};
}

QJsonObject authorizerJson(const DoctorReport::Authorizer& authorizer) {
    QJsonObject object{
        {QStringLiteral("class"), base::json(authorizer.className)},
        {QStringLiteral("super_users"), maybe(authorizer.superUsers)},
        {QStringLiteral("allow_everyone_if_no_acl_found"), base::json(authorizer.allowEveryone)}};
    object[QStringLiteral("error")] =
        authorizer.error ? QJsonValue(base::json(*authorizer.error)) : QJsonValue(QJsonValue::Null);
    const bool heldBack = authorizer.className && (!authorizer.superUsers || !authorizer.allowEveryone);
    object[QStringLiteral("note")] =
        heldBack
            ? base::json("The broker does not show super.users or allow.everyone.if.no.acl.found to clients")
            : QJsonValue(QJsonValue::Null);
    return object;
}

} // namespace

DoctorReport::Authorizer authorizerOf(const kafka::ResourceConfig& broker) {
    DoctorReport::Authorizer found;
    if (broker.error) {
        found.error = broker.error;
        return found;
    }
    if (!entry(broker, "authorizer.class.name")) {
        found.error = base::Error{base::ErrorKind::Denied,
                                  "The broker does not show its configuration",
                                  "broker " + broker.resource.name,
                                  "Allow DESCRIBE_CONFIGS on the cluster to see the authorizer",
                                  {}};
        return found;
    }
    found.className = shown(broker, "authorizer.class.name");
    if (const auto users = shown(broker, "super.users"))
        found.superUsers = split(*users, ';');
    if (const auto everyone = shown(broker, "allow.everyone.if.no.acl.found"))
        found.allowEveryone = *everyone == "true";
    return found;
}

std::optional<std::vector<std::string>> featuresOf(const kafka::ResourceConfig& broker) {
    if (broker.error || broker.entries.empty())
        return std::nullopt;
    std::vector<std::string> features;
    const auto add = [&](bool there, const char* name) {
        if (there)
            features.emplace_back(name);
    };
    const std::string protocols = value(broker, "group.coordinator.rebalance.protocols");
    const std::string mechanisms = value(broker, "sasl.enabled.mechanisms");
    add(!value(broker, "authorizer.class.name").empty(), "acls");
    add(value(broker, "auto.create.topics.enable") == "true", "auto_create_topics");
    add(holds(protocols, "consumer"), "consumer_groups_kip848");
    add(value(broker, "delete.topic.enable") == "true", "delete_topics");
    add(!value(broker, "process.roles").empty(), "kraft");
    add(holds(mechanisms, "OAUTHBEARER"), "oauthbearer");
    add(holds(mechanisms, "SCRAM"), "scram");
    add(holds(protocols, "share"), "share_groups");
    add(holds(protocols, "streams"), "streams_groups");
    add(value(broker, "remote.log.storage.system.enable") == "true", "tiered_storage");
    add(holds(value(broker, "listener.security.protocol.map"), "SSL"), "tls");
    return features;
}

DoctorReport::Check checkOf(const kafka::CheckStep& step) {
    DoctorReport::Check check{lower(step.name), std::nullopt, step.what, step.hint};
    if (step.status == kafka::CheckStep::Passed)
        check.ok = true;
    if (step.status == kafka::CheckStep::Failed)
        check.ok = false;
    return check;
}

std::vector<DoctorReport::Check> rightsChecks(const DoctorReport& report) {
    std::vector<DoctorReport::Check> checks;
    if (!report.cluster)
        return checks;
    const auto& rights = report.cluster->authorized;
    const auto may = [&](const char* operation) {
        return std::find(rights->begin(), rights->end(), operation) != rights->end() ||
               std::find(rights->begin(), rights->end(), "ALL") != rights->end();
    };
    DoctorReport::Check see{"see_acls", std::nullopt, "The broker did not say what this connection may do",
                            ""};
    if (rights && may("DESCRIBE"))
        see = {"see_acls", true, "DESCRIBE on the cluster is allowed: lists of ACLs are complete", ""};
    else if (rights)
        see = {"see_acls", false,
               "DESCRIBE on the cluster is not allowed: an empty list of ACLs means nothing",
               "Allow DESCRIBE on the cluster for this principal"};
    checks.push_back(see);
    DoctorReport::Check configs{"see_configs", !report.authorizer.error,
                                "The brokers' configuration can be read", ""};
    if (report.authorizer.error) {
        configs.what = report.authorizer.error->what;
        configs.hint = report.authorizer.error->hint;
    }
    checks.push_back(configs);
    if (report.authorizer.className)
        checks.push_back(
            report.authorizer.className->empty()
                ? DoctorReport::Check{"authorizer", false,
                                      "The cluster has no authorizer: everybody may do everything",
                                      "Set authorizer.class.name on the brokers and controllers"}
                : DoctorReport::Check{"authorizer", true, *report.authorizer.className, ""});
    return checks;
}

QJsonObject toJson(const DoctorReport& report) {
    std::optional<std::vector<std::string>> rights;
    if (report.cluster && report.cluster->authorized) {
        rights.emplace();
        for (const kafka::Operation& operation : *report.cluster->authorized)
            rights->push_back(lower(operation));
    }
    QJsonArray checks;
    for (const DoctorReport::Check& check : report.checks)
        checks.append(QJsonObject{{QStringLiteral("name"), base::json(check.name)},
                                  {QStringLiteral("ok"), base::json(check.ok)},
                                  {QStringLiteral("what"), base::json(check.what)},
                                  {QStringLiteral("hint"), base::json(check.hint)}});
    return {{QStringLiteral("cluster"), clusterJson(report.cluster)},
            {QStringLiteral("authorizer"), authorizerJson(report.authorizer)},
            {QStringLiteral("rights"), QJsonObject{{QStringLiteral("cluster"), maybe(rights)}}},
            {QStringLiteral("features"), maybe(report.features)},
            {QStringLiteral("library"), base::json(report.library)},
            {QStringLiteral("checks"), checks}};
}

} // namespace streamscape::ctl
