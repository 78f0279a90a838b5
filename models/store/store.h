// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/lane.h"
#include "models/store/sql.h"

#include <QFuture>

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>

namespace streamscape::store {

enum class Mode {
    ReadWrite, ///< the one writer of this folder; a second one is refused, told who holds it
    ReadOnly,  ///< query_only beside a writer, or alone
    Either,    ///< the writer, or where another copy is: ReadOnly beside it; mode() says which it came to
};

/// The folder with everything the console remembers: history, audit index, stock, journal. One SQLite file in
/// WAL mode with one read-write connection on the writer's thread and one query_only connection on the
/// reader's. Opening migrates an older file (with a backup before each step) and refuses one from a newer
/// version. Thread: open and destroy anywhere; jobs run on the store's threads and answer by future.
class Store {
public:
    struct Options {
        std::filesystem::path folder;
        Mode mode = Mode::ReadWrite;
        std::string holder = "streamscape"; ///< who we are, in the words shown to a second opener
    };

    /// Blocks for as long as opening and migrating takes: call before the window, or on a thread of its own.
    /// Errors are of kind Storage (what, which file, what to do) or Conflict (held by another process).
    /// Either waits at most 5 s for another copy that is just making or upgrading the store.
    static base::Result<std::unique_ptr<Store>> open(Options options);
    /// What was asked of the writer is still done, for at most 700 ms; a read under way is interrupted. What
    /// is left rolls back and answers Cancelled.
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// One transaction on the writer; all of it or nothing. Storage error "read-only" on a ReadOnly store.
    template<class T>
    QFuture<base::Result<T>> write(std::function<base::Result<T>(Sql&)> job);
    /// One read on the reader. A newer read of the same non-empty slot interrupts the older, which answers
    /// Cancelled.
    template<class T>
    QFuture<base::Result<T>> read(std::string slot, std::function<base::Result<T>(Sql&)> job);

    const std::filesystem::path& folder() const;
    Mode mode() const; ///< ReadWrite or ReadOnly

    struct Impl;

private:
    static base::Result<std::unique_ptr<Store>> openOnce(Options options);
    static base::Result<std::unique_ptr<Store>> openEither(Options options);

    /// A read's place in its slot: the newest question of a slot is the one wanted.
    struct Ticket {
        std::shared_ptr<std::atomic<std::uint64_t>> newest; ///< none for the empty slot
        std::uint64_t number = 0;
        bool isNewest() const { return !newest || newest->load() == number; }
    };
    using Job = std::function<bool(Sql&)>; ///< answers whether to commit

    explicit Store(std::unique_ptr<Impl> impl);
    // Both answer why the job failed; nullopt where it was done, or declined by itself.
    std::optional<base::Error> runWrite(const Job& job);
    std::optional<base::Error> runRead(const Job& job, const std::function<bool()>& cancelled);
    base::Lane& writer();
    base::Lane& reader();
    Ticket beginRead(const std::string& slot);

    std::unique_ptr<Impl> m_impl;
};

/// True where opening for reading failed only because nothing was ever stored there.
bool isMissing(const base::Error& error);

} // namespace streamscape::store

#include "models/store/store_jobs.h" // the two templates
