// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/stored_cluster.h"

namespace streamscape::ctl {

using store::KnownCluster;

base::Result<KnownCluster> storedCluster(store::Sql& sql, const std::string& name) {
    if (const std::optional<KnownCluster> found = store::clusterNamed(sql, name))
        return *found;
    std::string known;
    for (const KnownCluster& cluster : store::knownClusters(sql))
        known += (known.empty() ? "It knows " : ", ") + cluster.name + " (" + cluster.id + ")";
    return base::fail(base::ErrorKind::Invalid, "The store knows no cluster of this name or id", name,
                      known.empty() ? "It knows none yet: connect the window to one, or leave --cluster out"
                                    : known);
}

} // namespace streamscape::ctl
