// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/log_files.h"

#include <fcntl.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace streamscape::audit {

namespace fs = std::filesystem;
using base::ErrorKind;

namespace {

base::Error openError(int code, const std::string& path) {
    switch (code) {
    case ENOENT:
        return {ErrorKind::NotFound, "There is no such file or folder", path,
                "Name the broker's log folder or file", "ENOENT"};
    case EACCES:
    case EPERM:
        return {ErrorKind::Denied, "This may not be read", path,
                "Let the user who runs Streamscape read it, or copy it to where they may", "EACCES"};
    default:
        return {ErrorKind::Storage, std::string("This cannot be read: ") + std::strerror(code), path, {}, {}};
    }
}

bool isCompressed(const std::string& path) {
    constexpr const char* endings[] = {".gz", ".zst", ".bz2", ".xz", ".zip"};
    return std::any_of(std::begin(endings), std::end(endings),
                       [&](const char* ending) { return path.ends_with(ending); });
}

LogFile::Stat statFrom(const struct stat64& status) {
    return {static_cast<std::int64_t>(status.st_dev), static_cast<std::int64_t>(status.st_ino),
            status.st_size, status.st_mtim.tv_sec * 1000 + status.st_mtim.tv_nsec / 1'000'000};
}

void addFile(const std::string& path, bool named, FoundFiles& found) {
    if (isCompressed(path)) {
        found.errors.push_back({ErrorKind::Unsupported,
                                "This file is compressed",
                                path,
                                "Unpack it and name the unpacked file",
                                {}});
        return;
    }
    std::error_code failed;
    const fs::file_status status = fs::status(path, failed);
    if (!fs::is_regular_file(status)) {
        if (named)
            found.errors.push_back(failed || !fs::exists(status)
                                       ? openError(failed ? failed.value() : ENOENT, path)
                                       : base::Error{ErrorKind::Invalid, "This is not a file", path, {}, {}});
        return;
    }
    if (::access(path.c_str(), R_OK) != 0) {
        found.errors.push_back(openError(errno, path));
        return;
    }
    found.paths.push_back(path);
}

void addFolder(const fs::path& folder, const std::string& prefix, bool named, FoundFiles& found) {
    std::error_code failed;
    fs::directory_iterator entries(folder, failed);
    if (failed) {
        if (named)
            found.errors.push_back(openError(failed.value(), folder.string()));
        return;
    }
    bool any = false;
    for (; entries != fs::directory_iterator() && !failed; entries.increment(failed)) {
        if (!entries->path().filename().string().starts_with(prefix))
            continue;
        any = true;
        addFile(entries->path().string(), false, found);
    }
    if (!any && named)
        found.errors.push_back({ErrorKind::NotFound,
                                "No " + prefix + " in this folder",
                                folder.string(),
                                "Name the folder the broker writes its logs to",
                                {}});
}

void addGlob(const std::string& pattern, FoundFiles& found) {
    glob_t matches{};
    if (::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &matches) == 0)
        for (std::size_t i = 0; i < matches.gl_pathc; ++i)
            addFile(matches.gl_pathv[i], false, found);
    else
        found.errors.push_back({ErrorKind::NotFound, "No file matches", pattern, {}, {}});
    ::globfree(&matches);
}

} // namespace

base::Result<LogFile> LogFile::open(const std::string& path) {
    // O_NONBLOCK: a pipe in the folder must not hold the thread.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor < 0)
        return base::fail(openError(errno, path));
    return LogFile(descriptor);
}

LogFile::LogFile(LogFile&& other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1)) {}

LogFile& LogFile::operator=(LogFile&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
}

LogFile::~LogFile() {
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

LogFile::Stat LogFile::stat() const {
    struct stat64 status {};
    return ::fstat64(m_descriptor, &status) == 0 ? statFrom(status) : Stat{};
}

std::optional<LogFile::Stat> LogFile::statOf(const std::string& path) {
    struct stat64 status {};
    return ::stat64(path.c_str(), &status) == 0 ? std::optional(statFrom(status)) : std::nullopt;
}

std::string LogFile::read(std::int64_t position, std::size_t count) const {
    std::string bytes(count, '\0');
    std::size_t have = 0;
    while (have < count) {
        const ssize_t n = ::pread64(m_descriptor, bytes.data() + have, count - have,
                                    position + static_cast<std::int64_t>(have));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        have += static_cast<std::size_t>(n);
    }
    bytes.resize(have);
    return bytes;
}

bool sameBytes(const LogFile& a, const LogFile& b, std::int64_t count) {
    constexpr std::size_t step = 1 << 20;
    for (std::int64_t at = 0; at < count; at += static_cast<std::int64_t>(step)) {
        const std::size_t size = static_cast<std::size_t>(std::min<std::int64_t>(count - at, step));
        const std::string left = a.read(at, size);
        if (left.size() != size || left != b.read(at, size))
            return false;
    }
    return true;
}

FoundFiles findFiles(const std::vector<std::string>& paths, const std::string& fileName, bool rolled) {
    FoundFiles found;
    for (const std::string& path : paths) {
        std::error_code failed;
        if (fs::is_directory(path, failed)) {
            addFolder(path, fileName, true, found);
        } else if (!fs::exists(path, failed) && path.find_first_of("*?[") != std::string::npos) {
            addGlob(path, found);
        } else {
            addFile(path, true, found);
            const fs::path file(path);
            if (rolled)
                addFolder(file.has_parent_path() ? file.parent_path() : fs::path("."),
                          file.filename().string() + ".", false, found);
        }
    }
    std::sort(found.paths.begin(), found.paths.end());
    found.paths.erase(std::unique(found.paths.begin(), found.paths.end()), found.paths.end());
    return found;
}

} // namespace streamscape::audit
