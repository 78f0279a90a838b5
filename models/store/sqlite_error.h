// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <filesystem>
#include <string_view>

struct sqlite3;

namespace streamscape::store {

/// What SQLite's code means to a person, and what to do about it. The file is named, its content never.
base::Error sqliteError(int code, int extended, std::string_view message, const std::filesystem::path& file);
/// The newest failure of a connection.
base::Error lastError(sqlite3* db, const std::filesystem::path& file);

} // namespace streamscape::store
