// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/evaluator.h"
#include "models/kafka/cluster_values.h"

#include <QJsonObject>

namespace streamscape::access {

/// What a broker's configuration says of its authorizer. Kafka hides super.users and
/// allow.everyone.if.no.acl.found as sensitive where they are set (4.3.1), so both are often not known.
struct AuthorizerConfig {
    std::optional<std::string> className; ///< "" is a broker without an authorizer
    std::optional<std::vector<std::string>> superUsers;
    std::optional<bool> allowEveryone;
    std::optional<base::Error> error; ///< why the configuration was not read

    bool operator==(const AuthorizerConfig&) const = default;
};
AuthorizerConfig authorizerConfig(const base::Result<std::vector<kafka::ResourceConfig>>& broker);
/// "StandardAuthorizer": the class without its package.
std::string shortClass(const std::string& className);
QJsonObject json(const AuthorizerConfig& config);

enum class Sight {
    Complete,        ///< the list is all there is, and our answers are the broker's
    NotAllowed,      ///< this connection lacks DESCRIBE on the cluster
    NoAuthorizer,    ///< everything is allowed
    OtherAuthorizer, ///< decides by more than ACLs: the list may be shown, no answer can be given
    Unknown,         ///< not read, or an empty list that may mean either
};
const char* name(Sight sight); ///< "complete", "not_allowed", …

/// What an ACL list is worth, in words. An empty list means nothing by itself.
struct Visibility {
    Sight sight = Sight::Unknown;
    QString title;                    ///< "Not allowed to see"
    QString text;                     ///< why, in a sentence or two
    QString hint;                     ///< what to do; may be empty
    QStringList caveats;              ///< what every answer takes for granted
    std::optional<base::Error> error; ///< of Unknown, where a question failed

    bool answers() const { return sight == Sight::Complete || sight == Sight::NoAuthorizer; }
    bool operator==(const Visibility&) const = default;
};
Visibility judge(const base::Result<kafka::ClusterInfo>& cluster, const AuthorizerConfig& config,
                 const base::Result<kafka::AclList>& acls);

} // namespace streamscape::access
