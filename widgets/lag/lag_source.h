// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/feed.h"

namespace streamscape::widgets {

/// A cluster that the page shows. The feed outlives the page.
struct LagSource {
    std::string name; ///< the connection's, as people call it
    lag::Feed* feed = nullptr;
};
using LagSources = std::vector<LagSource>;

} // namespace streamscape::widgets
