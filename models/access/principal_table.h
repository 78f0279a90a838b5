// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/snapshot.h"
#include "models/base/rowmodel.h"

namespace streamscape::access {

/// What to think of somebody, in a word.
struct PrincipalState {
    const char* word; ///< "Super user"
    base::Severity severity;
    base::Shape shape;
    const char* why;
};
PrincipalState stateOf(const Principal& principal);

/// Somebody.
struct PrincipalRow {
    Principal principal;
    auto key() const { return principal.key(); }
    QString keyText() const;
    bool operator==(const PrincipalRow&) const = default;
};
std::vector<PrincipalRow> principalRows(const Snapshot& snapshot);

std::span<const base::Column<PrincipalRow>> principalColumns();
using PrincipalModel = base::RowModel<PrincipalRow>;

} // namespace streamscape::access
