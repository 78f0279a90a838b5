// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/profile.h"

#include "models/settings/requirements.h"

#include <QJsonArray>
#include <QUuid>

#include <algorithm>

namespace streamscape::settings {

namespace {

QString qt(const std::string& text) { return QString::fromStdString(text); }

tl::unexpected<base::Error> wrongMember(const char* member, const char* what) {
    return base::fail(base::ErrorKind::Invalid,
                      std::string("A saved connection's \"") + member + "\" " + what, {},
                      "Mend it, or remove the connection from the file");
}

// A list of texts; false where it is something else.
bool texts(const QJsonValue& value, std::vector<std::string>& into) {
    if (value.isUndefined())
        return true;
    if (!value.isArray())
        return false;
    for (const QJsonValue& one : value.toArray()) {
        if (!one.isString())
            return false;
        into.push_back(one.toString().toStdString());
    }
    return true;
}

} // namespace

Profile newProfile(std::string name) {
    Profile profile;
    profile.id = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
    profile.name = std::move(name);
    return profile;
}

std::string secretKey(const Profile& profile, const std::string& property) {
    return profile.id + '/' + property;
}

void setProperty(Profile& profile, Secrets& secrets, const std::string& name, std::string value) {
    if (isSecret(name)) {
        profile.secretProperties.insert(name);
        secrets[name] = std::move(value);
    } else {
        profile.properties[name] = std::move(value);
    }
}

base::Result<kafka::ConnectionSpec> toConnectionSpec(const Profile& profile, const Secrets& secrets) {
    kafka::ConnectionSpec spec;
    spec.properties = profile.properties;
    for (const auto& [name, value] : secrets)
        spec.properties[name] = value;
    for (const std::string& name : profile.secretProperties)
        if (!spec.properties.contains(name))
            return base::fail(base::ErrorKind::Invalid, "The value of " + name + " is not known",
                              profile.name, "Enter it again: the keychain has none for this connection");
    if (auto wrong = requirementMissing(spec))
        return base::fail(base::ErrorKind::Invalid, std::move(wrong->what), profile.name,
                          std::move(wrong->hint));
    return spec;
}

QJsonObject toJson(const Profile& profile) {
    QJsonObject properties;
    for (const auto& [name, value] : profile.properties)
        if (!isSecret(name)) // whoever filled the map: a secret never reaches a file
            properties[qt(name)] = qt(value);
    QJsonArray secrets;
    for (const std::string& name : profile.secretProperties)
        secrets.append(qt(name));
    QJsonArray folders;
    for (const std::string& folder : profile.auditLogDirs)
        folders.append(qt(folder));
    return {{QStringLiteral("id"), qt(profile.id)},          {QStringLiteral("name"), qt(profile.name)},
            {QStringLiteral("properties"), properties},      {QStringLiteral("secrets"), secrets},
            {QStringLiteral("read_only"), profile.readOnly}, {QStringLiteral("audit_log_dirs"), folders},
            {QStringLiteral("colour"), qt(profile.colour)}};
}

base::Result<Profile> profileFromJson(const QJsonObject& object) {
    Profile profile;
    profile.id = object[QStringLiteral("id")].toString().toStdString();
    profile.name = object[QStringLiteral("name")].toString().toStdString();
    if (profile.id.empty())
        return wrongMember("id", "is missing");
    if (profile.name.empty())
        return wrongMember("name", "is missing");
    if (!object[QStringLiteral("properties")].isObject())
        return wrongMember("properties", "is no object");
    const QJsonObject properties = object[QStringLiteral("properties")].toObject();
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        const std::string name = it.key().toStdString();
        if (!it.value().isString())
            return wrongMember("properties", "holds something that is no text");
        if (isSecret(name))
            return base::fail(
                base::ErrorKind::Invalid, "A saved connection holds a secret: " + name, {},
                "Remove it from the file and enter it in the window, which keeps it in the keychain");
        profile.properties[name] = it.value().toString().toStdString();
    }
    std::vector<std::string> secrets;
    if (!texts(object[QStringLiteral("secrets")], secrets))
        return wrongMember("secrets", "is no list of property names");
    profile.secretProperties = {secrets.begin(), secrets.end()};
    if (!texts(object[QStringLiteral("audit_log_dirs")], profile.auditLogDirs))
        return wrongMember("audit_log_dirs", "is no list of folders");
    profile.readOnly = object[QStringLiteral("read_only")].toBool();
    profile.colour = object[QStringLiteral("colour")].toString().toStdString();
    return profile;
}

} // namespace streamscape::settings
