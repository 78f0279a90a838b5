// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/snapshot.h"
#include "models/base/columns.h"

namespace streamscape::access {

/// How a binding stands.
enum class Standing {
    InForce,
    NotEvaluated, ///< the authorizer decides by more than ACLs
    Everyone,     ///< given to User:*
    Refuses,      ///< a DENY
    Overruled,    ///< a DENY takes all of it away
    PartlyOver,   ///< a DENY takes some of it away
    ReachesNone,  ///< no topic or group this connection sees
    Dangerous,    ///< a principal without a colon: it breaks requests of others
};

const char* word(Standing standing); ///< "In force"
base::Severity severity(Standing standing);
base::Shape shape(Standing standing);

/// How the ACLs of one binding stand against the others of the cluster, and why. reaches: of the topics or
/// groups seen, how many its pattern covers.
struct Judgement {
    Standing standing = Standing::InForce;
    QString why;
};
Judgement judge(const Snapshot& snapshot, const std::string& principal, const std::vector<kafka::Acl>& acls,
                bool isCustom, std::optional<int> reaches);

} // namespace streamscape::access
