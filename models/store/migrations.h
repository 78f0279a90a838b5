// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <filesystem>
#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace streamscape::store {

/// One step of the schema: resources/migrations/0002_inventory.sql is number 2.
struct Migration {
    int number = 0;
    std::string name; ///< the file's name
    std::string sql;
};

/// The steps of a folder (or of the program's own resources), found by their numbers and put in order.
/// Bug where numbers do not run 1, 2, 3, … without a gap or a repeat.
base::Result<std::vector<Migration>> migrationsIn(const std::string& folder);
/// The steps built into the library.
base::Result<std::vector<Migration>> builtInMigrations();

/// The schema version of an open database; 0 is empty.
base::Result<int> versionOf(SQLite::Database& db, const std::filesystem::path& file);

/// Storage where the database was written by a newer program.
base::Result<base::Done> checkVersion(int version, int newest, const std::filesystem::path& file);

/// Runs the missing steps, each in one transaction with its version. With backups, the database is copied to
/// <file>.v<version>.backup before each step.
base::Result<base::Done> migrate(SQLite::Database& db, const std::filesystem::path& file,
                                 const std::vector<Migration>& steps, bool backups);

} // namespace streamscape::store
