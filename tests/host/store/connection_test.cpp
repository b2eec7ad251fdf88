#include "store/connection.hpp"

#include <fstream>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "../crypto/scratch_folder.hpp"
#include "notes_table.hpp"

namespace toolhost::store {
namespace {

unsigned modeOf(const std::filesystem::path& path) {
    struct stat found {};
    EXPECT_EQ(stat(path.c_str(), &found), 0) << path;
    return found.st_mode & 07777U;
}

std::string pragma(Connection& connection, std::string_view sql) {
    auto statement = connection.prepare({"read a setting", sql});
    if (!statement.ok()) return statement.error().what;
    const auto row = statement.value().step();
    return row.ok() && row.value() ? statement.value().text(0) : "nothing";
}

bool mentions(const base::Error& error, std::string_view text) {
    return error.what.find(text) != std::string::npos;
}

TEST(Connection, RefusesAFileThatIsNoDatabase) {
    const ScratchFolder folder;
    std::ofstream(folder / "a.db") << std::string(8192, 'x');
    const auto connection = Connection::open(folder / "a.db", Access::ReadWrite);
    ASSERT_FALSE(connection.ok());
    EXPECT_TRUE(mentions(connection.error(), (folder / "a.db").string()));
    EXPECT_TRUE(mentions(connection.error(), "restore it from a backup"))
        << connection.error().what;
}

TEST(Connection, RefusesADirectoryThatIsAFile) {
    const ScratchFolder folder;
    std::ofstream(folder / "state") << "not a directory";
    const auto connection = Connection::open(folder / "state" / "a.db", Access::ReadWrite);
    ASSERT_FALSE(connection.ok());
    EXPECT_TRUE(mentions(connection.error(), "not a directory")) << connection.error().what;
}

TEST(Connection, RefusesToReadAFileThatIsNotThere) {
    const ScratchFolder folder;
    const auto connection = Connection::open(folder / "a.db", Access::ReadOnly);
    ASSERT_FALSE(connection.ok());
    EXPECT_FALSE(std::filesystem::exists(folder / "a.db"));
}

TEST(Connection, RefusesToWriteThroughAReader) {
    const ScratchFolder folder;
    const auto writer = openNotes(folder / "a.db");
    const auto reader = Connection::open(folder / "a.db", Access::ReadOnly);
    ASSERT_TRUE(reader.ok()) << reader.error().what;
    const auto inserted = insertNote(*reader.value(), "one");
    ASSERT_FALSE(inserted.ok());
    EXPECT_TRUE(mentions(inserted.error(), "keep a note")) << inserted.error().what;
}

TEST(Connection, RefusesMoreThanOneStatement) {
    const ScratchFolder folder;
    const auto connection = openNotes(folder / "a.db");
    for (const std::string_view sql : {"SELECT 1; SELECT 2", "", "  ;"}) {
        const auto statement = connection->prepare({"try", sql});
        ASSERT_FALSE(statement.ok()) << sql;
        EXPECT_TRUE(mentions(statement.error(), "exactly one")) << statement.error().what;
    }
}

TEST(Connection, SaysWhatBadSqlWasFor) {
    const ScratchFolder folder;
    const auto connection = openNotes(folder / "a.db");
    const auto done = connection->execute({"find a client", "SELECT * FROM nowhere"});
    ASSERT_FALSE(done.ok());
    EXPECT_TRUE(mentions(done.error(), "find a client: no such table: nowhere"))
        << done.error().what;
}

TEST(Connection, TakesDoubleQuotedTextForANameOnly) {
    const ScratchFolder folder;
    const auto connection = openNotes(folder / "a.db");
    EXPECT_FALSE(connection->execute({"try", "SELECT \"no such column\""}).ok());
}

TEST(Connection, MakesFileAndDirectoryPrivate) {
    const ScratchFolder folder;
    const auto connection = openNotes(folder / "deep" / "state" / "a.db");
    ASSERT_TRUE(connection);
    EXPECT_EQ(modeOf(folder / "deep" / "state"), 0700U);
    EXPECT_EQ(modeOf(folder / "deep" / "state" / "a.db"), 0600U);
    EXPECT_EQ(modeOf(folder / "deep" / "state" / "a.db-wal"), 0600U);
    EXPECT_EQ(modeOf(folder / "deep" / "state" / "a.db-shm"), 0600U);
}

TEST(Connection, TakesANameThatLooksLikeAUriForAName) {
    const ScratchFolder folder;
    const auto before = std::filesystem::current_path();
    std::filesystem::current_path(folder.path());
    const auto connection = openNotes("file:a.db?mode=memory");
    std::filesystem::current_path(before);
    ASSERT_TRUE(connection);
    EXPECT_TRUE(std::filesystem::exists(folder / "file:a.db?mode=memory"));
}

TEST(Connection, IsDurableAndStrict) {
    const ScratchFolder folder;
    const auto connection = openNotes(folder / "a.db");
    const struct {
        std::string_view sql;
        std::string_view value;
    } settings[] = {{"PRAGMA journal_mode", "wal"},
                    {"PRAGMA synchronous", "2"},
                    {"PRAGMA foreign_keys", "1"},
                    {"PRAGMA trusted_schema", "0"},
                    {"PRAGMA mmap_size", "0"},
                    {"PRAGMA busy_timeout", "2000"}};
    for (const auto& setting : settings)
        EXPECT_EQ(pragma(*connection, setting.sql), setting.value) << setting.sql;
}

TEST(Connection, LeavesCheckpointsToTheWriter) {
    const ScratchFolder folder;
    const auto writer = openNotes(folder / "a.db");
    const auto reader = Connection::open(folder / "a.db", Access::ReadOnly);
    ASSERT_TRUE(reader.ok());
    EXPECT_EQ(pragma(*reader.value(), "PRAGMA wal_autocheckpoint"), "0");
    EXPECT_EQ(pragma(*reader.value(), "PRAGMA query_only"), "1");
}

TEST(Connection, CountsChangedRows) {
    const ScratchFolder folder;
    const auto connection = openNotes(folder / "a.db");
    ASSERT_TRUE(insertNote(*connection, "one").ok());
    EXPECT_EQ(connection->changes(), 1);
    ASSERT_TRUE(connection->execute({"forget", "DELETE FROM notes WHERE text = 'two'"}).ok());
    EXPECT_EQ(connection->changes(), 0);
}

}  // namespace
}  // namespace toolhost::store
