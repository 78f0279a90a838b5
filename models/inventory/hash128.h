// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <compare>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace streamscape::inventory {

/// 128 bits that stand for some bytes. Cryptographic, as the bytes come from whoever may write to the topic.
struct Hash128 {
    std::uint64_t high = 0;
    std::uint64_t low = 0;
    auto operator<=>(const Hash128&) const = default;

    /// As the store keeps it; points into this object.
    std::string_view bytes() const { return {reinterpret_cast<const char*>(this), sizeof *this}; }
    /// The other way; bytes has 16 of them.
    static Hash128 fromBytes(std::string_view bytes) {
        Hash128 hash;
        std::memcpy(&hash, bytes.data(), sizeof hash);
        return hash;
    }
};
static_assert(sizeof(Hash128) == 16);

Hash128 hash128(std::string_view bytes);

} // namespace streamscape::inventory

template<>
struct std::hash<streamscape::inventory::Hash128> {
    std::size_t operator()(const streamscape::inventory::Hash128& bits) const noexcept {
        return static_cast<std::size_t>(bits.low);
    }
};
