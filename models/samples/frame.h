// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/ids.h"
#include "models/samples/column.h"

#include <array>
#include <bitset>

namespace streamscape::samples {

/// A series' number in its store: small, dense, never given twice.
using SeriesId = base::Strong<struct SeriesTag, std::int32_t>;
/// The greatest one: what fits the keys of the tables.
inline constexpr std::int32_t mostSeries = (1 << 28) - 1;

/// Neighbouring series share a tray: the piece of a frame that can be read without the rest of it.
inline constexpr int traySize = 256;
constexpr std::int32_t trayOf(SeriesId series) { return series.value / traySize; }

/// A series' value in one frame.
struct SeriesValue {
    SeriesId series;
    std::int64_t value = 0;
    auto operator<=>(const SeriesValue&) const = default;
};

/// What the frames of a block have said so far of one tray's series. Of an absent one the last value stays
/// known: what it comes back with is told as a step from there.
struct Tray {
    std::int32_t number = 0;
    std::bitset<traySize> present;
    std::array<std::int64_t, traySize> values{};

    Value at(std::size_t place) const { return present[place] ? Value(values[place]) : std::nullopt; }
    /// Takes in what a frame changes; Storage where the bytes are no such change, and nothing holds then.
    base::Result<base::Done> apply(std::string_view changes);
};

/// What the frames of a block have said so far: all trays, ascending. A block's first frame changes nothing
/// into everything.
struct FrameState {
    std::vector<Tray> trays;

    /// Every present value, ascending by series.
    std::vector<SeriesValue> values() const;
};

/// One moment's values as the change from the moment before, which it then takes the place of. A series that
/// is not given is absent; one that did not change costs nothing in a tray where nothing did, else a bit.
/// Values ascend by series, each series once.
///
///   for each tray with a change, ascending: how far its number is from the one before (the first: from -1),
///   the length of what follows, both varints; 32 bytes with a bit for each series that changed, the lowest
///   first; for each of these a zigzag varint: the step from its last value (0 before the first), modulo
///   2^64; of a present series 0 says that it is absent now
std::string encodeFrame(FrameState& state, std::span<const SeriesValue> values);

/// Walks over a frame's trays, ascending; the bytes must outlive it.
class FrameCursor final {
public:
    explicit FrameCursor(std::string_view frame);

    /// The tray it stands at; nullopt behind the last one, or where the bytes are no frame.
    const std::optional<std::int32_t>& tray() const { return m_tray; }
    std::string_view changes() const { return m_changes; }
    bool isDamaged() const { return m_damaged; }
    void next();
    /// Goes on to this tray, or the first one behind it.
    void seek(std::int32_t tray);

private:
    std::string_view m_rest;
    std::optional<std::int32_t> m_tray;
    std::string_view m_changes;
    bool m_damaged = false;
};

/// Takes in a whole frame. Storage where the bytes are no frame; the state is of no use then.
base::Result<base::Done> applyFrame(FrameState& state, std::string_view frame);

} // namespace streamscape::samples
