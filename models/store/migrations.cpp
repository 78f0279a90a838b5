// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/migrations.h"

#include "models/base/file_error.h"
#include "models/store/sqlite_error.h"

#include <QDir>
#include <QFile>
#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Statement.h>
#include <sqlite3.h>

#include <algorithm>

// Outside every namespace, as its macro demands; a static library's resources are not found without it.
static void initMigrationResource() { Q_INIT_RESOURCE(store_migrations); }

namespace streamscape::store {

namespace {

base::Error thrownError(const SQLite::Exception& thrown, const std::filesystem::path& file) {
    return sqliteError(thrown.getErrorCode(), thrown.getExtendedErrorCode(), thrown.what(), file);
}

// The copy appears under its name only when it is whole.
base::Result<base::Done> backUp(SQLite::Database& db, const std::filesystem::path& file, int version) {
    std::filesystem::path target = file;
    target += ".v" + std::to_string(version) + ".backup";
    std::filesystem::path half = target;
    half += ".part";
    std::error_code failed;
    std::filesystem::remove(half, failed);
    try {
        SQLite::Database copy(half.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
        SQLite::Backup backup(copy, db);
        backup.executeStep();
    } catch (const SQLite::Exception& thrown) {
        std::filesystem::remove(half, failed);
        base::Error error = thrownError(thrown, half);
        error.what = "The backup before the store's upgrade failed: " + error.what;
        return base::fail(std::move(error));
    }
    std::filesystem::permissions(
        half, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, failed);
    std::filesystem::rename(half, target, failed);
    if (failed)
        return base::fail(
            base::fileError(failed.value(), "The backup before the store's upgrade failed", target));
    return base::Done{};
}

base::Result<base::Done> runStep(SQLite::Database& db, const std::filesystem::path& file,
                                 const Migration& step) {
    try {
        db.exec("BEGIN IMMEDIATE");
        db.exec(step.sql);
        db.exec("PRAGMA user_version = " + std::to_string(step.number));
        db.exec("COMMIT");
    } catch (const SQLite::Exception& thrown) {
        base::Error error = thrownError(thrown, file);
        error.what = "The store's upgrade by " + step.name + " failed: " + error.what;
        if (sqlite3_get_autocommit(db.getHandle()) == 0)
            db.tryExec("ROLLBACK");
        return base::fail(std::move(error));
    }
    return base::Done{};
}

base::Result<base::Done> checkNumbers(const std::vector<Migration>& steps) {
    int expected = 0;
    for (const Migration& step : steps)
        if (step.number != ++expected)
            return base::fail(base::ErrorKind::Bug,
                              "Migration " + std::to_string(expected) + " is missing or given twice",
                              step.name, "Number the files 0001, 0002, … without a gap");
    return base::Done{};
}

} // namespace

base::Result<std::vector<Migration>> migrationsIn(const std::string& folder) {
    const QDir dir(QString::fromStdString(folder));
    std::vector<Migration> steps;
    for (const QString& name : dir.entryList({QStringLiteral("*.sql")}, QDir::Files, QDir::Name)) {
        QFile file(dir.filePath(name));
        bool numbered = false;
        const int number = name.section(QLatin1Char('_'), 0, 0).toInt(&numbered);
        if (!numbered || !file.open(QIODevice::ReadOnly))
            return base::fail(base::ErrorKind::Bug, "A migration has no number or cannot be read",
                              name.toStdString(), "Name it like 0001_store.sql");
        steps.push_back({number, name.toStdString(), file.readAll().toStdString()});
    }
    std::sort(steps.begin(), steps.end(),
              [](const Migration& a, const Migration& b) { return a.number < b.number; });
    if (auto numbers = checkNumbers(steps); !numbers)
        return base::fail(numbers.error());
    return steps;
}

base::Result<std::vector<Migration>> builtInMigrations() {
    initMigrationResource();
    return migrationsIn(":/streamscape/migrations");
}

base::Result<int> versionOf(SQLite::Database& db, const std::filesystem::path& file) {
    try {
        // Reading the schema is what notices a file that is none of ours or is cut short.
        db.execAndGet("SELECT count(*) FROM sqlite_schema");
        return db.execAndGet("PRAGMA user_version").getInt();
    } catch (const SQLite::Exception& thrown) {
        return base::fail(thrownError(thrown, file));
    }
}

base::Result<base::Done> checkVersion(int version, int newest, const std::filesystem::path& file) {
    if (version <= newest)
        return base::Done{};
    return base::fail(base::ErrorKind::Storage,
                      "The store was written by a newer Streamscape (version " + std::to_string(version) +
                          ", this one knows up to " + std::to_string(newest) + ")",
                      file.string(),
                      "Use the newer program, put back a .backup file beside it, or name another folder with "
                      "--store");
}

base::Result<base::Done> migrate(SQLite::Database& db, const std::filesystem::path& file,
                                 const std::vector<Migration>& steps, bool backups) {
    base::Result<int> version = versionOf(db, file);
    if (!version)
        return base::fail(version.error());
    if (auto known = checkVersion(*version, static_cast<int>(steps.size()), file); !known)
        return known;
    for (std::size_t i = static_cast<std::size_t>(*version); i < steps.size(); ++i) {
        if (backups)
            if (auto kept = backUp(db, file, static_cast<int>(i)); !kept)
                return kept;
        if (auto done = runStep(db, file, steps[i]); !done)
            return done;
    }
    return base::Done{};
}

} // namespace streamscape::store
