// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/journal/appending.h"

#include "models/base/file_error.h"
#include "models/journal/head.h"
#include "models/journal/reading.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace streamscape::journal {

namespace {

namespace fs = std::filesystem;

tl::unexpected<base::Error> notWritten(int error, const fs::path& where) {
    return base::fail(base::fileError(error, "The journal cannot be written", where));
}

// The open file under the kernel's lock, which goes with the descriptor however the process ends.
class LockedFile final {
public:
    static base::Result<LockedFile> open(const fs::path& path, base::Duration patience) {
        const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
        if (descriptor < 0)
            return notWritten(errno, path);
        LockedFile file(descriptor);
        const auto until = std::chrono::steady_clock::now() + patience;
        while (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK && errno != EINTR)
                return notWritten(errno, path);
            if (std::chrono::steady_clock::now() >= until)
                return base::fail(base::ErrorKind::Conflict, "Another program holds the journal",
                                  path.string(), "Wait for it to end its change, then try again",
                                  "journal_locked");
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return file;
    }
    ~LockedFile() {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
    }
    LockedFile(LockedFile&& other) noexcept
        : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
    LockedFile& operator=(LockedFile&&) = delete;

    std::int64_t size() const {
        struct stat status {};
        return ::fstat(m_descriptor, &status) == 0 ? status.st_size : -1;
    }
    std::string read(std::int64_t from, std::int64_t to) const {
        std::string bytes(static_cast<std::size_t>(to - from), '\0');
        std::size_t have = 0;
        while (have < bytes.size()) {
            const ssize_t count = ::pread(m_descriptor, bytes.data() + have, bytes.size() - have,
                                          from + static_cast<std::int64_t>(have));
            if (count <= 0)
                break;
            have += static_cast<std::size_t>(count);
        }
        bytes.resize(have);
        return bytes;
    }
    /// errno, or 0.
    int write(std::string_view bytes, std::int64_t at) const {
        while (!bytes.empty()) {
            const ssize_t count = ::pwrite(m_descriptor, bytes.data(), bytes.size(), at);
            if (count < 0 && errno == EINTR)
                continue;
            if (count <= 0)
                return count < 0 ? errno : ENOSPC;
            bytes.remove_prefix(static_cast<std::size_t>(count));
            at += count;
        }
        return ::fdatasync(m_descriptor) == 0 ? 0 : errno;
    }
    void cut(std::int64_t size) const {
        if (::ftruncate(m_descriptor, size) == 0)
            ::fsync(m_descriptor);
    }

private:
    explicit LockedFile(int descriptor)
        : m_descriptor(descriptor) {}
    int m_descriptor;
};

// The end of the file: the last whole line, and what stands behind it.
struct Tail {
    std::int64_t end = 0; ///< behind the last whole line
    std::string line;     ///< the last whole line, without its newline; empty in an empty file
    std::string fragment; ///< behind it: a line without an end
};

Tail tailOf(const LockedFile& file) {
    const std::int64_t size = file.size();
    Tail tail;
    std::int64_t from = size;
    std::string bytes;
    std::size_t first = std::string::npos; // the newline before the last whole line
    std::size_t last = std::string::npos;
    while (from > 0 && first == std::string::npos && bytes.size() <= longestLine) {
        // Twice as far back each time, as a line may be long.
        const std::int64_t step = std::max<std::int64_t>(4096, std::ssize(bytes));
        from = std::max<std::int64_t>(0, from - step);
        bytes = file.read(from, size);
        last = bytes.rfind('\n');
        first = last == std::string::npos || last == 0 ? std::string::npos : bytes.rfind('\n', last - 1);
    }
    if (last == std::string::npos) {
        tail.fragment = std::move(bytes);
        return tail;
    }
    const std::size_t begin = first == std::string::npos ? 0 : first + 1;
    tail.line = bytes.substr(begin, last - begin);
    tail.fragment = bytes.substr(last + 1);
    tail.end = size - std::ssize(tail.fragment);
    return tail;
}

// Where the next entry goes, and what it follows.
struct Place {
    std::int64_t at = 0;
    bool cutFirst = false;      ///< what stands behind `at` goes
    std::string_view lead = ""; ///< the newline that a whole last line lacks
    Head after;                 ///< the entry it follows
    std::string mended;
};

bool follows(const Entry& entry, const Head& head) {
    return entry.seq == head.seq + 1 && entry.previous == head.hash;
}

Place placeAfter(const Tail& tail, const Head& head) {
    Place place;
    place.at = tail.end;
    place.after = head;
    // A crash may leave one entry that the head does not name yet; anything else is a break to be kept.
    const auto last = decode(tail.line);
    const Head end = last ? Head{last->seq, last->hash} : Head{0, noHash};
    const bool known = end == head || (last && follows(*last, head));
    if (known)
        place.after = end;
    if (tail.fragment.empty()) {
        if (!known)
            place.mended = "the end of the journal was not as it had been written";
        return place;
    }
    const std::int64_t size = tail.end + std::ssize(tail.fragment);
    const auto whole = decode(tail.fragment);
    if (whole && (follows(*whole, place.after) || Head{whole->seq, whole->hash} == head)) {
        place.at = size;
        place.lead = "\n";
        place.after = {whole->seq, whole->hash};
        place.mended = "the last line lacked its end";
    } else if (known) {
        place.cutFirst = true;
        place.mended = "a crash had left " + std::to_string(tail.fragment.size()) + " bytes of an entry";
    } else { // what the head names was cut short: it stays as it is, as evidence
        place.at = size;
        place.lead = "\n";
        place.mended = "the end of the journal was not as it had been written";
    }
    return place;
}

// A new file's name is on the disk only once its folder is.
void syncFolder(const fs::path& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return;
    ::fsync(descriptor);
    ::close(descriptor);
}

// The last entry that can be read, where the head does not say.
base::Result<Head> lastKnown(const fs::path& folder) {
    Head head{0, noHash};
    const auto reading = readJournal(folder, [&](const Entry& entry) {
        head = {entry.seq, entry.hash};
        return true;
    });
    if (!reading)
        return base::fail(reading.error());
    return head;
}

} // namespace

