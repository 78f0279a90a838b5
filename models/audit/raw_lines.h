// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/log_files.h"
#include "models/base/result.h"
#include "models/store/sql.h"

#include <map>

namespace streamscape::audit {

/// Re-reads lines from their files, wherever those are now. In a read job.
class RawLines final {
public:
    explicit RawLines(store::Sql& sql)
        : m_sql(sql) {}

    /// The line's bytes; NotFound with the reason where its file is gone or holds something else.
    base::Result<std::string> read(std::int64_t file, std::int64_t position, std::int64_t length);
    /// Where the file was last seen, and whose it is.
    const std::string& path(std::int64_t file) { return entry(file).path; }
    const std::string& zone(std::int64_t file) { return entry(file).zone; }

private:
    struct Entry {
        std::string path;
        std::string zone;
        std::optional<LogFile> file;
    };
    Entry& entry(std::int64_t file);

    store::Sql& m_sql;
    std::map<std::int64_t, Entry> m_files;
};

} // namespace streamscape::audit
