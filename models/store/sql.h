// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/ids.h"
#include "models/base/result.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace streamscape::store {

/// Bytes that are not text.
struct Blob {
    std::string_view bytes;
};

class Statement;

/// SQL inside one store job, on the store's own thread. The first failure sticks: everything after it does
/// nothing, and the job as a whole answers that error and is rolled back. Statements are prepared once and
/// kept by their text. Values are bound by position; text from people only ever travels as a bound value.
class Sql {
public:
    struct Impl;
    explicit Sql(Impl& impl)
        : m_impl(impl) {}

    /// Runs a statement that answers no rows.
    template<class... Args>
    void run(std::string_view sql, const Args&... args);
    /// Opens a question: while (rows.next()) { rows.integer(0); … }
    template<class... Args>
    Statement query(std::string_view sql, const Args&... args);

    bool ok() const;
    const std::optional<base::Error>& error() const;
    /// Makes the job fail for a reason of the caller's.
    void fail(base::Error error);
    std::int64_t lastInsertId() const;
    /// Rows the last run() touched.
    std::int64_t changes() const;

private:
    Impl& m_impl;
};

/// A prepared statement in use. Move-only; resets itself when it goes.
class Statement {
public:
    struct Impl;
    Statement(Sql::Impl& sql, std::string_view text);
    ~Statement();
    Statement(Statement&&) noexcept;
    Statement& operator=(Statement&&) = delete;

    void bind(int position, std::int64_t value); ///< positions count from 1
    void bind(int position, std::int32_t value) { bind(position, static_cast<std::int64_t>(value)); }
    void bind(int position, bool value) { bind(position, static_cast<std::int64_t>(value)); }
    void bind(int position, std::string_view text);
    void bind(int position, const std::string& text) { bind(position, std::string_view(text)); }
    void bind(int position, const char* text) { bind(position, std::string_view(text)); }
    void bind(int position, Blob blob);
    void bind(int position, std::nullopt_t);
    void bind(int position, base::Time time) {
        bind(position, static_cast<std::int64_t>(base::toMilliseconds(time)));
    }
    template<class Tag, class Int>
    void bind(int position, base::Strong<Tag, Int> id) {
        bind(position, static_cast<std::int64_t>(id.value));
    }
    template<class T>
    void bind(int position, const std::optional<T>& value) {
        if (value)
            bind(position, *value);
        else
            bind(position, std::nullopt);
    }

    /// True while there is a row.
    bool next();
    /// For a statement run many times with new values: run once and make ready for the next binding.
    void step();

    bool isNull(int column) const; ///< columns count from 0
    std::int64_t integer(int column) const;
    std::string text(int column) const; ///< also for blobs: the bytes as they are
    base::Time time(int column) const { return base::fromMilliseconds(integer(column)); }
    std::optional<std::int64_t> maybeInteger(int column) const;
    std::optional<std::string> maybeText(int column) const;

private:
    std::unique_ptr<Impl> m_impl;
};

template<class... Args>
Statement Sql::query(std::string_view sql, const Args&... args) {
    Statement statement(m_impl, sql);
    int position = 0;
    (statement.bind(++position, args), ...);
    return statement;
}

template<class... Args>
void Sql::run(std::string_view sql, const Args&... args) {
    Statement statement(m_impl, sql);
    int position = 0;
    (statement.bind(++position, args), ...);
    statement.step();
}

} // namespace streamscape::store
