// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/moments.h"

#include <algorithm>

namespace streamscape::samples {

TimeLine lineUp(std::vector<Moment> moments, std::optional<base::Duration> step) {
    std::stable_sort(moments.begin(), moments.end(),
                     [](const Moment& a, const Moment& b) { return a.time < b.time; });
    TimeLine line;
    const auto piece = [&step](base::Time time) { return step ? pieceOf(time, *step) : time; };
    for (Moment& moment : moments) {
        if (line.slots.empty() || piece(line.slots.back()) != piece(moment.time))
            line.slots.push_back(moment.time);
        line.slots.back() = moment.time;
        moment.slot = line.slots.size() - 1;
    }
    line.moments = std::move(moments);
    return line;
}

Column rollUp(const TimeLine& line, std::span<const Column* const> columns, Rollup rollup) {
    Column rolled;
    for (const Moment& moment : line.moments) {
        const Column* column = columns[moment.source];
        if (!column || column->empty() || !(*column)[moment.index])
            continue;
        if (rolled.empty())
            rolled.resize(line.slots.size());
        const std::int64_t value = *(*column)[moment.index];
        Value& slot = rolled[moment.slot];
        slot = slot && rollup == Rollup::Max ? std::max(*slot, value) : value;
    }
    return rolled;
}

} // namespace streamscape::samples
