// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/store/sqlite_error.h"

#include <sqlite3.h>

namespace streamscape::store {

namespace {

struct Words {
    base::ErrorKind kind;
    const char* what;
    const char* hint;
};

Words words(int code) {
    using base::ErrorKind;
    switch (code) {
    case SQLITE_FULL:
        return {ErrorKind::Storage, "The disk with the store is full",
                "Free some space; the last change was rolled back, what was stored before is intact"};
    case SQLITE_IOERR:
        return {ErrorKind::Storage, "The store's file cannot be read or written",
                "Check the disk and its free space; the last change was rolled back"};
    case SQLITE_CORRUPT:
        return {ErrorKind::Storage, "The store's file is damaged or cut short",
                "Move it away to start with an empty store, or put back one of the .backup files beside it"};
    case SQLITE_NOTADB:
        return {ErrorKind::Storage, "The file in the store's place is no Streamscape store",
                "Move it away, or name another folder with --store"};
    case SQLITE_READONLY:
        return {ErrorKind::Storage, "The store is read-only",
                "Give this user the right to write the file and its folder, or name another with --store"};
    case SQLITE_CANTOPEN:
        return {ErrorKind::Storage, "The store's file cannot be opened",
                "Check that this user may read and write the file and its folder"};
    case SQLITE_PERM:
    case SQLITE_AUTH:
        return {ErrorKind::Storage, "The system does not allow access to the store's file",
                "Check the owner and the mode of the file and its folder"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorKind::Conflict, "Another program is using the store's file",
                "Close it, or name another folder with --store"};
    case SQLITE_INTERRUPT:
        return {ErrorKind::Cancelled, "The question was interrupted", ""};
    case SQLITE_NOMEM:
        return {ErrorKind::Storage, "There is not enough memory for this question", "Ask for less at once"};
    case SQLITE_TOOBIG:
        return {ErrorKind::Storage, "A value is too large for the store", ""};
    case SQLITE_CONSTRAINT:
        return {ErrorKind::Storage, "The store refused a row that breaks its rules", ""};
    default:
        return {ErrorKind::Bug, "The store was asked something wrong", "This is a mistake of Streamscape's"};
    }
}

} // namespace

base::Error sqliteError(int code, int extended, std::string_view message, const std::filesystem::path& file) {
    const Words said = words(code & 0xff);
    base::Error error{said.kind, said.what, file.string(), said.hint, {}};
    if (said.kind == base::ErrorKind::Cancelled)
        error.where.clear();
    error.native = "SQLite " + std::to_string(extended) + ": " + std::string(message);
    return error;
}

base::Error lastError(sqlite3* db, const std::filesystem::path& file) {
    return sqliteError(sqlite3_errcode(db), sqlite3_extended_errcode(db), sqlite3_errmsg(db), file);
}

} // namespace streamscape::store
