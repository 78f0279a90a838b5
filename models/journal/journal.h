// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/lane.h"
#include "models/journal/reading.h"

#include <QFuture>

namespace streamscape::journal {

/// The console's own record of every change it made to a cluster: journal.jsonl in the store's folder. A
/// file and not the database, because the window, streamscapectl and a headless watcher may each have to
/// write an entry while another of them holds the store. Entries form a chain of hashes, so that editing,
/// removing or reordering them shows; whoever may write both files could still forge the whole chain.
/// Reading and writing run on a thread of its own; ask from any thread. Destruction ends the entry in hand.
class Journal final {
public:
    explicit Journal(std::filesystem::path folder, base::Clock clock = base::systemNow);

    /// The entry, once the disk has it. Errors as of appendEntry().
    QFuture<base::Result<Entry>> append(Draft draft);
    /// Everything that was asked of the same entries: whether they are intact, and those that keep answers
    /// true for, oldest first. Without keep, none.
    struct Found {
        Reading reading;
        std::vector<Entry> entries;
    };
    QFuture<base::Result<Found>> read(std::function<bool(const Entry&)> keep = {});
    /// The newest entry that planned this plan: its payload holds the inverse. NotFound where there is none.
    struct Planned {
        Entry entry;
        Reading reading; ///< of the whole journal: whether what it says can be trusted
    };
    QFuture<base::Result<Planned>> planned(std::string planId);

    const std::filesystem::path& folder() const { return m_folder; }

private:
    const std::filesystem::path m_folder;
    const base::Clock m_clock;
    base::Lane m_lane;
};

} // namespace streamscape::journal
