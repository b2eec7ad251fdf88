#include "store/migrations.hpp"

#include <string>

#include <gtest/gtest.h>

#include "../crypto/scratch_folder.hpp"
#include "notes_table.hpp"

namespace toolhost::store {
namespace {

constexpr Migration kFirst{1, "CREATE TABLE first (a INTEGER); INSERT INTO first VALUES (1)"};
constexpr Migration kSecond{2, "ALTER TABLE first ADD COLUMN b TEXT; UPDATE first SET a = a + 1"};
constexpr Sql kReadFirst{"read", "SELECT a FROM first"};

class MigrationsTest : public testing::Test {
protected:
    base::Result<base::Done> migrateTo(std::vector<Migration> steps) {
        return migrate(*connection_, {{"tests", std::move(steps)}});
    }
    std::string integer(const Sql& sql) {
        auto statement = connection_->prepare(sql);
        if (!statement.ok()) return statement.error().what;
        const auto row = statement.value().step();
        return row.ok() && row.value() ? statement.value().text(0) : "nothing";
    }

    const ScratchFolder folder_;
    const std::unique_ptr<Connection> connection_ = openNotes(folder_ / "a.db");
};

TEST_F(MigrationsTest, RefusesADatabaseNewerThanTheProgram) {
    ASSERT_TRUE(migrateTo({kFirst, kSecond}).ok());
    const auto older = migrateTo({kFirst});
    ASSERT_FALSE(older.ok());
    EXPECT_NE(older.error().what.find("newer version (tests is at step 2, this program knows 1)"),
              std::string::npos)
        << older.error().what;
}

TEST_F(MigrationsTest, RefusesAGapInTheNumbers) {
    EXPECT_FALSE(migrateTo({kSecond}).ok());
    EXPECT_FALSE(migrateTo({kFirst, {3, "SELECT 1"}}).ok());
}

TEST_F(MigrationsTest, LeavesEverythingAsItWasWhenAStepFails) {
    const auto failed = migrateTo({kFirst, {2, "CREATE TABLE second (a); ALTER TABLE nothing"}});
    ASSERT_FALSE(failed.ok());
    EXPECT_NE(failed.error().what.find("migration 2 of tests"), std::string::npos)
        << failed.error().what;
    EXPECT_NE(integer(kReadFirst).find("no such table"), std::string::npos);
    EXPECT_TRUE(migrateTo({kFirst, kSecond}).ok());
}

TEST_F(MigrationsTest, RefusesAStepThatEndsTheTransaction) {
    EXPECT_FALSE(migrateTo({{1, "CREATE TABLE first (a INTEGER); COMMIT"}}).ok());
}

TEST_F(MigrationsTest, AppliesEachStepOnce) {
    ASSERT_TRUE(migrateTo({kFirst}).ok());
    ASSERT_TRUE(migrateTo({kFirst, kSecond}).ok());
    ASSERT_TRUE(migrateTo({kFirst, kSecond}).ok());
    EXPECT_EQ(integer(kReadFirst), "2");
    EXPECT_EQ(integer({"count", "SELECT count(*) FROM schema_migrations WHERE room = 'tests'"}),
              "2");
}

TEST_F(MigrationsTest, CountsEachRoomForItself) {
    ASSERT_TRUE(migrateTo({kFirst}).ok());
    EXPECT_TRUE(migrate(*connection_, {{"others", {{1, "CREATE TABLE others (a)"}}}}).ok());
}

}  // namespace
}  // namespace toolhost::store
