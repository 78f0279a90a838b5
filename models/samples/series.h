// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/samples/frame.h"
#include "models/samples/tier.h"
#include "models/store/sql.h"

namespace streamscape::samples {

/// Who a series is, in its feature's words. The store neither reads nor changes any of it.
struct SeriesName {
    std::string feature;              ///< "lag"
    std::string kind;                 ///< "committed"
    std::array<std::string, 3> names; ///< group, topic; empty where not used
    std::int64_t number = 0;          ///< partition

    auto operator<=>(const SeriesName&) const = default;
};

struct Series {
    SeriesId id;
    SeriesName name;
    Rollup rollup = Rollup::Last;
};

/// Which series are looked for; what is empty fits all.
struct SeriesFilter {
    std::string feature;
    std::string kind;
    std::string firstName;
};

// What follows runs inside store jobs, on the store's own threads. Failures stick to the Sql. A cluster is
// its key: store::findCluster() or store::clusterKey().

/// nullopt where it was never recorded, or so long ago that all of it is gone.
std::optional<SeriesId> findSeries(store::Sql& sql, std::int64_t cluster, const SeriesName& name);
/// Ascending by id.
std::vector<Series> listSeries(store::Sql& sql, std::int64_t cluster, const SeriesFilter& filter = {});

/// The id of a series, given at its first sight; only in a write job. It will not be forgotten within a day.
SeriesId registerSeries(store::Sql& sql, std::int64_t cluster, const SeriesName& name, Rollup rollup,
                        base::Time now);
/// The rollups of the series of one tray, by their place in it; Last where a series is not known.
std::array<Rollup, traySize> rollupsOf(store::Sql& sql, std::int32_t tray);
/// Values up to this moment are in the coarsest tier.
void markSeen(store::Sql& sql, SeriesId series, base::Time until);
/// Forgets up to this many series last seen before a moment; answers how many there were.
std::int64_t forgetSeries(store::Sql& sql, base::Time before, int most);

} // namespace streamscape::samples
