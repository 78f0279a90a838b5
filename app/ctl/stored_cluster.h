// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/store/clusters.h"

namespace streamscape::ctl {

// Which cluster of the store a command is about, without connecting to it. In a read job.

/// The cluster of --cluster, its name in the window or its id. Invalid, with those there are, where the store
/// knows no such one.
base::Result<store::KnownCluster> storedCluster(store::Sql& sql, const std::string& name);

} // namespace streamscape::ctl
