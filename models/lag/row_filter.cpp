// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/row_filter.h"

#include <algorithm>

namespace streamscape::lag {

bool RowFilter::takes(const GroupRow& row) const {
    return takes(row.verdict) &&
           (topic.empty() || std::binary_search(row.topics.begin(), row.topics.end(), topic));
}

} // namespace streamscape::lag
