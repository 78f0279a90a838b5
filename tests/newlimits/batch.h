// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "tests/newlimits/catalogue.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace streamscape::newlimits {

/// A record of Pat's nightly batch: what is wrong with it, and its bytes.
struct BatchRecord {
    std::string kind; ///< a reason of the ladder, "DUPLICATE", or "" for well-formed but wrong
    std::optional<std::string> key;
    std::optional<std::string> value;
};

/// A movement that is in the log already, as it was written; duplicates are made of these.
struct Written {
    std::string key;
    std::string value;
};

/// About count records, the same for the same seed and log: every reason of the ladder, exact repeats, and
/// well-formed ones that take more from a shelf than ever lay there.
std::vector<BatchRecord> batch(const Catalogue& catalogue, const std::vector<Written>& written, int count,
                               std::uint64_t seed, base::Time now);

} // namespace streamscape::newlimits
