// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/store.h"

#include "models/base/file_error.h"
#include "models/store/database_file.h"
#include "models/store/folder_lock.h"
#include "models/store/sql_impl.h"
#include "models/store/sqlite_error.h"

#include <sqlite3.h>

#include <future>
#include <thread>

namespace streamscape::store {

namespace fs = std::filesystem;

namespace {

constexpr std::chrono::milliseconds drainTime{700}; // a stopped program ends within a second
// How long another copy may take to make or upgrade the store that it has just locked.
constexpr std::chrono::seconds makingTime{5};
constexpr std::chrono::milliseconds lookAgain{20};
constexpr const char* notThere = "store_not_there";
constexpr const char* notUpgraded = "store_not_upgraded";

} // namespace

struct Store::Impl {
    Options options;
    std::unique_ptr<FolderLock> lock; ///< none when read-only
    std::unique_ptr<Sql::Impl> writeSql;
    std::unique_ptr<Sql::Impl> readSql;
    std::atomic_bool closing = false;   ///< reads end now
    std::atomic_bool abandoned = false; ///< writes too
    std::mutex slotMutex;
    std::map<std::string, std::shared_ptr<std::atomic<std::uint64_t>>> slots;
    base::Lane writer{"store-writer"};
    base::Lane reader{"store-reader"}; // the lanes go first: their jobs use everything above
};

namespace {

base::Result<base::Done> makeFolder(const fs::path& folder) {
    std::error_code failed;
    if (fs::is_directory(folder, failed))
        return base::Done{};
    fs::create_directories(folder, failed);
    if (failed)
        return base::fail(base::fileError(failed.value(), "The store's folder cannot be made", folder));
    fs::permissions(folder, fs::perms::owner_all, failed);
    return base::Done{};
}

base::Result<base::Done> openForWriting(Store::Impl& impl, const fs::path& file,
                                        const std::vector<Migration>& steps) {
    if (auto made = makeFolder(impl.options.folder); !made)
        return made;
    auto lock = FolderLock::take(impl.options.folder, impl.options.holder);
    if (!lock)
        return base::fail(lock.error());
    impl.lock = std::move(*lock);
    if (auto created = createIfMissing(impl.options.folder, steps); !created)
        return created;
    if (auto header = checkHeader(file); !header)
        return header;
    auto db = openWriter(file, steps);
    if (!db)
        return base::fail(db.error());
    impl.writeSql = std::make_unique<Sql::Impl>(file, std::move(*db));
    impl.writeSql->cancelled = [&impl] { return impl.abandoned.load(); };
    return base::Done{};
}

base::Result<base::Done> checkReadable(const fs::path& file, const std::vector<Migration>& steps) {
    std::error_code failed;
    if (!fs::exists(file, failed))
        return base::fail(base::ErrorKind::Storage, "There is no store yet", file.parent_path().string(),
                          "Open the window once, run a command that stores something, or name another folder "
                          "with --store",
                          notThere);
    if (auto header = checkHeader(file); !header)
        return header;
    auto db = openReader(file);
    if (!db)
        return base::fail(db.error());
    const base::Result<int> version = versionOf(*db, file);
    if (!version)
        return base::fail(version.error());
    if (auto known = checkVersion(*version, static_cast<int>(steps.size()), file); !known)
        return known;
    if (*version < static_cast<int>(steps.size()))
        return base::fail(base::ErrorKind::Storage,
                          "The store is from an older Streamscape and not yet upgraded", file.string(),
                          "Open the window once: it upgrades the store and keeps a backup", notUpgraded);
    return base::Done{};
}

} // namespace

bool isMissing(const base::Error& error) { return error.native == notThere; }

base::Result<std::unique_ptr<Store>> Store::open(Options options) {
    return options.mode == Mode::Either ? openEither(std::move(options)) : openOnce(std::move(options));
}

/// The lock says who the writer is, but not whether it has come as far as a file: until then there is nothing
/// to read, and should that copy end before, the lock is free again.
base::Result<std::unique_ptr<Store>> Store::openEither(Options options) {
    const auto until = std::chrono::steady_clock::now() + makingTime;
    for (;;) {
        options.mode = Mode::ReadWrite;
        auto writer = openOnce(options);
        if (writer || writer.error().native != lockedByAnother)
            return writer;
        options.mode = Mode::ReadOnly;
        auto reader = openOnce(options);
        if (reader || (reader.error().native != notThere && reader.error().native != notUpgraded))
            return reader;
        if (std::chrono::steady_clock::now() > until) {
            base::Error error = writer.error();
            error.what += ", which has been making or upgrading it for some time";
            error.hint = "Try again when that is done, or name another folder with --store";
            return base::fail(std::move(error));
        }
        std::this_thread::sleep_for(lookAgain);
    }
}

base::Result<std::unique_ptr<Store>> Store::openOnce(Options options) {
    auto steps = builtInMigrations();
    if (!steps)
        return base::fail(steps.error());
    auto impl = std::make_unique<Impl>();
    impl->options = std::move(options);
    const fs::path file = impl->options.folder / databaseName;
    if (auto usable = impl->options.mode == Mode::ReadWrite ? openForWriting(*impl, file, *steps)
                                                            : checkReadable(file, *steps);
        !usable)
        return base::fail(usable.error());
    auto db = openReader(file);
    if (!db)
        return base::fail(db.error());
    impl->readSql = std::make_unique<Sql::Impl>(file, std::move(*db));
    return std::unique_ptr<Store>(new Store(std::move(impl)));
}

Store::Store(std::unique_ptr<Impl> impl)
    : m_impl(std::move(impl)) {}

Store::~Store() {
    m_impl->closing.store(true);
    auto drained = std::make_shared<std::promise<void>>();
    std::future<void> done = drained->get_future();
    m_impl->writer.post([drained] { drained->set_value(); });
    if (done.wait_for(drainTime) == std::future_status::timeout)
        m_impl->abandoned.store(true);
}

std::optional<base::Error> Store::runWrite(const Job& job) {
    if (!m_impl->writeSql)
        return sqliteError(SQLITE_READONLY, SQLITE_READONLY, "opened read-only",
                           m_impl->options.folder / databaseName);
    return m_impl->writeSql->transaction("BEGIN IMMEDIATE", job);
}

std::optional<base::Error> Store::runRead(const Job& job, const std::function<bool()>& cancelled) {
    Sql::Impl& sql = *m_impl->readSql;
    sql.cancelled = [this, &cancelled] { return m_impl->closing.load() || cancelled(); };
    std::optional<base::Error> failed = sql.transaction("BEGIN", job);
    sql.cancelled = nullptr;
    return failed;
}

base::Lane& Store::writer() { return m_impl->writer; }
base::Lane& Store::reader() { return m_impl->reader; }

Store::Ticket Store::beginRead(const std::string& slot) {
    if (slot.empty())
        return {};
    const std::scoped_lock lock(m_impl->slotMutex);
    auto& newest = m_impl->slots[slot];
    if (!newest)
        newest = std::make_shared<std::atomic<std::uint64_t>>(0);
    return {newest, newest->fetch_add(1) + 1};
}

const fs::path& Store::folder() const { return m_impl->options.folder; }
Mode Store::mode() const { return m_impl->options.mode; }

} // namespace streamscape::store
