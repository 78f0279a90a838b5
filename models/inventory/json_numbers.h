// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace streamscape::inventory {

/// simdjson refuses numbers that are good JSON but fit no machine type (1e400, 2^70). This writes the same
/// document with every grammatical number that is not a signed 64-bit integer replaced by 0.5, so that it
/// stays a number and stays no integer. Everything else, wrong syntax included, is copied as it is.
std::string withTameNumbers(std::string_view json);

} // namespace streamscape::inventory
