// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/store/migrations.h"

#include <SQLiteCpp/Database.h>

namespace streamscape::store {

inline constexpr const char* databaseName = "streamscape.db";

/// Makes the folder (mode 0700) and, where there is none, a database with the whole schema: built under
/// another name and moved into place, so that a file of that name is always whole.
base::Result<base::Done> createIfMissing(const std::filesystem::path& folder,
                                         const std::vector<Migration>& steps);
/// Refuses a file that is empty, cut short or not SQLite's before SQLite sees it.
base::Result<base::Done> checkHeader(const std::filesystem::path& file);
/// The read-write connection of an existing file, in WAL mode, brought to the newest schema.
base::Result<SQLite::Database> openWriter(const std::filesystem::path& file,
                                          const std::vector<Migration>& steps);
/// A connection that cannot change anything. Works beside a writer, and where the folder cannot be written.
base::Result<SQLite::Database> openReader(const std::filesystem::path& file);

} // namespace streamscape::store
