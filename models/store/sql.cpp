// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sql.h"

#include "models/store/sql_impl.h"
#include "models/store/sqlite_error.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Exception.h>
#include <sqlite3.h>

namespace streamscape::store {

namespace {

// How often, in steps of SQLite's machine, a job is asked whether it is still wanted: some tens of
// microseconds.
constexpr int stepsBetweenQuestions = 4000;

int askCancelled(void* impl) {
    const auto& sql = *static_cast<Sql::Impl*>(impl);
    return sql.cancelled && sql.cancelled() ? 1 : 0;
}

base::Error cancelledError() {
    return {base::ErrorKind::Cancelled, "The question was taken back before it was answered", {}, {}, {}};
}

} // namespace

Sql::Impl::Impl(std::filesystem::path path, SQLite::Database connection)
    : file(std::move(path))
    , db(std::move(connection)) {
    sqlite3_progress_handler(db.getHandle(), stepsBetweenQuestions, &askCancelled, this);
}

void Sql::Impl::stick(base::Error reason) {
    if (!error)
        error = std::move(reason);
}

bool Sql::Impl::stopped() {
    if (!error && cancelled && cancelled())
        error = cancelledError();
    return error.has_value();
}

std::optional<base::Error> Sql::Impl::transaction(const char* begin, const std::function<bool(Sql&)>& job) {
    error.reset();
    if (db.tryExec(begin) != SQLITE_OK)
        return lastError(db.getHandle(), file);
    bool wanted = false;
    Sql sql(*this);
    try {
        wanted = job(sql);
    } catch (const std::exception& thrown) { // a job is a caller's code; nothing may cross the thread
        stick({base::ErrorKind::Bug, "A store job threw", thrown.what(), {}, {}});
    }
    if (!error && wanted && db.tryExec("COMMIT") != SQLITE_OK)
        stick(lastError(db.getHandle(), file));
    // SQLite rolls back by itself on a full disk; asking again would hide the reason.
    if (sqlite3_get_autocommit(db.getHandle()) == 0)
        db.tryExec("ROLLBACK");
    return std::exchange(error, std::nullopt);
}

bool Sql::ok() const { return !m_impl.error; }
const std::optional<base::Error>& Sql::error() const { return m_impl.error; }
void Sql::fail(base::Error error) { m_impl.stick(std::move(error)); }
std::int64_t Sql::lastInsertId() const { return m_impl.db.getLastInsertRowid(); }
std::int64_t Sql::changes() const { return m_impl.db.getChanges(); }

Statement::Statement(Sql::Impl& sql, std::string_view text)
    : m_impl(std::make_unique<Impl>(Impl{sql, {}, false, false})) {
    if (sql.stopped())
        return;
    if (const auto found = sql.idle.find(text); found != sql.idle.end()) {
        m_impl->held = sql.idle.extract(found);
        return;
    }
    try {
        Sql::Impl::Cache fresh;
        const auto at = fresh.emplace(std::string(text), SQLite::Statement(sql.db, std::string(text)));
        m_impl->held = fresh.extract(at);
    } catch (const SQLite::Exception& thrown) {
        sql.stick(sqliteError(thrown.getErrorCode(), thrown.getExtendedErrorCode(), thrown.what(), sql.file));
    }
}

Statement::Statement(Statement&&) noexcept = default;

Statement::~Statement() {
    if (!m_impl || m_impl->held.empty())
        return;
    m_impl->statement().tryReset();
    m_impl->unbind();
    if (m_impl->sql.idle.size() < Sql::Impl::maxIdle)
        m_impl->sql.idle.insert(std::move(m_impl->held));
}

void Statement::Impl::unbind() {
    try {
        statement().clearBindings(); // frees long texts, and a forgotten position is NULL, not the last value
    } catch (const SQLite::Exception&) {
        held = {}; // do not keep it
    }
}

bool Statement::Impl::ready() {
    if (held.empty() || sql.error)
        return false;
    if (stepped) { // SQLite takes new values only behind a reset
        statement().tryReset();
        stepped = false;
        row = false;
    }
    return true;
}

template<class Binding>
void Statement::Impl::bind(Binding binding) {
    if (!ready())
        return;
    try {
        binding(statement());
    } catch (const SQLite::Exception& thrown) {
        sql.stick(sqliteError(thrown.getErrorCode(), thrown.getExtendedErrorCode(), thrown.what(), sql.file));
    }
}

void Statement::bind(int position, std::int64_t value) {
    m_impl->bind([=](SQLite::Statement& s) { s.bind(position, value); });
}
void Statement::bind(int position, std::string_view text) {
    m_impl->bind([=](SQLite::Statement& s) { s.bind(position, std::string(text)); });
}
void Statement::bind(int position, Blob blob) {
    m_impl->bind([=](SQLite::Statement& s) {
        // A null pointer would bind NULL where zero bytes are meant.
        const void* const bytes = blob.bytes.empty() ? "" : blob.bytes.data();
        s.bind(position, bytes, static_cast<int>(blob.bytes.size()));
    });
}
void Statement::bind(int position, std::nullopt_t) {
    m_impl->bind([=](SQLite::Statement& s) { s.bind(position); });
}

bool Statement::next() {
    Impl& it = *m_impl;
    if (it.held.empty() || it.sql.stopped() || (it.stepped && !it.row)) {
        it.row = false;
        return false;
    }
    it.stepped = true;
    const int code = it.statement().tryExecuteStep();
    it.row = code == SQLITE_ROW;
    if (!it.row && code != SQLITE_DONE)
        it.sql.stick(code == SQLITE_INTERRUPT ? cancelledError()
                                              : lastError(it.sql.db.getHandle(), it.sql.file));
    return it.row;
}

void Statement::step() {
    next();
    m_impl->ready();
}

bool Statement::isNull(int column) const { return !m_impl->row || m_impl->statement().isColumnNull(column); }
std::int64_t Statement::integer(int column) const {
    return m_impl->row ? m_impl->statement().getColumn(column).getInt64() : 0;
}
std::string Statement::text(int column) const {
    return m_impl->row ? m_impl->statement().getColumn(column).getString() : std::string{};
}
std::optional<std::int64_t> Statement::maybeInteger(int column) const {
    return isNull(column) ? std::nullopt : std::optional(integer(column));
}
std::optional<std::string> Statement::maybeText(int column) const {
    return isNull(column) ? std::nullopt : std::optional(text(column));
}

} // namespace streamscape::store
