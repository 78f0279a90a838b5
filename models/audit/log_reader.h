// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/batch.h"
#include "models/audit/line_parser.h"
#include "models/audit/log_files.h"
#include "models/audit/zone_clock.h"

#include <map>

namespace streamscape::audit {

/// Reads the files of one source, from where the store says, as they grow and roll: the same file is known by
/// its first bytes whatever it is called; one that was truncated or rewritten is a new one. Lives on one
/// thread, which it blocks for as long as a read of the disk takes.
class LogReader final {
public:
    /// known are the files the store has of this source. The zone must be valid.
    LogReader(Source source, std::shared_ptr<const LineParser> parser, std::vector<FileState> known);

    /// Looks at what there is now. follow also looks for what a file named by itself was rolled to.
    struct Scan {
        std::vector<base::Error> errors; ///< what is named but cannot be read
        std::size_t files = 0;
        std::int64_t bytes = 0;        ///< of all files
        std::int64_t unread = 0;       ///< of them still to read
        std::int64_t alreadyBytes = 0; ///< of them read before this reader came
        std::int64_t alreadyLines = 0;
        std::vector<std::string> growing; ///< the files worth watching: not yet read, or written last
    };
    Scan scan(bool follow);
    /// The next lines, newest file first; nullptr where nothing whole is left since the last scan.
    BatchPtr next(std::size_t maxBytes = 4 << 20);

    /// A last line that waits for its end, in bytes over all files.
    std::int64_t waiting() const;

private:
    using Id = std::pair<std::int64_t, std::int64_t>; ///< device, inode
    struct Seen {
        std::optional<LogFile> file; ///< open while it is among the newest
        FileState state;
        LogFile::Stat stat;
        bool waits = false; ///< nothing whole is left before stat.size
        bool hasUnread() const { return !waits && state.position < stat.size; }
    };

    bool meetAgain(const std::string& path);
    void meet(const std::string& path);
    /// The file at this place is no longer what was read of it; its state waits for who continues it.
    void letGo(std::map<Id, Seen>::iterator seen);
    /// The known state this file continues, or a new one; nullopt where it says nothing new, or nothing yet.
    std::optional<FileState> recognise(const LogFile& file, const LogFile::Stat& stat);
    std::optional<FileState> recogniseCopy(const LogFile& file, const LogFile::Stat& stat,
                                           const std::string& head, bool& isCopy);
    /// Makes sure the file is open and still the one seen; false where it is gone or was rewritten.
    bool openAgain(Seen& seen);
    void closeOld();

    Source m_source;
    std::shared_ptr<const LineParser> m_parser;
    std::string m_zone;                        ///< of files not seen before
    std::map<std::string, ZoneClock> m_clocks; ///< a file goes on in the zone it began in
    std::vector<FileState> m_known;            ///< of the store, not seen yet
    std::map<Id, Seen> m_seen;
    std::map<Id, std::int64_t> m_ignored; ///< copies of others, with the size they had
    std::int64_t m_alreadyBytes = 0;
    std::int64_t m_alreadyLines = 0;
};

} // namespace streamscape::audit
