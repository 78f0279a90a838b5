// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/snapshot.h"
#include "models/base/rowmodel.h"

namespace streamscape::access {

/// A topic or group a principal may do something with.
struct ReachRow {
    Resource resource;
    std::vector<Op> may; ///< in the order people care: read, write, …
    bool describeOnly = false;
    auto key() const { return std::tie(resource); }
    QString keyText() const;
    bool operator==(const ReachRow&) const = default;
};

/// What a principal reaches of all this connection can see, from a host no ACL names.
struct Reach {
    std::vector<ReachRow> rows; ///< topics, then groups, by name
    int readTopics = 0;
    int writeTopics = 0;
    int groups = 0;          ///< to consume in
    bool everything = false; ///< a super user
};
Reach reachOf(const Snapshot& snapshot, const std::string& principal);

std::span<const base::Column<ReachRow>> reachColumns();
using ReachModel = base::RowModel<ReachRow>;

/// "2 roles, 1 custom ACL. Reads 4 topics, writes 1 topic, consumes in 2 groups." What is not known is not
/// said.
QString reachWords(const Snapshot& snapshot, const std::string& principal, const Reach& reach);

} // namespace streamscape::access
