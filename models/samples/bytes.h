// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace streamscape::samples {

/// Small numbers of either sign as small unsigned ones: 0, -1, 1, -2 become 0, 1, 2, 3.
constexpr std::uint64_t zigzag(std::int64_t value) {
    return (static_cast<std::uint64_t>(value) << 1U) ^ (value < 0 ? ~std::uint64_t{0} : 0);
}
constexpr std::int64_t unzigzag(std::uint64_t code) {
    return static_cast<std::int64_t>((code >> 1U) ^ (~(code & 1U) + 1));
}
/// to - from, and its inverse: between any two values, the extremes included, modulo 2^64.
constexpr std::int64_t difference(std::int64_t from, std::int64_t to) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from));
}
constexpr std::int64_t moved(std::int64_t from, std::int64_t by) {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(from) + static_cast<std::uint64_t>(by));
}

/// Seven bits a byte, the lowest first; the high bit says that more follow.
inline void putVarint(std::string& out, std::uint64_t value) {
    for (; value >= 0x80; value >>= 7U)
        out.push_back(static_cast<char>((value & 0x7fU) | 0x80U));
    out.push_back(static_cast<char>(value));
}

/// Takes bytes from the front of a text it does not own; nullopt where there are too few, or no number.
class ByteReader final {
public:
    explicit ByteReader(std::string_view bytes)
        : m_rest(bytes) {}

    bool isEmpty() const { return m_rest.empty(); }
    std::size_t size() const { return m_rest.size(); }

    std::optional<std::uint8_t> byte() {
        if (m_rest.empty())
            return std::nullopt;
        const auto value = static_cast<std::uint8_t>(m_rest.front());
        m_rest.remove_prefix(1);
        return value;
    }
    std::optional<std::uint64_t> varint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const std::optional<std::uint8_t> next = byte();
            if (!next || (shift == 63 && *next > 1)) // the tenth byte holds one bit
                return std::nullopt;
            value |= static_cast<std::uint64_t>(*next & 0x7fU) << shift;
            if (*next < 0x80)
                return value;
        }
        return std::nullopt;
    }
    std::optional<std::string_view> bytes(std::uint64_t count) {
        if (count > m_rest.size())
            return std::nullopt;
        const std::string_view taken = m_rest.substr(0, count);
        m_rest.remove_prefix(count);
        return taken;
    }

private:
    std::string_view m_rest;
};

} // namespace streamscape::samples
