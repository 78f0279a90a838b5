// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/whocan.h"

#include <QJsonObject>

namespace streamscape::ctl {

/// What `access list` was narrowed to. A resource keeps the ACLs that cover it.
struct AccessFilter {
    std::string principal;
    std::optional<access::Resource> resource;

    bool keeps(const kafka::Acl& acl) const;
    bool keeps(const access::RoleBinding& binding) const;
};

QJsonObject accessListJson(const access::Snapshot& snapshot, const AccessFilter& filter);
QJsonObject canJson(const access::CanAnswer& answer);
QJsonObject whoCanJson(const access::Snapshot& snapshot, const access::WhoCan& who);

/// {"decision","rule","acl"} and, without an answer, "why".
QJsonObject verdictJson(const access::Verdict& verdict);

/// The ACLs of a JSON Lines file; Invalid names file and line. Blank lines are nothing.
base::Result<std::vector<kafka::Acl>> readAcls(const std::string& path);
/// The answers, one JSON line a request, in order.
base::Result<std::string> evaluateFiles(const std::string& acls, const std::string& requests,
                                        const access::Authorizer& authorizer);

} // namespace streamscape::ctl
