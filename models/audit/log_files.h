// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace streamscape::audit {

/// A file open for reading by place; closes itself. Move-only.
class LogFile final {
public:
    static base::Result<LogFile> open(const std::string& path);
    LogFile(LogFile&& other) noexcept;
    LogFile& operator=(LogFile&& other) noexcept;
    ~LogFile();

    struct Stat {
        std::int64_t device = 0;
        std::int64_t inode = 0;
        std::int64_t size = 0;
        std::int64_t modifiedMs = 0;
    };
    Stat stat() const;
    static std::optional<Stat> statOf(const std::string& path);
    /// As many bytes as are there, at most count; empty behind the end or where the device fails.
    std::string read(std::int64_t position, std::size_t count) const;

private:
    explicit LogFile(int descriptor)
        : m_descriptor(descriptor) {}
    int m_descriptor = -1;
};

/// True where both begin with the same bytes, up to count.
bool sameBytes(const LogFile& a, const LogFile& b, std::int64_t count);

struct FoundFiles {
    std::vector<std::string> paths;  ///< readable as text, sorted, each once
    std::vector<base::Error> errors; ///< what was named but cannot be read, each with its path
};

/// Files, folders (of which those whose name begins with fileName) and globs. With rolled, the siblings a
/// file named by itself was rolled to ("x.log" also finds "x.log.2026-03-04-02") are among them.
FoundFiles findFiles(const std::vector<std::string>& paths, const std::string& fileName, bool rolled);

} // namespace streamscape::audit
