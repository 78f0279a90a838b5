// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samples/stretch.h"

namespace streamscape::samples {

/// Where the upkeep stands between two transactions. Worth nothing but time: what is lost is found again.
struct UpkeepPlace {
    std::optional<StretchKey> making; ///< the stretch being made
    std::int32_t nextTray = 0;        ///< of it
    base::Time nextForget{};          ///< when series that are gone are looked for
    bool isDone = false;              ///< there was nothing left to do
};

/// One short piece of what keeps a store's samples in order, all clusters': frames of a span that is over
/// become columns, stretches become coarser ones, and what is older than it is kept goes. Ends as soon as it
/// has taken this long, in the middle of anything; ask again until it is done. Inside a store's write job;
/// the answer is of use only if that job was committed.
base::Result<UpkeepPlace> keepUp(store::Sql& sql, UpkeepPlace place, const Retention& retention,
                                 base::Time now, base::Duration atMost = std::chrono::milliseconds{10});

} // namespace streamscape::samples
