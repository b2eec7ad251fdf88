#include "store/sqlite_error.hpp"

#include <sqlite3.h>
#include <string>

#include <gtest/gtest.h>

namespace toolhost::store {
namespace {

TEST(SqliteError, SaysWhatWasAttemptedWhatWentWrongAndWhatToDo) {
    const struct {
        int code;
        std::string_view advice;
    } failures[] = {{SQLITE_BUSY_SNAPSHOT, "another process"},
                    {SQLITE_FULL, "free space"},
                    {SQLITE_READONLY_DIRECTORY, "writable"},
                    {SQLITE_CANTOPEN, "writable"},
                    {SQLITE_CORRUPT_INDEX, "backup"},
                    {SQLITE_NOTADB, "backup"},
                    {SQLITE_IOERR_WRITE, "check the disk"}};
    for (const auto& failure : failures) {
        const auto error = sqliteError("keep a note", failure.code);
        EXPECT_TRUE(error.what.starts_with("keep a note: ")) << error.what;
        EXPECT_NE(error.what.find(failure.advice), std::string::npos) << error.what;
    }
}

}  // namespace
}  // namespace toolhost::store
