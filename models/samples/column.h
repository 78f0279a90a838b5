// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace streamscape::samples {

/// A number at a moment; nullopt: there was none then, or nobody could tell.
using Value = std::optional<std::int64_t>;

/// The values of one series, one for each moment of a stretch.
using Column = std::vector<Value>;

/// The longest column there may be: what bounds the memory that decoding takes.
inline constexpr std::size_t mostPoints = 4096;

/// A column in few bytes: where nothing changes about five, whatever its length; of a steady counter a byte a
/// value or less. Any values, the extremes included; at most mostPoints of them.
///
///   byte 0         bits 0-1 the shape: 0 constant, 1 packed, 2 spelt; bit 2: some values are absent
///   where absent   run lengths, present and absent in turn, the first may be 0; they add up to the column
///   first value    zigzag varint; not there where all are absent
///   packed         the least step as a zigzag varint, a byte of width 0-64, then each step less the least in
///                  so many bits, the lowest first
///   spelt          each step as a zigzag varint; 0 and a varint n stand for n + 1 steps of nothing
///
/// A step leads from one present value to the next, modulo 2^64.
std::string encodeColumn(std::span<const Value> values);

/// The inverse; the number of values is known from elsewhere. Storage where the bytes are no such column,
/// to the last byte.
base::Result<Column> decodeColumn(std::string_view bytes, std::size_t count);

} // namespace streamscape::samples
