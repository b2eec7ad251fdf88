#include "audit/trail.hpp"

#include <csignal>
#include <fstream>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

#include "audit/search.hpp"

#include "trail_fixture.hpp"

namespace toolhost::audit {
namespace {

using namespace std::chrono_literals;

/// While it lives no file of this process can grow, as when the disk is full.
class FullDisk {
public:
    FullDisk() : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        getrlimit(RLIMIT_FSIZE, &old_);
        const rlimit none{0, old_.rlim_max};
        setrlimit(RLIMIT_FSIZE, &none);
    }
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;
    ~FullDisk() {
        setrlimit(RLIMIT_FSIZE, &old_);
        std::signal(SIGXFSZ, old_handler_);
    }

private:
    rlimit old_{};
    void (*old_handler_)(int);
};

class TrailTest : public TrailFixture {
protected:
    std::vector<Row> rows() const {
        auto found = search(file_, {.last = 10'000, .type = {}, .user = {}});
        return found.ok() ? std::move(found).value() : std::vector<Row>{};
    }
};

TEST_F(TrailTest, RefusesADamagedFile) {
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::owner_all);
    std::ofstream(file_) << std::string(8192, 'x');
    const auto trail = Trail::open(store_, settings_, clock_, log_);
    ASSERT_FALSE(trail.ok());
    EXPECT_NE(trail.error().what.find("audit.db"), std::string::npos) << trail.error().what;
}

TEST_F(TrailTest, RefusesADigestKeyThatOthersCanRead) {
    makeTrail(1);
    ASSERT_EQ(chmod((folder_ / "audit-digest.key").c_str(), 0644), 0);
    EXPECT_FALSE(Trail::open(store_, settings_, clock_, log_).ok());
}

TEST_F(TrailTest, RefusesMoreEventsThanMayWait) {
    settings_.queue_max = 2;
    std::promise<void> entered;
    std::promise<void> go_on;
    std::atomic<int> durable{0};
    {
        const auto trail = open();
        const auto held = trail->append(call("first"), [&](const auto&) {
            entered.set_value();
            go_on.get_future().wait();
        });
        ASSERT_TRUE(held.ok());
        entered.get_future().wait();
        const auto count = [&](const auto& written) { durable += written.ok() ? 1 : 0; };
        EXPECT_TRUE(trail->append(call("second"), count).ok());
        EXPECT_TRUE(trail->append(call("third"), count).ok());
        const auto refused = trail->append(call("fourth"), count);
        EXPECT_FALSE(refused.ok());
        go_on.set_value();
    }
    EXPECT_EQ(durable, 2);
    EXPECT_EQ(verdict().records, 3);
}

TEST_F(TrailTest, SaysThatAnEventCouldNotBeWritten) {
    const auto trail = open();
    ASSERT_TRUE(record(*trail, call("before")).ok());
    {
        const FullDisk full;
        const auto written = record(*trail, call("during"));
        ASSERT_FALSE(written.ok());
        EXPECT_NE(written.error().what.find("disk"), std::string::npos) << written.error().what;
    }
    EXPECT_TRUE(record(*trail, call("after")).ok());
    EXPECT_EQ(verdict().records, 2);
    EXPECT_FALSE(verdict().first_bad);
}

TEST_F(TrailTest, RefusesUnawaitedEventsWhileNothingCanBeWritten) {
    const auto trail = open();
    {
        const FullDisk full;
        ASSERT_FALSE(record(*trail, call("during")).ok());
    }
    EXPECT_FALSE(trail->append(call("too early"), {}).ok());
    clock_.advance(1s);
    EXPECT_TRUE(trail->append(call("an attempt"), {}).ok());
    ASSERT_TRUE(record(*trail, call("after")).ok());
    EXPECT_TRUE(trail->append(call("as usual"), {}).ok());
}

TEST_F(TrailTest, NamesALostEventInTheLog) {
    const auto trail = open();
    {
        const FullDisk full;
        ASSERT_TRUE(trail->append(call("unawaited"), {}).ok());
        ASSERT_FALSE(record(*trail, call("awaited")).ok());
    }
    EXPECT_NE(log_text_.str().find("audit.event.lost"), std::string::npos) << log_text_.str();
    EXPECT_NE(log_text_.str().find("mcp.tool.call"), std::string::npos);
}

TEST_F(TrailTest, HasWrittenAnEventWhenItSaysSo) {
    const auto trail = open();
    for (int i = 1; i <= 20; ++i) {
        ASSERT_TRUE(record(*trail, call("query")).ok());
        EXPECT_EQ(rows().size(), static_cast<std::size_t>(i));
    }
}

TEST_F(TrailTest, WritesWhatNobodyWaitsForWhenItCloses) {
    settings_.group_wait = 1h;
    makeTrail(20);
    EXPECT_EQ(verdict().records, 20);
    EXPECT_EQ(verdict().signed_records, 20);
}

TEST_F(TrailTest, GoesOnWithTheSameChain) {
    makeTrail(3);
    const std::string end = verdict().last_hash;
    makeTrail(2);
    const Verdict found = verdict();
    EXPECT_FALSE(found.first_bad);
    EXPECT_EQ(found.records, 5);
    EXPECT_EQ(rows()[3].record.previous_hash, end);
}

TEST_F(TrailTest, KeepsOneChainWhenManyThreadsAppend) {
    {
        const auto trail = open();
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t)
            threads.emplace_back([&trail] {
                for (int i = 0; i < 300; ++i) {
                    const auto taken = i % 10 == 0 ? record(*trail, call("awaited"))
                                                   : trail->append(call("unawaited"), {});
                    EXPECT_TRUE(taken.ok());
                }
            });
        for (auto& thread : threads)
            thread.join();
    }
    const Verdict found = verdict();
    EXPECT_FALSE(found.first_bad) << found.first_bad->why;
    EXPECT_EQ(found.records, 1200);
}

TEST_F(TrailTest, RecordsWhenAndWhere) {
    makeTrail(1);
    const auto found = rows();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].record.time_us, 1'785'000'000'000'000);
    EXPECT_EQ(found[0].record.id.size(), 26U);
    EXPECT_FALSE(found[0].record.node.empty());
}

