// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/journal/entry.h"

#include <filesystem>

namespace streamscape::journal {

inline constexpr base::Duration lockPatience{5'000};

/// Writes one entry at the end of folder/journal.jsonl and answers it once the disk has it. Several programs
/// may write to one journal: each holds the kernel's lock on the file for as long as its entry takes. A last
/// line that a crash cut short goes, one that only lacks its end of line stays, and the new entry says so.
/// Where entries are missing or changed, the new one goes on behind the last that is known, so that the
/// break stays to be seen. A failed write leaves the file as it was.
/// Blocks, at most patience for the lock; any thread. Conflict ("journal_locked") where another program does
/// not let go of it, Storage where the disk is full or the folder may not be written.
base::Result<Entry> appendEntry(const std::filesystem::path& folder, Draft draft, base::Time now,
                                base::Duration patience = lockPatience);

} // namespace streamscape::journal
