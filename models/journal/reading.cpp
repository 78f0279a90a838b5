// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/reading.h"

#include "models/base/file_error.h"
#include "models/journal/head.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace streamscape::journal {

namespace {

// Follows the chain from line to line.
class Chain final {
public:
    Chain(std::optional<Head> head, const Each& each)
        : m_head(std::move(head))
        , m_each(each) {}

    void line(std::string_view text, bool tooLong) {
        const auto entry = tooLong ? base::Result<Entry>(base::fail(base::ErrorKind::Invalid,
                                                                    "The line is longer than any entry"))
                                   : decode(text);
        if (!entry)
            return breakAt(m_lastSeq + 1, entry.error().what);
        ++m_reading.entries;
        if (entry->seq != m_lastSeq + 1)
            breakAt(std::min(entry->seq, m_lastSeq + 1), entry->seq > m_lastSeq + 1
                                                             ? "Entries before it were removed"
                                                             : "It stands where a later entry should");
        else if (entry->previous != m_lastHash)
            breakAt(entry->seq, "It does not follow from the entry before it");
        else if (m_head && m_head->seq == entry->seq && m_head->hash != entry->hash)
            breakAt(entry->seq, "It is not the entry that was written last");
        m_lastSeq = entry->seq;
        m_lastHash = entry->hash;
        if (m_each && m_wanted)
            m_wanted = m_each(*entry);
    }

    // The file ends, after so many bytes of a line that has no end.
    Reading end(std::int64_t torn) {
        m_reading.tornBytes = torn;
        if (m_head && m_head->seq > m_lastSeq)
            breakAt(m_lastSeq + 1, torn > 0 ? "It was cut short after it had been written"
                                            : "The entries from here to the end were removed");
        if (!m_head && m_reading.entries > 0)
            breakAt(m_lastSeq + 1,
                    "journal.head is gone: whether entries were removed at the end is unknown");
        return m_reading;
    }

private:
    void breakAt(std::int64_t seq, std::string why) {
        if (!m_reading.intact)
            return;
        m_reading.intact = false;
        m_reading.firstBroken = seq;
        m_reading.why = std::move(why);
    }

    const std::optional<Head> m_head;
    const Each& m_each;
    bool m_wanted = true;
    std::int64_t m_lastSeq = 0;
    std::string m_lastHash = noHash;
    Reading m_reading;
};

} // namespace

std::filesystem::path journalFile(const std::filesystem::path& folder) { return folder / "journal.jsonl"; }

base::Result<Reading> readJournal(const std::filesystem::path& folder, const Each& each) {
    // Before the file: an entry is on the disk before the head names it.
    Chain chain(readHead(folder), each);
    const int descriptor = ::open(journalFile(folder).c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0 && errno == ENOENT)
        return chain.end(0);
    if (descriptor < 0)
        return base::fail(base::fileError(errno, "The journal cannot be read", journalFile(folder)));
    std::string line;
    bool tooLong = false;
    std::array<char, 64 * 1024> buffer{};
    ssize_t count = 0;
    while ((count = ::read(descriptor, buffer.data(), buffer.size())) > 0) {
        std::string_view rest(buffer.data(), static_cast<std::size_t>(count));
        for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
            line.append(rest.substr(0, end));
            chain.line(line, tooLong || line.size() > longestLine);
            line.clear();
            tooLong = false;
            rest.remove_prefix(end + 1);
        }
        line.append(rest);
        if (line.size() > longestLine) {
            line.clear();
            tooLong = true;
        }
    }
    const int error = errno;
    ::close(descriptor);
    if (count < 0)
        return base::fail(base::fileError(error, "The journal cannot be read", journalFile(folder)));
    return chain.end(static_cast<std::int64_t>(line.size()) + (tooLong ? 1 : 0));
}

} // namespace streamscape::journal
