// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/source.h"

#include <algorithm>

namespace streamscape::samples {

namespace {

using store::Statement;

/// Up to so many are asked for one by one.
constexpr std::size_t fewSeries = 64;

} // namespace

Source::Source(store::Sql& sql, Stretch stretch)
    : m_sql(sql)
    , m_stretch(std::move(stretch)) {
    if (m_stretch.tier == Tier::Frames)
        loadFrames();
}

void Source::loadFrames() {
    m_stretch.times.clear();
    Statement row =
        m_sql.query("SELECT time, bytes FROM sample_frames WHERE key >= ?1 AND key < ?2 ORDER BY key",
                    rowsOf(m_stretch.key), rowsBehind(m_stretch.key));
    while (row.next() && m_frames.size() < mostPoints) {
        // A block's moments ascend; where they do not, the rest cannot be placed.
        if (!m_stretch.times.empty() && row.time(0) <= m_stretch.times.back()) {
            ++m_damaged;
            break;
        }
        m_stretch.times.push_back(row.time(0));
        auto frame = std::make_unique<Frame>(Frame{row.text(1), FrameCursor({})});
        frame->cursor = FrameCursor(frame->bytes);
        m_frames.push_back(std::move(frame));
    }
}

std::optional<std::int32_t> Source::trayFrom(std::int32_t tray) {
    if (m_stretch.tier != Tier::Frames) {
        Statement row =
            m_sql.query("SELECT min(key) FROM sample_columns WHERE key >= ?1 AND key < ?2",
                        rowsOf(m_stretch.key) + std::int64_t{tray} * traySize, rowsBehind(m_stretch.key));
        if (!row.next() || row.isNull(0))
            return std::nullopt;
        return static_cast<std::int32_t>((row.integer(0) - rowsOf(m_stretch.key)) / traySize);
    }
    std::optional<std::int32_t> least;
    for (const auto& frame : m_frames) {
        frame->cursor.seek(tray);
        if (const auto& at = frame->cursor.tray(); at && (!least || *at < *least))
            least = at;
    }
    return least;
}

TrayColumns Source::read(std::int32_t tray, const TrayMask& wanted) {
    return m_stretch.tier == Tier::Frames ? readFrames(tray, wanted) : readColumns(tray, wanted);
}

TrayColumns Source::readFrames(std::int32_t tray, const TrayMask& wanted) {
    TrayColumns columns;
    Tray state;
    for (std::size_t at = 0; at < m_frames.size(); ++at) {
        FrameCursor& cursor = m_frames[at]->cursor;
        cursor.seek(tray);
        if (cursor.isDamaged() || (cursor.tray() == tray && !state.apply(cursor.changes()))) {
            ++m_damaged; // what comes after is told as a step from here: it is lost too
            break;
        }
        const TrayMask shown = state.present & wanted;
        for (std::size_t place = 0; shown.any() && place < traySize; ++place) {
            if (!shown[place])
                continue;
            if (columns[place].empty())
                columns[place].resize(m_frames.size());
            columns[place][at] = state.values[place];
        }
    }
    return columns;
}

TrayColumns Source::readColumns(std::int32_t tray, const TrayMask& wanted) {
    TrayColumns columns;
    if (m_stretch.times.empty() || tray < 0 || tray > mostSeries / traySize)
        return columns;
    const std::int64_t first = rowsOf(m_stretch.key) + std::int64_t{tray} * traySize;
    const auto take = [&](std::size_t place, const std::string& bytes) {
        if (auto column = decodeColumn(bytes, m_stretch.times.size()))
            columns[place] = std::move(*column);
        else
            ++m_damaged;
    };
    if (wanted.count() > fewSeries) {
        Statement row = m_sql.query("SELECT key, bytes FROM sample_columns WHERE key >= ?1 AND key < ?2",
                                    first, first + traySize);
        while (row.next())
            if (const auto place = static_cast<std::size_t>(row.integer(0) - first); wanted[place])
                take(place, row.text(1));
        return columns;
    }
    for (std::size_t place = 0; place < traySize; ++place) {
        if (!wanted[place])
            continue;
        Statement row = m_sql.query("SELECT bytes FROM sample_columns WHERE key = ?1",
                                    first + static_cast<std::int64_t>(place));
        if (row.next())
            take(place, row.text(0));
    }
    return columns;
}

std::vector<SeriesValue> Source::readMoment(std::size_t index) {
    std::vector<SeriesValue> values;
    for (auto tray = trayFrom(0); tray && m_sql.ok(); tray = trayFrom(*tray + 1)) {
        const TrayColumns columns = read(*tray);
        for (std::size_t place = 0; place < traySize; ++place)
            if (const Column& column = columns[place]; !column.empty() && column[index])
                values.push_back(
                    {SeriesId{*tray * traySize + static_cast<std::int32_t>(place)}, *column[index]});
    }
    return values;
}

} // namespace streamscape::samples
