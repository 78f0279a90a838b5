// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/store/sql.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <filesystem>
#include <functional>
#include <map>

namespace streamscape::store {

/// One connection with its prepared statements and the state of the job under way. Used by one thread.
struct Sql::Impl {
    using Cache = std::multimap<std::string, SQLite::Statement, std::less<>>;
    static constexpr std::size_t maxIdle = 128; ///< statement texts kept prepared

    std::filesystem::path file;
    SQLite::Database db;
    Cache idle; ///< statements not in use; one in use is taken out, so a nested use prepares its own
    std::optional<base::Error> error;
    std::function<bool()> cancelled; ///< asked every few thousand steps of the database's machine

    Impl(std::filesystem::path path, SQLite::Database connection);
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    /// Runs one job between begin and commit, or rolls back. Answers why it was not committed, nullopt when
    /// it was or when the job itself declined.
    std::optional<base::Error> transaction(const char* begin, const std::function<bool(Sql&)>& job);
    void stick(base::Error reason);
    bool stopped(); ///< true once the job has failed or was cancelled
};

struct Statement::Impl {
    Sql::Impl& sql;
    Sql::Impl::Cache::node_type held; ///< empty when the text could not be prepared
    bool row = false;                 ///< there is a row to read
    bool stepped = false;             ///< it ran since the last reset

    bool ready();  ///< resets where needed; false when nothing may be done with it
    void unbind(); ///< forgets the bound values
    template<class Binding>
    void bind(Binding binding);
    SQLite::Statement& statement() { return held.mapped(); }
};

} // namespace streamscape::store
