// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster_values.h"

namespace streamscape::kafka {

/// A member of a consumer group that commits what it read: what the demo's applications are. The console
/// itself never joins a group. Blocking; on a thread of its own.
class Consumer {
public:
    virtual ~Consumer() = default;
    /// Reads up to count records within wait and answers how many came.
    virtual base::Result<int> read(int count, base::Duration wait) = 0;
    virtual base::Result<base::Done> commit() = 0;
};

} // namespace streamscape::kafka
