// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/log_reader.h"

#include "models/audit/batch_builder.h"

#include <QUuid>

#include <algorithm>

namespace streamscape::audit {

namespace {

constexpr std::size_t filesHeldOpen = 16;
constexpr std::size_t longestLine = 16 << 20; // a longer one is taken in pieces, unparsed

std::string logName(const std::string& kind) { return "kafka-" + kind + ".log"; }

bool beginAlike(const std::string& a, const std::string& b) {
    const std::size_t count = std::min(a.size(), b.size());
    return count > 0 && a.compare(0, count, b, 0, count) == 0;
}

// True where the file goes on behind what the state has read of it, or is a copy from before that.
bool continues(const LogFile& file, const LogFile::Stat& stat, const FileState& state) {
    if (!beginAlike(file.read(0, state.head.size()), state.head))
        return false;
    if (stat.size < state.position)
        return true;
    const auto length = static_cast<std::int64_t>(state.tail.size());
    return file.read(state.position - length, state.tail.size()) == state.tail;
}

std::string newToken() { return QUuid::createUuid().toString(QUuid::Id128).toStdString(); }

} // namespace

LogReader::LogReader(Source source, std::shared_ptr<const LineParser> parser, std::vector<FileState> known)
    : m_source(std::move(source))
    , m_parser(std::move(parser))
    , m_zone(ZoneClock(m_source.zone).name())
    , m_known(std::move(known)) {}

LogReader::Scan LogReader::scan(bool follow) {
    FoundFiles found = findFiles(m_source.paths, logName(m_source.kind), follow);
    // Those seen before come first: what was truncated lets go of its state, which a copy then takes up.
    std::vector<std::string> others;
    for (const std::string& path : found.paths)
        if (!meetAgain(path))
            others.push_back(path);
    for (const std::string& path : others)
        meet(path);
    closeOld();
    Scan scan;
    scan.errors = std::move(found.errors);
    scan.files = found.paths.size();
    scan.alreadyBytes = m_alreadyBytes;
    scan.alreadyLines = m_alreadyLines;
    std::vector<const Seen*> byAge;
    for (const auto& [id, seen] : m_seen) {
        scan.bytes += seen.stat.size;
        scan.unread += std::max<std::int64_t>(0, seen.stat.size - seen.state.position);
        byAge.push_back(&seen);
    }
    std::sort(byAge.begin(), byAge.end(),
              [](const Seen* a, const Seen* b) { return a->stat.modifiedMs > b->stat.modifiedMs; });
    for (std::size_t i = 0; i < std::min(byAge.size(), filesHeldOpen); ++i)
        scan.growing.push_back(byAge[i]->state.path);
    return scan;
}

bool LogReader::meetAgain(const std::string& path) {
    const std::optional<LogFile::Stat> stat = LogFile::statOf(path);
    const auto found = stat ? m_seen.find({stat->device, stat->inode}) : m_seen.end();
    if (found == m_seen.end())
        return false;
    Seen& seen = found->second;
    seen.state.path = path;
    if (stat->size == seen.stat.size && stat->modifiedMs == seen.stat.modifiedMs)
        return true;
    if (stat->size < seen.state.position || !openAgain(seen) || !continues(*seen.file, *stat, seen.state)) {
        letGo(found);
        return false;
    }
    seen.waits = seen.waits && stat->size == seen.stat.size;
    seen.stat = *stat;
    return true;
}

void LogReader::letGo(std::map<Id, Seen>::iterator seen) {
    m_known.push_back(std::move(seen->second.state));
    m_seen.erase(seen);
    m_ignored.clear(); // a copy may be all that is left of it
}

void LogReader::meet(const std::string& path) {
    const std::optional<LogFile::Stat> stat = LogFile::statOf(path);
    if (!stat || stat->size == 0)
        return;
    const auto ignored = m_ignored.find({stat->device, stat->inode});
    if (ignored != m_ignored.end() && ignored->second == stat->size)
        return;
    base::Result<LogFile> file = LogFile::open(path);
    if (!file)
        return;
    const LogFile::Stat now = file->stat();
    std::optional<FileState> state = recognise(*file, now);
    if (!state)
        return;
    state->path = path;
    state->device = now.device;
    state->inode = now.inode;
    m_seen.insert_or_assign({now.device, now.inode}, Seen{std::move(*file), std::move(*state), now, false});
    if (m_seen.size() > 4 * filesHeldOpen)
        closeOld();
}

std::optional<FileState> LogReader::recognise(const LogFile& file, const LogFile::Stat& stat) {
    std::string head = file.read(0, headBytes);
    if (head.find('\n') == std::string::npos && head.size() < headBytes && !m_parser->factsOf(head))
        return std::nullopt; // its first line is not whole yet
    bool isCopy = false;
    std::optional<FileState> state = recogniseCopy(file, stat, head, isCopy);
    if (isCopy && !state)
        m_ignored[{stat.device, stat.inode}] = stat.size;
    if (isCopy)
        return state;
    const auto known = std::find_if(m_known.begin(), m_known.end(), [&](const FileState& k) {
        return beginAlike(k.head, head) && continues(file, stat, k);
    });
    if (known != m_known.end()) {
        state = std::move(*known);
        m_known.erase(known);
        m_alreadyBytes += std::min(state->position, stat.size);
        m_alreadyLines += state->lines;
        if (head.size() > state->head.size())
            state->head = std::move(head);
        return state;
    }
    state.emplace();
    state->token = newToken();
    state->zone = m_zone;
    state->head = std::move(head);
    return state;
}

std::optional<FileState> LogReader::recogniseCopy(const LogFile& file, const LogFile::Stat& stat,
                                                  const std::string& head, bool& isCopy) {
    for (auto it = m_seen.begin(); it != m_seen.end(); ++it) {
        Seen& other = it->second;
        if (!beginAlike(other.state.head, head) || !openAgain(other) ||
            !sameBytes(file, *other.file, std::min(stat.size, other.stat.size)))
            continue;
        isCopy = true;
        if (stat.size <= other.stat.size)
            return std::nullopt;
        FileState state = std::move(other.state); // the longer one goes on
        m_ignored[it->first] = other.stat.size;
        m_seen.erase(it);
        return state;
    }
    return std::nullopt;
}

bool LogReader::openAgain(Seen& seen) {
    if (seen.file)
        return true;
    base::Result<LogFile> file = LogFile::open(seen.state.path);
    if (!file)
        return false;
    const LogFile::Stat now = file->stat();
    if (now.device != seen.stat.device || now.inode != seen.stat.inode)
        return false;
    seen.file = std::move(*file);
    return true;
}

void LogReader::closeOld() {
    std::vector<Seen*> open;
    for (auto& [id, seen] : m_seen)
        if (seen.file)
            open.push_back(&seen);
    if (open.size() <= filesHeldOpen)
        return;
    std::sort(open.begin(), open.end(),
              [](const Seen* a, const Seen* b) { return a->stat.modifiedMs > b->stat.modifiedMs; });
    for (std::size_t i = filesHeldOpen; i < open.size(); ++i)
        open[i]->file.reset();
}

BatchPtr LogReader::next(std::size_t maxBytes) {
    for (;;) {
        auto newest = m_seen.end();
        for (auto it = m_seen.begin(); it != m_seen.end(); ++it)
            if (it->second.hasUnread() &&
                (newest == m_seen.end() || it->second.stat.modifiedMs > newest->second.stat.modifiedMs))
                newest = it;
        if (newest == m_seen.end())
            return nullptr;
        Seen& seen = newest->second;
        if (!openAgain(seen)) {
            seen.waits = true; // renamed or gone: the next scan tells
            continue;
        }
        const std::int64_t size = std::max(seen.stat.size, seen.file->stat().size);
        if (!continues(*seen.file, {0, 0, size, 0}, seen.state)) {
            const std::string path = seen.state.path; // rewritten in place
            letGo(newest);
            meet(path);
            continue;
        }
        // No more room than what is there takes: a tail of a hundred bytes comes often.
        const auto left = static_cast<std::size_t>(size - seen.state.position);
        std::size_t ask = std::min(maxBytes, left);
        std::string bytes = seen.file->read(seen.state.position, ask);
        while (bytes.size() == ask && ask < std::min(left, longestLine) &&
               bytes.find('\n') == std::string::npos)
            bytes = seen.file->read(seen.state.position, ask = std::min(4 * ask, left));
        ZoneClock& clock = m_clocks.try_emplace(seen.state.zone, seen.state.zone).first->second;
        BatchBuilder builder(*m_parser, clock, m_source, seen.state);
        const bool atEnd = bytes.size() < ask || ask == left;
        if (builder.take(bytes, atEnd, !atEnd && bytes.find('\n') == std::string::npos) == 0) {
            seen.waits = true;
            continue;
        }
        auto batch = std::make_shared<Batch>(builder.finish(size));
        seen.state = batch->file;
        return batch;
    }
}

std::int64_t LogReader::waiting() const {
    std::int64_t bytes = 0;
    for (const auto& [id, seen] : m_seen)
        bytes += std::max<std::int64_t>(0, seen.stat.size - seen.state.position);
    return bytes;
}

} // namespace streamscape::audit
