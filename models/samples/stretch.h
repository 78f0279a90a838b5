// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/ids.h"
#include "models/samples/column.h"
#include "models/samples/tier.h"
#include "models/store/sql.h"

namespace streamscape::samples {

using StretchKey = base::Strong<struct StretchTag, std::int64_t>;

/// The rows of its frames (by their order) or columns (by their series) are numbered from the one, up to but
/// not including the other.
constexpr std::int64_t rowsOf(StretchKey key) { return key.value << 28; }
constexpr std::int64_t rowsBehind(StretchKey key) { return (key.value + 1) << 28; }

/// Where a stretch stands in its life. The numbers are stored.
enum class Stage : std::uint8_t {
    Making = 0, ///< its columns are being written; what it is made of is read instead
    Ready = 1,  ///< to be read; a block of frames is from its first frame on
    Going = 2,  ///< being deleted; not to be read any more
};

/// A piece of one cluster's past in one tier: its moments, and how it hangs together with the next tier. The
/// values are in its frames or columns.
struct Stretch {
    StretchKey key;
    std::int64_t cluster = 0;
    Tier tier = Tier::Frames;
    Stage stage = Stage::Making;
    base::Time first{}; ///< of its moments
    base::Time last{};
    base::Duration step{};            ///< between two moments, as it was meant
    int points = 0;                   ///< how many moments
    std::optional<StretchKey> parent; ///< takes its values in, one tier up; none: not yet
    bool inParent = false;            ///< the parent is done: this one adds nothing to it
    std::vector<base::Time> times;    ///< ascending; empty for frames, which have their own
};

// What follows runs inside store jobs, on the store's own threads. Failures stick to the Sql. A stretch whose
// times cannot be read has none, and with them no values.

/// The stretches to be read with a moment in [from, to], by their first moments.
std::vector<Stretch> readableStretches(store::Sql& sql, std::int64_t cluster, base::Time from, base::Time to);
std::optional<Stretch> findStretch(store::Sql& sql, StretchKey key);
/// What a stretch is made of, by their first moments.
std::vector<Stretch> childrenOf(store::Sql& sql, StretchKey parent);
/// The moments of a block of frames, ascending as far as they do.
std::vector<base::Time> frameTimes(store::Sql& sql, StretchKey block);
/// The first moment of the stretches to be read of a tier; nullopt where there are none.
std::optional<base::Time> beginningOf(store::Sql& sql, std::int64_t cluster, Tier tier);

/// Makes the row and answers its key; only in a write job.
StretchKey insertStretch(store::Sql& sql, const Stretch& stretch);
void setStage(store::Sql& sql, StretchKey key, Stage stage);

} // namespace streamscape::samples