base::Result<Entry> appendEntry(const fs::path& folder, Draft draft, base::Time now,
                                base::Duration patience) {
    const fs::path path = journalFile(folder);
    std::error_code ignored; // the open that follows says what is wrong
    if (fs::create_directories(folder, ignored))
        fs::permissions(folder, fs::perms::owner_all, ignored);
    const auto file = LockedFile::open(path, patience);
    if (!file)
        return base::fail(file.error());
    const std::int64_t sizeBefore = file->size();
    std::optional<Head> head = readHead(folder);
    std::string mended;
    if (!head && sizeBefore > 0) {
        mended = "journal.head was gone";
        const auto last = lastKnown(folder);
        if (!last)
            return base::fail(last.error());
        head = *last;
    } else if (!head) {
        // Before the first entry, so that a journal without a head is always one that lost it.
        head = Head{0, noHash};
        if (const auto begun = writeHead(folder, *head); !begun)
            return base::fail(begun.error());
    }
    const Place place = placeAfter(tailOf(*file), *head);

    Entry entry;
    static_cast<Draft&>(entry) = std::move(draft);
    entry.seq = place.after.seq + 1;
    entry.previous = place.after.hash;
    entry.time = now;
    entry.mended =
        mended.empty() || place.mended.empty() ? mended + place.mended : mended + "; " + place.mended;
    const std::string line = std::string(place.lead) + encode(entry) + '\n';
    if (place.cutFirst)
        file->cut(place.at);
    if (const int error = file->write(line, place.at); error != 0) {
        file->cut(place.cutFirst ? place.at : sizeBefore);
        return notWritten(error, path);
    }
    if (const auto sealed = writeHead(folder, {entry.seq, entry.hash}); !sealed) {
        file->cut(place.cutFirst ? place.at : sizeBefore);
        (void)writeHead(folder, *head); // it may name the entry already
        return base::fail(sealed.error());
    }
    if (sizeBefore == 0)
        syncFolder(folder);
    return entry;
}

} // namespace streamscape::journal
