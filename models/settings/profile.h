// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/kafka/connection.h"

#include <QJsonObject>

#include <map>
#include <set>
#include <string>
#include <vector>

namespace streamscape::settings {

/// Secret values by librdkafka property name ("sasl.password"). In memory only.
using Secrets = std::map<std::string, std::string>;

/// A saved connection. Holds no secret: only which properties have one, kept under secretKey() in the
/// keychain.
struct Profile {
    std::string id;   ///< made once, never shown; secrets hang on it, so a profile can be renamed
    std::string name; ///< what people call the cluster; unique
    std::map<std::string, std::string> properties; ///< librdkafka's own names; never a secret one
    std::set<std::string> secretProperties;        ///< the properties whose values are in the keychain
    bool readOnly = false;                         ///< opens with the read-only lock set
    std::vector<std::string> auditLogDirs;         ///< folders with the brokers' log files
    std::string colour;                            ///< a token of the theme ("red"), or empty

    bool operator==(const Profile&) const = default;
};

/// A profile with a new id and name.
Profile newProfile(std::string name);
/// The name a profile's secret has in the keychain: "<id>/sasl.password".
std::string secretKey(const Profile& profile, const std::string& property);

/// Everything a client needs. Invalid where the profile is half: no servers, an unknown protocol or
/// mechanism, a user name or password that is missing, a file that is not there. Never names a secret's
/// value.
base::Result<kafka::ConnectionSpec> toConnectionSpec(const Profile& profile, const Secrets& secrets);

/// Sets a property where it belongs: a secret one goes to secrets, any other to the profile.
void setProperty(Profile& profile, Secrets& secrets, const std::string& name, std::string value);

QJsonObject toJson(const Profile& profile);
/// Invalid names the member that is missing or of the wrong type, or a secret that should not be there.
base::Result<Profile> profileFromJson(const QJsonObject& object);

} // namespace streamscape::settings
