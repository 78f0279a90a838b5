// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/result.h"

#include <string_view>

namespace streamscape::offsets {

/// A moment as Kafka's tool takes it, "2026-11-22T02:00:00.000", with or without a zone (Z, +01, +01:00,
/// +0100); without one it is UTC. Beyond the tool, which wants all three digits, seconds and their fraction
/// may be left out. Where the tool reads ".5" as 5 ms, and "+0530" as +05, this reads what ISO 8601 says.
base::Result<base::Time> parseDatetime(std::string_view text);

/// A duration as Kafka's tool (java.time.Duration) takes it: P1D, PT1H30M, PT0.5S, P1DT12H, signs before P
/// and before each number. No weeks, months or years. Fractions of a millisecond are cut.
base::Result<base::Duration> parseDuration(std::string_view text);

/// "P1DT2H", as parseDuration takes it.
std::string durationText(base::Duration duration);

} // namespace streamscape::offsets
