// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <compare>
#include <cstddef>
#include <optional>
#include <vector>

namespace streamscape::base {

/// Two snapshots of rows in ascending key order, and what turns the first into the second.
/// Runs are given in the order to apply them: removals from the back, then insertions from the front, then
/// changes.
struct RowDiff {
    struct Run {
        std::size_t first = 0; ///< in the rows as they are when this run is applied
        std::size_t count = 0;
        bool operator==(const Run&) const = default;
    };
    std::vector<Run> removals;
    std::vector<Run> insertions; ///< first is the index in the new rows
    std::vector<Run> changes;    ///< indices in the new rows
};

/// Where the rows of before stand after: -1 for those that went. Kept rows keep their order.
inline std::vector<int> placesAfter(const RowDiff& diff, std::size_t before) {
    std::vector<int> places(before, 0);
    for (const RowDiff::Run& run : diff.removals) // from the back: what is in front has its old index
        std::fill_n(places.begin() + static_cast<std::ptrdiff_t>(run.first), run.count, -1);
    std::size_t next = 0;
    auto inserted = diff.insertions.begin();
    for (int& place : places) {
        if (place < 0)
            continue;
        for (; inserted != diff.insertions.end() && inserted->first == next; ++inserted)
            next += inserted->count;
        place = static_cast<int>(next++);
    }
    return places;
}

/// Row has key() with operator<=> and an operator==. Linear in both; nullopt where after does not ascend.
template<class Row>
std::optional<RowDiff> diffRows(const std::vector<Row>& before, const std::vector<Row>& after) {
    RowDiff diff;
    const auto extend = [](std::vector<RowDiff::Run>& runs, std::size_t index) {
        if (!runs.empty() && runs.back().first + runs.back().count == index)
            ++runs.back().count;
        else
            runs.push_back({index, 1});
    };
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < before.size() || j < after.size()) {
        const auto order = i == before.size()  ? std::strong_ordering::greater
                           : j == after.size() ? std::strong_ordering::less
                                               : before[i].key() <=> after[j].key();
        if (order < 0) {
            extend(diff.removals, i++);
        } else if (order > 0) {
            // A row that is in both ascends as those before do; only what is new has to be looked at.
            if (j > 0 && !(after[j - 1].key() < after[j].key()))
                return std::nullopt;
            extend(diff.insertions, j++);
        } else {
            if (!(before[i] == after[j]))
                extend(diff.changes, j);
            ++i;
            ++j;
        }
    }
    return RowDiff{
        {diff.removals.rbegin(), diff.removals.rend()}, std::move(diff.insertions), std::move(diff.changes)};
}

} // namespace streamscape::base
