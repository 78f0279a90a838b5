// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster.h"
#include "models/kafka/connection_check.h"

#include <QJsonObject>

#include <optional>
#include <string>
#include <vector>

namespace streamscape::ctl {

/// What doctor found out about one connection. Unknown is nullopt, with the reason beside it.
struct DoctorReport {
    struct Check {
        std::string name;       ///< lower_snake
        std::optional<bool> ok; ///< nullopt: not tried
        std::string what;
        std::string hint;
        bool operator==(const Check&) const = default;
    };
    /// The authorizer as a broker's configuration shows it.
    struct Authorizer {
        std::optional<std::string> className; ///< empty: the cluster has none
        std::optional<std::vector<std::string>> superUsers;
        std::optional<bool> allowEveryone; ///< allow.everyone.if.no.acl.found
        std::optional<base::Error> error;  ///< why it is not known
    };

    std::string library; ///< the client library and its version
    std::optional<kafka::ClusterInfo> cluster;
    Authorizer authorizer;
    std::optional<std::vector<std::string>> features;
    std::vector<Check> checks;
};

/// Reads a broker's configuration: who may do what, and what the cluster offers.
DoctorReport::Authorizer authorizerOf(const kafka::ResourceConfig& broker);
/// The features a broker's configuration shows, sorted: "kraft", "consumer_groups", "share_groups",
/// "scram", …; nullopt where the configuration could not be read.
std::optional<std::vector<std::string>> featuresOf(const kafka::ResourceConfig& broker);

/// A step of the connection test as a check.
DoctorReport::Check checkOf(const kafka::CheckStep& step);
/// What the rights on the cluster let this connection see.
std::vector<DoctorReport::Check> rightsChecks(const DoctorReport& report);

QJsonObject toJson(const DoctorReport& report);

} // namespace streamscape::ctl
