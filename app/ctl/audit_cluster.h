// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/index_reader.h"
#include "models/store/clusters.h"

namespace streamscape::ctl {

// Which cluster of the store an audit command is about, without connecting to it.

extern const char* const auditClusterHelp; ///< for people, as a command's footer

/// nullopt: no named one.
using FoundCluster = std::optional<store::KnownCluster>;

/// Whose logs are read: those of --cluster, else of the store's only cluster, else of no named one. Invalid,
/// with those it knows, for a name or id that the store does not know. In a read job.
base::Result<FoundCluster> clusterToKeepFor(store::Sql& sql, const std::string& name);

/// An answer, and whose lines it was asked of.
struct AskedAudit {
    audit::Answer answer;
    std::vector<std::string> of; ///< clusters' names; an empty one is no named cluster
};
/// Of the lines of --cluster, or without a name of all there are. In a read job.
base::Result<AskedAudit> askAudit(store::Sql& sql, const std::string& name, audit::Query query);

} // namespace streamscape::ctl
