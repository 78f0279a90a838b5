// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/frame.h"

#include "models/samples/bytes.h"

#include <algorithm>

namespace streamscape::samples {

namespace {

constexpr std::size_t maskBytes = traySize / 8;
constexpr std::int32_t mostTray = mostSeries / traySize;

tl::unexpected<base::Error> damaged() {
    return base::fail(base::ErrorKind::Storage, "A stored frame of samples is damaged");
}

/// The tray of this number, made in its place where there is none.
Tray& trayIn(std::vector<Tray>& trays, std::int32_t number) {
    const auto at =
        std::lower_bound(trays.begin(), trays.end(), number,
                         [](const Tray& tray, std::int32_t wanted) { return tray.number < wanted; });
    if (at != trays.end() && at->number == number)
        return *at;
    Tray fresh;
    fresh.number = number;
    return *trays.insert(at, fresh);
}

/// Brings a tray to these values and tells how; empty where nothing changed.
std::string change(Tray& tray, std::span<const SeriesValue> values) {
    std::bitset<traySize> present;
    std::bitset<traySize> changed;
    std::array<std::int64_t, traySize> next = tray.values;
    for (const SeriesValue& each : values) {
        const auto place = static_cast<std::size_t>(each.series.value % traySize);
        present.set(place);
        next[place] = each.value;
        if (!tray.present[place] || tray.values[place] != each.value)
            changed.set(place);
    }
    changed |= tray.present & ~present;
    std::string out;
    if (changed.none())
        return out;
    out.resize(maskBytes);
    for (std::size_t place = 0; place < traySize; ++place) {
        if (!changed[place])
            continue;
        out[place / 8] = static_cast<char>(static_cast<std::uint8_t>(out[place / 8]) | 1U << place % 8);
        putVarint(out, present[place] ? zigzag(difference(tray.values[place], next[place])) : 0);
    }
    tray.present = present;
    tray.values = next;
    return out;
}

} // namespace

base::Result<base::Done> Tray::apply(std::string_view changes) {
    ByteReader in(changes);
    const std::optional<std::string_view> mask = in.bytes(maskBytes);
    if (!mask)
        return damaged();
    for (std::size_t place = 0; place < traySize; ++place) {
        if ((static_cast<std::uint8_t>((*mask)[place / 8]) >> place % 8 & 1U) == 0)
            continue;
        const std::optional<std::uint64_t> step = in.varint();
        if (!step)
            return damaged();
        if (present[place] && *step == 0) {
            present.reset(place);
            continue;
        }
        present.set(place);
        values[place] = moved(values[place], unzigzag(*step));
    }
    return in.isEmpty() ? base::Result<base::Done>(base::Done{}) : damaged();
}

std::vector<SeriesValue> FrameState::values() const {
    std::vector<SeriesValue> all;
    for (const Tray& tray : trays)
        for (std::size_t place = 0; place < traySize; ++place)
            if (tray.present[place])
                all.push_back({SeriesId{tray.number * traySize + static_cast<std::int32_t>(place)},
                               tray.values[place]});
    return all;
}

std::string encodeFrame(FrameState& state, std::span<const SeriesValue> values) {
    for (const SeriesValue& each : values) // trays that are new
        if (state.trays.empty() || state.trays.back().number != trayOf(each.series))
            trayIn(state.trays, trayOf(each.series));
    std::string out;
    std::int32_t before = -1;
    auto from = values.begin();
    for (Tray& tray : state.trays) {
        const auto to = std::find_if(from, values.end(), [&tray](const SeriesValue& each) {
            return trayOf(each.series) != tray.number;
        });
        const std::string changes = change(tray, {from, to});
        from = to;
        if (changes.empty())
            continue;
        putVarint(out, static_cast<std::uint64_t>(tray.number - before));
        putVarint(out, changes.size());
        out += changes;
        before = tray.number;
    }
    return out;
}

FrameCursor::FrameCursor(std::string_view frame)
    : m_rest(frame)
    , m_tray(-1) {
    next();
}

void FrameCursor::next() {
    if (!m_tray)
        return;
    const std::int32_t before = *m_tray;
    m_tray.reset();
    m_changes = {};
    if (m_rest.empty())
        return;
    ByteReader in(m_rest);
    const std::optional<std::uint64_t> further = in.varint();
    const std::optional<std::uint64_t> length = in.varint();
    const std::optional<std::string_view> changes = length ? in.bytes(*length) : std::nullopt;
    if (!further || !changes || *further == 0 || *further > static_cast<std::uint64_t>(mostTray - before)) {
        m_damaged = true;
        return;
    }
    m_tray = before + static_cast<std::int32_t>(*further);
    m_changes = *changes;
    m_rest = m_rest.substr(m_rest.size() - in.size());
}

void FrameCursor::seek(std::int32_t tray) {
    while (m_tray && *m_tray < tray)
        next();
}

base::Result<base::Done> applyFrame(FrameState& state, std::string_view frame) {
    FrameCursor cursor(frame);
    for (; cursor.tray(); cursor.next())
        if (auto applied = trayIn(state.trays, *cursor.tray()).apply(cursor.changes()); !applied)
            return applied;
    return cursor.isDamaged() ? damaged() : base::Result<base::Done>(base::Done{});
}

} // namespace streamscape::samples
