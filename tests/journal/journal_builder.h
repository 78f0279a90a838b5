// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/appending.h"
#include "models/journal/reading.h"

#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace streamscape::test {

inline journal::Draft draft(const std::string& planId, journal::Phase phase = journal::Phase::Planned) {
    return {{"ada", "till", "User:ada"},
            "cluster-1",
            "lag.reset",
            planId,
            phase,
            QJsonObject{{QStringLiteral("group"), QStringLiteral("order-enricher")}}};
}

/// 2026-11-22T02:00:00Z
inline constexpr base::Time night = base::Time{std::chrono::milliseconds{1'795'312'800'000}};

/// Writes plans "p1" to "p<count>", one entry each.
inline void fill(const std::filesystem::path& folder, int count) {
    for (int i = 1; i <= count; ++i)
        (void)journal::appendEntry(folder, draft("p" + std::to_string(i)), night);
}

inline std::string textOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}
inline void setText(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::remove(file); // a truncated file would be written to the disk at once
    std::ofstream(file, std::ios::binary) << text;
}
inline std::vector<std::string> linesOf(const std::filesystem::path& file) {
    std::vector<std::string> lines;
    std::ifstream stream(file, std::ios::binary);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}
inline void setLines(const std::filesystem::path& file, const std::vector<std::string>& lines) {
    std::string text;
    for (const std::string& line : lines)
        text += line + '\n';
    setText(file, text);
}

} // namespace streamscape::test
