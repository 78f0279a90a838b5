// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/rowdiff.h"

#include <QAbstractTableModel>

#include <utility>
#include <vector>

namespace streamscape::base {

/// An item model that takes whole snapshots. All that it says between the two signals is one change: who
/// keeps an order of its own over the rows works once, from the diff, and not at each of thousands of runs.
class SnapshotTable : public QAbstractTableModel {
    Q_OBJECT

public:
    using QAbstractTableModel::QAbstractTableModel;

    /// The row whose KeyRole says this; -1 where there is none. O(log n), but for the first question after
    /// rows came or went.
    int rowOf(const QString& keyText) const;

Q_SIGNALS:
    void snapshotComes(const streamscape::base::RowDiff& diff); ///< the rows are still the old ones
    void snapshotTaken(const streamscape::base::RowDiff& diff); ///< they are the new ones

protected:
    void forgetKeys() { m_keys.clear(); } ///< rows came or went

private:
    mutable std::vector<std::pair<std::size_t, int>> m_keys; ///< hash and row, sorted; empty: not yet asked
};

} // namespace streamscape::base
