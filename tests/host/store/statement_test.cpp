#include "store/statement.hpp"

#include <string>

#include <gtest/gtest.h>

#include "../crypto/scratch_folder.hpp"
#include "notes_table.hpp"

namespace toolhost::store {
namespace {

using namespace std::string_literals;

class StatementTest : public testing::Test {
protected:
    Statement prepare(std::string_view sql) {
        auto statement = connection_->prepare({"try", sql});
        if (!statement.ok()) ADD_FAILURE() << statement.error().what;
        return std::move(statement).value();
    }

    const ScratchFolder folder_;
    const std::unique_ptr<Connection> connection_ = openNotes(folder_ / "a.db");
};

TEST_F(StatementTest, ReportsABindThatFailedWhenItRuns) {
    auto statement = prepare("SELECT ?1");
    statement.bind(7, "nowhere");
    const auto row = statement.step();
    ASSERT_FALSE(row.ok());
    EXPECT_NE(row.error().what.find("try: bind"), std::string::npos) << row.error().what;
}

TEST_F(StatementTest, ReportsABrokenConstraintAndCanRunAgain) {
    ASSERT_TRUE(insertNote(*connection_, "one").ok());
    auto statement = prepare("INSERT INTO notes (text) VALUES (?1)");
    const auto again = statement.bind(1, "one").run();
    ASSERT_FALSE(again.ok());
    EXPECT_NE(again.error().what.find("UNIQUE constraint failed"), std::string::npos);
    EXPECT_TRUE(statement.bind(1, "two").run().ok());
}

TEST_F(StatementTest, GivesBackWhatWasBound) {
    auto statement = prepare("SELECT ?1, ?2, ?3, ?4, ?5, ?6");
    const std::string blob = "\x00\xff blob"s;
    statement.bind(1, "a\0b"s).bind(2, -9'007'199'254'740'993).bindBlob(3, blob);
    statement.bindNull(4).bindOptional(5, std::nullopt).bindOptional(6, "here");
    const auto row = statement.step();
    ASSERT_TRUE(row.ok() && row.value());
    EXPECT_EQ(statement.text(0), "a\0b"s);
    EXPECT_EQ(statement.integer(1), -9'007'199'254'740'993);
    EXPECT_EQ(statement.blob(2), blob);
    EXPECT_TRUE(statement.isNull(3));
    EXPECT_EQ(statement.optionalText(4), std::nullopt);
    EXPECT_EQ(statement.optionalText(5), "here");
}

TEST_F(StatementTest, KeepsEmptyTextApartFromNull) {
    auto statement = prepare("SELECT ?1, ?2");
    statement.bind(1, std::string_view()).bindBlob(2, std::string_view());
    ASSERT_TRUE(statement.step().ok());
    EXPECT_FALSE(statement.isNull(0));
    EXPECT_FALSE(statement.isNull(1));
}

TEST_F(StatementTest, ForgetsWhatAnEarlierBorrowerBound) {
    {
        auto statement = prepare("SELECT ?1");
        ASSERT_TRUE(statement.bind(1, "left over").step().ok());
    }
    auto statement = prepare("SELECT ?1");
    ASSERT_TRUE(statement.step().ok());
    EXPECT_TRUE(statement.isNull(0));
}

TEST_F(StatementTest, CanBeBorrowedTwiceAtOnce) {
    auto outer = prepare("SELECT ?1");
    outer.bind(1, "outer");
    ASSERT_TRUE(outer.step().ok());
    {
        auto inner = prepare("SELECT ?1");
        ASSERT_TRUE(inner.bind(1, "inner").step().ok());
        EXPECT_EQ(inner.text(0), "inner");
    }
    EXPECT_EQ(outer.text(0), "outer");
}

}  // namespace
}  // namespace toolhost::store
