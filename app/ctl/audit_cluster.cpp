// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/audit_cluster.h"

#include "app/ctl/stored_cluster.h"

namespace streamscape::ctl {

using store::KnownCluster;

const char* const auditClusterHelp =
    "Lines are kept by cluster. --cluster NAME, the cluster's name in the window or its id, says whose they\n"
    "are, without connecting to it. Without it, import and follow keep them for the store's only cluster, "
    "or\n"
    "for no named one where the store knows none or several; query asks of all lines there are.";

base::Result<FoundCluster> clusterToKeepFor(store::Sql& sql, const std::string& name) {
    if (!name.empty())
        return storedCluster(sql, name);
    const std::vector<KnownCluster> all = store::knownClusters(sql);
    return all.size() == 1 ? FoundCluster(all.front()) : FoundCluster();
}

base::Result<AskedAudit> askAudit(store::Sql& sql, const std::string& name, audit::Query query) {
    AskedAudit asked;
    if (name.empty()) {
        asked.of = audit::heldOf(sql);
    } else {
        const base::Result<KnownCluster> found = storedCluster(sql, name);
        if (!found)
            return base::fail(found.error());
        query.cluster = found->key;
        asked.of = {found->name};
    }
    base::Result<audit::Answer> answer = audit::ask(sql, query);
    if (!answer)
        return base::fail(answer.error());
    asked.answer = std::move(*answer);
    return asked;
}

} // namespace streamscape::ctl
