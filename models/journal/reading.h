// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/entry.h"

#include <filesystem>
#include <functional>

namespace streamscape::journal {

/// What reading the whole journal showed.
struct Reading {
    std::int64_t entries = 0;                ///< lines that are entries
    bool intact = true;                      ///< nothing was edited, removed, reordered or added by hand
    std::optional<std::int64_t> firstBroken; ///< the first seq that is not as it was written
    std::string why;                         ///< of the first broken one
    std::int64_t tornBytes = 0; ///< of a last line cut short by a crash; nobody was told it was written
    bool operator==(const Reading&) const = default;
};

/// Called for every line that is an entry, in the order of the file; answers false to stop the calls.
using Each = std::function<bool(const Entry&)>;

inline constexpr std::size_t longestLine = 256U << 20; ///< bytes; a longer one is no entry

/// Reads folder/journal.jsonl from the first line to the last and checks every hash on the way, holding one
/// line in memory. Takes no lock: what others append meanwhile is read or not. A folder without a journal is
/// an empty, intact one. Blocks; any thread. Storage where the file cannot be read.
base::Result<Reading> readJournal(const std::filesystem::path& folder, const Each& each = {});

/// The file's name in its folder.
std::filesystem::path journalFile(const std::filesystem::path& folder);

} // namespace streamscape::journal