TEST_F(TrailTest, KeepsItsFilesPrivate) {
    makeTrail(1);
    for (const auto& file : std::filesystem::directory_iterator(folder_.path())) {
        struct stat found {};
        ASSERT_EQ(stat(file.path().c_str(), &found), 0);
        EXPECT_EQ(found.st_mode & 0777U, 0600U) << file.path();
    }
}

TEST_F(TrailTest, DigestsArgumentsWithAKeyThatStays) {
    const std::string arguments = R"({"password":"hunter2"})";
    const std::string digest = open()->digestOf(arguments);
    EXPECT_EQ(digest.find("hunter2"), std::string::npos);
    EXPECT_EQ(digest.substr(0, 12), "hmac-sha256:");
    EXPECT_EQ(open()->digestOf(arguments), digest);
}

TEST_F(TrailTest, KeepsArgumentsWithoutSecretsWhenToldTo) {
    settings_.arguments = Arguments::Full;
    EXPECT_EQ(open()->digestOf(R"({"table":"incident","password":"hunter2"})"),
              R"({"password":"[redacted]","table":"incident"})");
}

/// Appends until it is killed; writes a byte for every event that is durable.
[[noreturn]] void appendForEver(const store::Settings& store, int acknowledgements) {
    const base::SystemClock clock;
    std::ostringstream text;
    base::Log log(text, base::LogLevel::Error);
    const auto trail = Trail::open(store, {}, clock, log);
    if (!trail.ok()) _exit(1);
    Event event;
    event.type = "mcp.tool.call";
    for (;;) {
        const auto taken = trail.value()->append(event, [&](const auto& written) {
            if (!written.ok() || write(acknowledgements, ".", 1) != 1) _exit(1);
        });
        if (!taken.ok()) std::this_thread::yield();
    }
}

/// Reads until the pipe ends or so many bytes have come; says how many came.
std::int64_t countBytes(int pipe, std::int64_t most) {
    std::int64_t count = 0;
    for (char byte = 0; count < most && read(pipe, &byte, 1) == 1;)
        ++count;
    return count;
}

TEST_F(TrailTest, HoldsAfterTheProcessIsKilled) {
    int pipe_ends[2] = {};
    ASSERT_EQ(pipe(pipe_ends), 0);
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) appendForEver(store_, pipe_ends[1]);
    close(pipe_ends[1]);
    std::int64_t durable = countBytes(pipe_ends[0], 2500);
    ASSERT_EQ(kill(child, SIGKILL), 0);
    ASSERT_EQ(waitpid(child, nullptr, 0), child);
    durable += countBytes(pipe_ends[0], 1'000'000);
    close(pipe_ends[0]);

    const Verdict after_kill = verdict();
    EXPECT_FALSE(after_kill.first_bad) << after_kill.first_bad->why;
    EXPECT_GE(after_kill.records, durable);
    EXPECT_GE(durable, 2500);
    makeTrail(1);
    const Verdict after_append = verdict();
    EXPECT_FALSE(after_append.first_bad);
    EXPECT_EQ(after_append.records, after_kill.records + 1);
}

}  // namespace
}  // namespace toolhost::audit
