#include "store/group_commit.hpp"

#include <string>

#include <gtest/gtest.h>

#include "../crypto/scratch_folder.hpp"
#include "notes_table.hpp"

namespace toolhost::store {
namespace {

Job insertion(std::string text) {
    return
        [text = std::move(text)](Connection& connection) { return insertNote(connection, text); };
}

class CommitTogetherTest : public testing::Test {
protected:
    std::vector<base::Result<base::Done>> commit(const std::vector<Job>& jobs) {
        std::vector<const Job*> pointers;
        for (const auto& job : jobs)
            pointers.push_back(&job);
        return commitTogether(*connection_, pointers);
    }
    /// No page may be added to the file from now on, as when the disk is full.
    void fillTheDisk() {
        auto pages = connection_->prepare({"count pages", "PRAGMA page_count"});
        ASSERT_TRUE(pages.ok() && pages.value().step().ok());
        const std::string limit = "PRAGMA max_page_count = " + pages.value().text(0);
        ASSERT_TRUE(connection_->execute({"fill the disk", limit}).ok());
    }

    const ScratchFolder folder_;
    const std::unique_ptr<Connection> connection_ = openNotes(folder_ / "a.db");
};

TEST_F(CommitTogetherTest, FailsAllWhenNoTransactionCanBegin) {
    const auto other = openNotes(folder_ / "a.db");
    ASSERT_TRUE(other->execute({"hold the file", "BEGIN IMMEDIATE"}).ok());
    ASSERT_TRUE(connection_->execute({"do not wait", "PRAGMA busy_timeout = 0"}).ok());
    const auto outcomes = commit({insertion("one"), insertion("two")});
    ASSERT_EQ(outcomes.size(), 2U);
    EXPECT_FALSE(outcomes[0].ok());
    EXPECT_FALSE(outcomes[1].ok());
}

TEST_F(CommitTogetherTest, UndoesOnlyWhatFailed) {
    const Job half = [](Connection& connection) -> base::Result<base::Done> {
        if (auto done = insertNote(connection, "half"); !done.ok()) return done;
        return base::Error{"changed its mind"};
    };
    const auto outcomes = commit({insertion("one"), half, insertion("one"), insertion("two")});
    ASSERT_EQ(outcomes.size(), 4U);
    EXPECT_TRUE(outcomes[0].ok());
    ASSERT_FALSE(outcomes[1].ok());
    EXPECT_EQ(outcomes[1].error().what, "changed its mind");
    EXPECT_FALSE(outcomes[2].ok());
    EXPECT_TRUE(outcomes[3].ok());
    EXPECT_EQ(countNotes(*connection_), 2);
}

TEST_F(CommitTogetherTest, KeepsTheOthersWhenTheDiskIsTooFullForOne) {
    fillTheDisk();
    const auto outcomes =
        commit({insertion("one"), insertion(std::string(100'000, 'x')), insertion("two")});
    ASSERT_EQ(outcomes.size(), 3U);
    EXPECT_TRUE(outcomes[0].ok());
    ASSERT_FALSE(outcomes[1].ok());
    EXPECT_NE(outcomes[1].error().what.find("free space on the disk"), std::string::npos)
        << outcomes[1].error().what;
    EXPECT_TRUE(outcomes[2].ok());
    EXPECT_EQ(countNotes(*connection_), 2);
}

TEST_F(CommitTogetherTest, KeepsTheOthersWhenOneEndsTheTransaction) {
    const Job rude = [](Connection& connection) {
        return connection.execute({"end the transaction", "ROLLBACK"});
    };
    const auto outcomes = commit({insertion("one"), rude, insertion("two")});
    ASSERT_EQ(outcomes.size(), 3U);
    EXPECT_TRUE(outcomes[0].ok());
    EXPECT_FALSE(outcomes[1].ok());
    EXPECT_TRUE(outcomes[2].ok());
    EXPECT_FALSE(connection_->inTransaction());
    EXPECT_EQ(countNotes(*connection_), 2);
}

TEST_F(CommitTogetherTest, FailsWhatOnlyTheCommitFindsWrong) {
    ASSERT_TRUE(connection_
                    ->executeScript({"make tables",
                                     "CREATE TABLE parent (id INTEGER PRIMARY KEY);"
                                     "CREATE TABLE child (parent INTEGER REFERENCES parent"
                                     " DEFERRABLE INITIALLY DEFERRED)"})
                    .ok());
    const Job orphan = [](Connection& connection) {
        return connection.execute({"keep an orphan", "INSERT INTO child VALUES (7)"});
    };
    const auto outcomes = commit({insertion("one"), orphan});
    ASSERT_EQ(outcomes.size(), 2U);
    EXPECT_TRUE(outcomes[0].ok());
    EXPECT_FALSE(outcomes[1].ok());
    EXPECT_EQ(countNotes(*connection_), 1);
}

}  // namespace
}  // namespace toolhost::store
