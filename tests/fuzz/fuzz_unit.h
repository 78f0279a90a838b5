// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

// What a fuzz_<unit>.cpp defines.

/// Takes one input; aborts where something is wrong with the unit.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
/// Some inputs that the unit takes for good, at least one.
std::vector<std::string> fuzzExamples();
