// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/database_file.h"

#include "models/base/file_error.h"
#include "models/store/sqlite_error.h"

#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

#include <cerrno>
#include <fstream>
#include <unistd.h>

namespace streamscape::store {

namespace fs = std::filesystem;

namespace {

constexpr int busyMilliseconds = 2000;
// "STSC": tells our file from any other program's SQLite file.
constexpr int applicationId = 0x53545343;

base::Error thrownError(const SQLite::Exception& thrown, const fs::path& file) {
    return sqliteError(thrown.getErrorCode(), thrown.getExtendedErrorCode(), thrown.what(), file);
}

void removeWithCompanions(const fs::path& file) {
    std::error_code ignored;
    for (const char* suffix : {"", "-wal", "-shm", "-journal"}) {
        fs::path victim = file;
        victim += suffix;
        fs::remove(victim, ignored);
    }
}

base::Result<base::Done> checkOurs(SQLite::Database& db, const fs::path& file) {
    const int id = db.execAndGet("PRAGMA application_id").getInt();
    if (id == applicationId)
        return base::Done{};
    return base::fail(base::ErrorKind::Storage, "The file in the store's place belongs to another program",
                      file.string(), "Move it away, or name another folder with --store");
}

base::Result<base::Done> build(const fs::path& file, const std::vector<Migration>& steps) {
    try {
        SQLite::Database db(file.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busyMilliseconds);
        // From the first: changing the mode later would want the file for itself, beside readers that found
        // it.
        db.exec("PRAGMA journal_mode = WAL");
        db.exec("PRAGMA application_id = " + std::to_string(applicationId));
        // The schema is all there is, and on disk it is before the file gets its name.
        db.exec("PRAGMA synchronous = FULL");
        return migrate(db, file, steps, false);
    } catch (const SQLite::Exception& thrown) {
        return base::fail(thrownError(thrown, file));
    }
}

} // namespace

base::Result<base::Done> createIfMissing(const fs::path& folder, const std::vector<Migration>& steps) {
    const fs::path file = folder / databaseName;
    std::error_code failed;
    if (fs::exists(file, failed))
        return base::Done{};
    fs::path half = file;
    half += ".new";
    removeWithCompanions(half);
    if (auto built = build(half, steps); !built) {
        removeWithCompanions(half);
        return built;
    }
    // A write-ahead log without its database must not be replayed into the new one.
    removeWithCompanions(file);
    fs::permissions(half, fs::perms::owner_read | fs::perms::owner_write, failed);
    fs::rename(half, file, failed);
    if (failed)
        return base::fail(base::fileError(failed.value(), "The store's file cannot be made", file));
    return base::Done{};
}

base::Result<base::Done> checkHeader(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    if (!in)
        return base::fail(base::fileError(errno == 0 ? EIO : errno, "The store's file cannot be read", file));
    char header[100] = {};
    in.read(header, sizeof header);
    if (in.gcount() < static_cast<std::streamsize>(sizeof header))
        return base::fail(sqliteError(SQLITE_CORRUPT, SQLITE_CORRUPT,
                                      "the file has " + std::to_string(in.gcount()) + " bytes", file));
    if (std::string_view(header, 16) != std::string_view("SQLite format 3\0", 16))
        return base::fail(sqliteError(SQLITE_NOTADB, SQLITE_NOTADB, "no SQLite header", file));
    return base::Done{};
}

base::Result<SQLite::Database> openWriter(const fs::path& file, const std::vector<Migration>& steps) {
    try {
        SQLite::Database db(file.string(), SQLite::OPEN_READWRITE, busyMilliseconds);
        // Before anything is written: a newer or damaged file stays byte for byte what it was.
        const base::Result<int> version = versionOf(db, file);
        if (!version)
            return base::fail(version.error());
        if (auto ours = checkOurs(db, file); !ours)
            return base::fail(ours.error());
        if (auto known = checkVersion(*version, static_cast<int>(steps.size()), file); !known)
            return base::fail(known.error());
        if (sqlite3_db_readonly(db.getHandle(), "main") == 1)
            return base::fail(sqliteError(SQLITE_READONLY, SQLITE_READONLY, "opened read-only", file));
        if (db.execAndGet("PRAGMA journal_mode = WAL").getString() != "wal")
            return base::fail(base::ErrorKind::Storage,
                              "The store's disk does not support write-ahead logging", file.string(),
                              "Use a local disk: name another folder with --store");
        db.exec(
            "PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;"
            "PRAGMA trusted_schema = OFF; PRAGMA cache_size = -4096; PRAGMA journal_size_limit = 67108864");
        if (auto migrated = migrate(db, file, steps, true); !migrated)
            return base::fail(migrated.error());
        return db;
    } catch (const SQLite::Exception& thrown) {
        return base::fail(thrownError(thrown, file));
    }
}

namespace {

base::Result<SQLite::Database> tryReader(const fs::path& file, const std::string& name, int flags) {
    try {
        SQLite::Database db(name, flags, busyMilliseconds);
        db.exec("PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;"
                "PRAGMA cache_size = -4096");
        if (const base::Result<int> version = versionOf(db, file); !version)
            return base::fail(version.error());
        if (auto ours = checkOurs(db, file); !ours)
            return base::fail(ours.error());
        return db;
    } catch (const SQLite::Exception& thrown) {
        return base::fail(thrownError(thrown, file));
    }
}

// SQLite's own escaping of a path in a URI.
std::string uriOf(const fs::path& file) {
    std::string uri = "file:";
    for (const char c : fs::absolute(file).string()) {
        if (c == '%' || c == '?' || c == '#') {
            static constexpr char hex[] = "0123456789abcdef";
            uri += '%';
            uri += hex[static_cast<unsigned char>(c) >> 4];
            uri += hex[static_cast<unsigned char>(c) & 15];
        } else {
            uri += c;
        }
    }
    return uri;
}

} // namespace

base::Result<SQLite::Database> openReader(const fs::path& file) {
    // query_only, not OPEN_READONLY: a reader beside a writer must be able to touch the shared index file.
    auto db = tryReader(file, file.string(), SQLite::OPEN_READWRITE);
    if (db || (::access(file.c_str(), W_OK) == 0 && ::access(file.parent_path().c_str(), W_OK) == 0))
        return db;
    auto readOnly = tryReader(file, file.string(), SQLite::OPEN_READONLY);
    if (readOnly)
        return readOnly;
    // Nobody can write there, and so the index file WAL needs cannot be made: read the file as it lies,
    // unless a log beside it holds more than the file does.
    fs::path log = file;
    log += "-wal";
    std::error_code absent;
    if (const auto size = fs::file_size(log, absent); !absent && size > 0)
        return readOnly;
    return tryReader(file, uriOf(file) + "?immutable=1", SQLite::OPEN_READONLY | SQLite::OPEN_URI);
}

} // namespace streamscape::store
