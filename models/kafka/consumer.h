// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/cluster_values.h"

#include <functional>
#include <string_view>

namespace streamscape::kafka {

/// A member of a consumer group that commits what it read: what the demo's applications are. The console
/// itself never joins a group. Blocking; on a thread of its own.
class Consumer {
public:
    virtual ~Consumer() = default;
    /// What a record holds; nullopt is null. Answers false to stop before this record: it is not read, and
    /// commit() leaves it for the next member.
    using Accept =
        std::function<bool(std::optional<std::string_view> key, std::optional<std::string_view> value)>;

    /// Reads up to count records within wait and answers how many were accepted; without accept, all are.
    virtual base::Result<int> read(int count, base::Duration wait, const Accept& accept) = 0;
    base::Result<int> read(int count, base::Duration wait) { return read(count, wait, {}); }
    virtual base::Result<base::Done> commit() = 0;
};

} // namespace streamscape::kafka
