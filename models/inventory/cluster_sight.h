// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/cluster_view.h"

namespace streamscape::inventory {

/// What of a cluster is missing in its answers. Kafka leaves out topics that the principal may not DESCRIBE,
/// and says nothing of it; an empty list means nothing by itself.
struct Unseen {
    std::optional<base::Error> topics; ///< no topic was shown, and that is no word on whether there are any
    std::vector<base::Error> partly;   ///< what is missing beside what was shown, one for each sort
};
/// where names the connection in the errors.
Unseen unseen(const ClusterAnswers& answers, const std::string& where);

} // namespace streamscape::inventory
