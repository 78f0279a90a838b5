// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/batch_builder.h"

#include "models/audit/authorizer_line.h"

#include <algorithm>

namespace streamscape::audit {

namespace {

bool isBlank(std::string_view line) { return line.find_first_not_of(" \t\r") == std::string_view::npos; }

// The last bytes before the new position, from those known and those taken.
std::string newTail(const std::string& tail, std::string_view taken) {
    std::string joined = tail + std::string(taken.substr(taken.size() - std::min(taken.size(), tailBytes)));
    return joined.substr(joined.size() - std::min(joined.size(), tailBytes));
}

} // namespace

BatchBuilder::BatchBuilder(const LineParser& parser, ZoneClock& clock, Source source, FileState file)
    : m_parser(parser)
    , m_clock(clock) {
    m_batch.from = file.position;
    m_batch.source = std::move(source);
    m_batch.file = std::move(file);
}

std::size_t BatchBuilder::take(std::string_view bytes, bool atEnd, bool force) {
    FileState& file = m_batch.file;
    std::size_t begin = 0;
    while (begin < bytes.size()) {
        const std::size_t newline = bytes.find('\n', begin);
        const bool whole = newline != std::string_view::npos;
        const std::string_view line = bytes.substr(begin, whole ? newline - begin : std::string_view::npos);
        if (!whole && !force && !(atEnd && m_parser.factsOf(line)))
            break;
        if (!isBlank(line))
            takeLine(line, file.position + static_cast<std::int64_t>(begin));
        begin += line.size() + (whole ? 1 : 0);
    }
    file.tail = newTail(file.tail, bytes.substr(0, begin));
    file.position += static_cast<std::int64_t>(begin);
    return begin;
}

void BatchBuilder::takeLine(std::string_view text, std::int64_t position) {
    FileState& file = m_batch.file;
    const Shape shape = m_parser.shapeOf(text);
    Line line;
    line.position = position;
    line.length = static_cast<std::int64_t>(text.size());
    line.suspect = position < file.suspectUntil;
    line.combo = comboOf(text, shape);
    const Combo& combo = m_batch.combos[line.combo];
    if (combo.counted)
        line.count = shape.count;
    if (shape.moment) {
        line.time = m_clock.toUtc(*shape.moment, file.lastTime);
        file.lastTime = line.time;
    }
    const bool isEvent = combo.facts.kind != Kind::Unparsed;
    ++(isEvent ? m_batch.events : m_batch.unparsed);
    ++file.lines;
    if (!isEvent && m_parser.isTorn(text))
        file.suspectUntil = std::max(file.suspectUntil, position + line.length + forgeableBytes);
    m_batch.lines.push_back(line);
}

std::size_t BatchBuilder::comboOf(std::string_view line, const Shape& shape) {
    const auto keyOf = [&](std::string_view before, bool counted, std::string_view after) {
        m_key.assign(shape.moment ? "@" : "-").append(counted ? "#" : "-").append(before);
        m_key.append(1, '\n').append(after);
    };
    keyOf(shape.before, shape.count.has_value(), shape.after);
    if (const auto found = m_shapes.find(m_key); found != m_shapes.end())
        return found->second;

    std::optional<Facts> facts = m_parser.factsOf(line);
    if (!facts) {
        const auto [found, isNew] = m_shapes.try_emplace("unparsed", m_batch.combos.size());
        if (isNew)
            m_batch.combos.emplace_back();
        return found->second;
    }
    Combo combo{std::string(shape.before), shape.count.has_value(), std::string(shape.after),
                std::move(*facts)};
    if (combo.counted && m_parser.holdsCount(combo.facts)) {
        combo.before += std::to_string(*shape.count) + combo.after;
        combo.counted = false;
        combo.after.clear();
        keyOf(combo.before, false, {});
    }
    const auto [found, isNew] = m_shapes.try_emplace(m_key, m_batch.combos.size());
    if (isNew)
        m_batch.combos.push_back(std::move(combo));
    return found->second;
}

Batch BatchBuilder::finish(std::int64_t size) {
    m_batch.size = size;
    return std::move(m_batch);
}

} // namespace streamscape::audit
