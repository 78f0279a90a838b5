// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/snapshot_table.h"

#include "models/base/columns.h"

#include <algorithm>

namespace streamscape::base {

int SnapshotTable::rowOf(const QString& keyText) const {
    if (columnCount({}) == 0)
        return -1;
    if (m_keys.empty()) {
        const int rows = rowCount({});
        m_keys.reserve(static_cast<std::size_t>(rows));
        for (int row = 0; row < rows; ++row)
            m_keys.emplace_back(qHash(data(index(row, 0), KeyRole).toString()), row);
        std::sort(m_keys.begin(), m_keys.end());
    }
    const std::size_t hash = qHash(keyText);
    for (auto it = std::lower_bound(m_keys.begin(), m_keys.end(), std::pair(hash, 0));
         it != m_keys.end() && it->first == hash; ++it)
        if (data(index(it->second, 0), KeyRole).toString() == keyText)
            return it->second;
    return -1;
}

} // namespace streamscape::base
