// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/downsample.h"
#include "models/lag/alert_board.h"
#include "models/lag/history.h"
#include "models/lag/marks.h"

namespace streamscape::lag {

/// What lines over time show.
enum class Metric {
    TimeLag, ///< milliseconds
    Lag,     ///< records
    Rates,   ///< records a second: read and written, two lines a group
};

/// A question for lines over [from, to].
struct PictureQuery {
    Metric metric = Metric::TimeLag;
    base::Time from{};
    base::Time to{};
    int pixels = 800;
    std::vector<std::string> groups;       ///< these; none: the worst
    std::size_t most = 5;                  ///< groups, where none is named
    std::optional<base::Duration> earlier; ///< also the same stretch, this much earlier
    bool operator==(const PictureQuery&) const = default;
};

/// One group over time.
struct Line {
    enum class Of { Value, Read, Written, ValueEarlier, ReadEarlier, WrittenEarlier };
    std::string group;
    Verdict verdict = Verdict::Unknown; ///< as of now
    Of of = Of::Value;
    std::vector<base::Sample> samples; ///< ascending, within [from, to] also where earlier; nullopt is a gap
};

struct Picture {
    std::vector<Line> lines;   ///< the worst group's first; what was earlier follows its own
    std::vector<Mark> marks;   ///< ascending
    std::vector<Alert> alerts; ///< open at some time of it
    /// The first moment that anything is known of; nullopt: of nothing.
    std::optional<base::Time> since;
};

/// The groups with the highest value of a metric now, highest first; for rates, those that are behind most.
std::vector<std::string> worstGroups(const Snapshot& snapshot, Metric metric, std::size_t most);

/// Read or written a second, between each two moments at which all of a group's series were known: from sums
/// of offsets, which only grow. Where they do not, there is a gap.
std::vector<base::Sample> ratesOf(std::span<const base::Sample> sums);

/// The query names the group, or all.
bool isAsked(const PictureQuery& query, const std::string& group);

/// The lines of a stretch that this console's memory holds.
std::vector<Line> remembered(const PictureQuery& query, const Snapshot& newest, const History& history);
/// Carries stored lines on to where memory has got since the newest sample, and says how their groups are
/// now.
void joinMemory(Picture& stored, const Picture& memory);

} // namespace streamscape::lag
