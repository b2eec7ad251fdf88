#include "store/transaction.hpp"

#include <gtest/gtest.h>

#include "../crypto/scratch_folder.hpp"
#include "notes_table.hpp"

namespace toolhost::store {
namespace {

TEST(Transaction, RefusesToBeginWhileAnotherWriterHoldsTheFile) {
    const ScratchFolder folder;
    const auto one = openNotes(folder / "a.db");
    const auto other = openNotes(folder / "a.db");
    ASSERT_TRUE(other->execute({"do not wait", "PRAGMA busy_timeout = 0"}).ok());
    const auto held = Transaction::begin(*one);
    ASSERT_TRUE(held.ok());
    const auto refused = Transaction::begin(*other);
    ASSERT_FALSE(refused.ok());
    EXPECT_NE(refused.error().what.find("another process holds the file"), std::string::npos)
        << refused.error().what;
    EXPECT_NE(refused.error().what.find("a.db"), std::string::npos) << refused.error().what;
}

TEST(Transaction, UndoesEverythingWithoutCommit) {
    const ScratchFolder folder;
    const auto connection = openNotes(folder / "a.db");
    {
        const auto transaction = Transaction::begin(*connection);
        ASSERT_TRUE(transaction.ok());
        ASSERT_TRUE(insertNote(*connection, "one").ok());
    }
    EXPECT_FALSE(connection->inTransaction());
    EXPECT_EQ(countNotes(*connection), 0);
}

TEST(Transaction, KeepsEverythingOnCommit) {
    const ScratchFolder folder;
    const auto connection = openNotes(folder / "a.db");
    {
        auto transaction = Transaction::begin(*connection);
        ASSERT_TRUE(transaction.ok());
        ASSERT_TRUE(insertNote(*connection, "one").ok());
        ASSERT_TRUE(transaction.value().commit().ok());
    }
    EXPECT_EQ(countNotes(*connection), 1);
}

}  // namespace
}  // namespace toolhost::store
