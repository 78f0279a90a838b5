// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/raw_lines.h"

#include <filesystem>

namespace streamscape::audit {

namespace {

// The file at this path, if it still begins as the indexed one did.
std::optional<LogFile> openSame(const std::string& path, const std::string& head) {
    base::Result<LogFile> file = LogFile::open(path);
    if (!file || file->read(0, head.size()) != head)
        return std::nullopt;
    return std::move(*file);
}

// Rolled since it was last seen: another name in the same folder.
std::optional<LogFile> openRolled(std::string& path, const std::string& head) {
    const std::filesystem::path last(path);
    const std::string fileName = last.filename().string();
    const std::size_t log = fileName.find(".log");
    const std::string stem = log == std::string::npos ? fileName : fileName.substr(0, log + 4);
    for (const std::string& sibling : findFiles({last.parent_path().string()}, stem, false).paths)
        if (std::optional<LogFile> file = openSame(sibling, head)) {
            path = sibling;
            return file;
        }
    return std::nullopt;
}

} // namespace

RawLines::Entry& RawLines::entry(std::int64_t file) {
    const auto [found, isNew] = m_files.try_emplace(file);
    Entry& entry = found->second;
    if (!isNew)
        return entry;
    store::Statement row = m_sql.query("SELECT path, zone, head FROM audit_files WHERE key = ?1", file);
    if (!row.next())
        return entry;
    entry.path = row.text(0);
    entry.zone = row.text(1);
    const std::string head = row.text(2);
    entry.file = openSame(entry.path, head);
    if (!entry.file)
        entry.file = openRolled(entry.path, head);
    return entry;
}

base::Result<std::string> RawLines::read(std::int64_t file, std::int64_t position, std::int64_t length) {
    const Entry& from = entry(file);
    if (!from.file)
        return base::fail(base::ErrorKind::NotFound, "The file with this line is gone", from.path,
                          "What the line said is in the index; the line itself is not");
    std::string bytes = from.file->read(position, static_cast<std::size_t>(length));
    if (bytes.size() != static_cast<std::size_t>(length))
        return base::fail(base::ErrorKind::NotFound, "The file is shorter than it was", from.path);
    return bytes;
}

} // namespace streamscape::audit
