#include "store/database.hpp"

#include <atomic>
#include <fstream>
#include <future>
#include <sstream>
#include <thread>
#include <unistd.h>

#include <gtest/gtest.h>

#include "../crypto/scratch_folder.hpp"
#include "notes_table.hpp"

namespace toolhost::store {
namespace {

Job insertion(std::string text) {
    return
        [text = std::move(text)](Connection& connection) { return insertNote(connection, text); };
}

class DatabaseTest : public testing::Test {
protected:
    std::unique_ptr<Database> open() {
        auto database = Database::open(file_, notesTable(), log_);
        if (!database.ok()) ADD_FAILURE() << database.error().what;
        return std::move(database).value();
    }
    static std::int64_t count(const Database& database) {
        std::int64_t notes = -1;
        const auto read =
            database.read([&notes](Connection& connection) -> base::Result<base::Done> {
                notes = countNotes(connection);
                return base::Done{};
            });
        EXPECT_TRUE(read.ok());
        return notes;
    }

    const ScratchFolder folder_;
    const std::filesystem::path file_ = folder_ / "toolhost.db";
    std::ostringstream log_text_;
    base::Log log_{log_text_, base::LogLevel::Debug};
};

TEST_F(DatabaseTest, RefusesADamagedFile) {
    open()->write(insertion(std::string(50'000, 'x')), {});
    {
        std::fstream damage(file_, std::ios::in | std::ios::out | std::ios::binary);
        damage.seekp(2 * 4096);
        damage << std::string(3 * 4096, '\xff');
    }
    const auto database = Database::open(file_, notesTable(), log_);
    ASSERT_FALSE(database.ok());
    EXPECT_NE(database.error().what.find("backup"), std::string::npos) << database.error().what;
}

TEST_F(DatabaseTest, RefusesADirectoryItMayNotWrite) {
    // Rights do not bind root, so root becomes someone else for a moment.
    constexpr uid_t kNobody = 65534;
    const auto self = geteuid();
    std::filesystem::permissions(folder_.path(), std::filesystem::perms(0555));
    ASSERT_EQ(seteuid(self == 0 ? kNobody : self), 0);
    const auto database = Database::open(file_, notesTable(), log_);
    ASSERT_EQ(seteuid(self), 0);
    ASSERT_FALSE(database.ok());
    EXPECT_NE(database.error().what.find("Permission denied"), std::string::npos)
        << database.error().what;
}

TEST_F(DatabaseTest, ReportsAFailedWriteToWhoeverAsked) {
    const auto database = open();
    ASSERT_TRUE(database->writeAndWait(insertion("one")).ok());
    const auto again = database->writeAndWait(insertion("one"));
    ASSERT_FALSE(again.ok());
    EXPECT_NE(again.error().what.find("keep a note: UNIQUE"), std::string::npos)
        << again.error().what;
    EXPECT_EQ(log_text_.str(), "");
}

TEST_F(DatabaseTest, LogsAFailedWriteThatNobodyWaitsFor) {
    const auto database = open();
    database->write(insertion("one"), {});
    database->write(insertion("one"), {});
    ASSERT_TRUE(database->writeAndWait(insertion("two")).ok());
    EXPECT_NE(log_text_.str().find("store.write.failed"), std::string::npos) << log_text_.str();
}

TEST_F(DatabaseTest, RefusesAWriteWhenTheQueueIsFull) {
    auto database = open();
    std::promise<void> go_on;
    std::promise<void> entered;
    database->write(
        [&](Connection&) -> base::Result<base::Done> {
            entered.set_value();
            go_on.get_future().wait();
            return base::Done{};
        },
        {});
    entered.get_future().wait();
    std::atomic<int> refused{0};
    std::atomic<int> answered{0};
    constexpr int kWrites = 10'001;
    for (int i = 0; i < kWrites; ++i)
        database->write([](Connection&) -> base::Result<base::Done> { return base::Done{}; },
                        [&](const base::Result<base::Done>& outcome) {
                            ++answered;
                            if (!outcome.ok()) ++refused;
                        });
    EXPECT_EQ(refused, 1);
    go_on.set_value();
    database.reset();
    EXPECT_EQ(answered, kWrites);
    EXPECT_EQ(refused, 1);
}

TEST_F(DatabaseTest, RefusesToWaitForItselfOnTheWriterThread) {
    const auto database = open();
    const auto outcome = database->writeAndWait(
        [&](Connection&) { return database->writeAndWait(insertion("inner")); });
    ASSERT_FALSE(outcome.ok());
    EXPECT_NE(outcome.error().what.find("wait for itself"), std::string::npos);
}

TEST_F(DatabaseTest, RefusesAWriteThroughRead) {
    const auto database = open();
    EXPECT_FALSE(database->read(insertion("one")).ok());
    EXPECT_EQ(count(*database), 0);
}

TEST_F(DatabaseTest, ReadsWithinOneSnapshot) {
    const auto database = open();
    const auto read = database->read([&](Connection& connection) -> base::Result<base::Done> {
        EXPECT_EQ(countNotes(connection), 0);
        EXPECT_TRUE(database->writeAndWait(insertion("one")).ok());
        EXPECT_EQ(countNotes(connection), 0);
        return base::Done{};
    });
    EXPECT_TRUE(read.ok());
    EXPECT_EQ(count(*database), 1);
}

TEST_F(DatabaseTest, WritesInTheOrderAsked) {
    const auto database = open();
    for (int i = 0; i < 500; ++i)
        database->write(insertion(std::to_string(i)), {});
    ASSERT_TRUE(database->writeAndWait(insertion("last")).ok());
    const auto read = database->read([](Connection& connection) -> base::Result<base::Done> {
        auto rows = connection.prepare({"read", "SELECT text FROM notes ORDER BY rowid"});
        if (!rows.ok()) return rows.error();
        for (int i = 0; i < 500; ++i) {
            EXPECT_TRUE(rows.value().step().ok());
            EXPECT_EQ(rows.value().text(0), std::to_string(i));
        }
        return base::Done{};
    });
    EXPECT_TRUE(read.ok());
}

TEST_F(DatabaseTest, FinishesWhatIsQueuedWhenItGoes) {
    std::atomic<int> durable{0};
    {
        const auto database = open();
        for (int i = 0; i < 1000; ++i)
            database->write(insertion(std::to_string(i)),
                            [&](const base::Result<base::Done>& outcome) {
                                if (outcome.ok()) ++durable;
                            });
    }
    EXPECT_EQ(durable, 1000);
    EXPECT_EQ(count(*open()), 1000);
    EXPECT_EQ(log_text_.str(), "");
}

TEST_F(DatabaseTest, LeavesOneFileBehind) {
    open()->write(insertion("one"), {});
    EXPECT_FALSE(std::filesystem::exists(file_.string() + "-wal"));
}

TEST_F(DatabaseTest, ServesManyThreads) {
    const auto database = open();
    std::vector<std::thread> threads;
    for (int t = 0; t < 6; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i) {
                EXPECT_TRUE(database->writeAndWait(insertion(std::to_string(t * 100 + i))).ok());
                EXPECT_GT(count(*database), 0);
            }
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(count(*database), 300);
}

}  // namespace
}  // namespace toolhost::store
