// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"

#include <set>

namespace streamscape::lag {

/// Which rows of a snapshot somebody wants to see.
struct RowFilter {
    std::string topic;      ///< only what reads it; empty: any
    std::set<Verdict> only; ///< empty: any
    std::set<Verdict> without;

    bool operator==(const RowFilter&) const = default;
    bool takes(Verdict verdict) const {
        return (only.empty() || only.contains(verdict)) && !without.contains(verdict);
    }
    bool takes(const GroupRow& row) const;
};

} // namespace streamscape::lag
