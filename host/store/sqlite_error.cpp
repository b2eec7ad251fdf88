#include "store/sqlite_error.hpp"

#include <sqlite3.h>
#include <string>

namespace toolhost::store {
namespace {

constexpr int kPrimaryCodeMask = 0xff;

/// What a person can do about it; empty when only the programmer can do something.
std::string_view adviceFor(int code) {
    switch (code & kPrimaryCodeMask) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "another process holds the file; stop it and try again";
        case SQLITE_FULL:
            return "free space on the disk and try again";
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
            return "make the file and its directory writable for the user that runs this program";
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return "the file is damaged; restore it from a backup or move it away to start anew";
        case SQLITE_IOERR:
            return "check the disk and its free space";
        default:
            return {};
    }
}

base::Error inWords(std::string_view attempted, std::string_view cause, int code) {
    std::string text(attempted);
    text += ": ";
    text += cause;
    text += " (SQLite code " + std::to_string(code) + ")";
    if (const auto advice = adviceFor(code); !advice.empty()) {
        text += "; ";
        text += advice;
    }
    return base::Error{std::move(text)};
}

}  // namespace

base::Error sqliteError(std::string_view attempted, sqlite3* connection) {
    return inWords(attempted, sqlite3_errmsg(connection), sqlite3_extended_errcode(connection));
}

base::Error sqliteError(std::string_view attempted, int code) {
    return inWords(attempted, sqlite3_errstr(code), code);
}

}  // namespace toolhost::store
