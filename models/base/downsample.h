// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <optional>
#include <span>
#include <vector>

namespace streamscape::base {

/// A value at a moment; nullopt: not known then, a gap in the line.
struct Sample {
    Time time{};
    std::optional<double> value;
    bool operator==(const Sample&) const = default;
};

/// What a line of this many pixels can show of [from, to]: of each pixel the least and the most in their
/// order, so that no peak is lost, and a gap where all its samples are unknown. The last sample before and
/// the first after the stretch stay, so that the line runs to the edges. Samples ascend in time. At most two
/// a pixel and the two outside; shorter series come back as they are.
std::vector<Sample> downsample(std::span<const Sample> samples, Time from, Time to, int pixels);

} // namespace streamscape::base
