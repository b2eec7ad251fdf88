#include "boundary/tasks.hpp"

#include <atomic>
#include <future>
#include <memory>
#include <stdexcept>

#include <gtest/gtest.h>

namespace toolhost::boundary {
namespace {

using namespace std::chrono_literals;

/// A task, and what became of it.
struct Fate {
    /// Shared, as a test may know the fate while the task's thread is still telling it.
    std::shared_ptr<std::promise<std::string>> promise =
        std::make_shared<std::promise<std::string>>();
    std::future<std::string> known = promise->get_future();

    Task task(std::uint64_t delay_ms) {
        return {delay_ms,
                [](void* user) { tell(user, "worked"); },
                [](void* user) { tell(user, "dropped"); },
                this};
    }
    static void tell(void* user, const char* fate) {
        const auto told = static_cast<Fate*>(user)->promise;
        told->set_value(fate);
    }
    [[nodiscard]] bool isKnown() const { return known.wait_for(0s) == std::future_status::ready; }
};

/// Holds a thread until it is let go.
struct Gate {
    std::promise<void> entered;
    std::promise<void> open;
    std::future<void> opened = open.get_future();

    Task task() {
        return {0,
                [](void* user) {
                    auto& gate = *static_cast<Gate*>(user);
                    gate.entered.set_value();
                    gate.opened.wait();
                },
                [](void*) {},
                this};
    }
};

class TasksTest : public testing::Test {
protected:
    TaskPool pool_{2};
    std::vector<std::string> complaints_;
    PluginTasks tasks_{pool_, [this](const std::string& what) { complaints_.push_back(what); }};
};

TEST_F(TasksTest, RefuseWhatComesAfterTheEnd) {
    ASSERT_TRUE(tasks_.end(1s).ok());
    Fate fate;
    EXPECT_EQ(tasks_.run(fate.task(0)), TOOLHOST_E_STATE);
    EXPECT_FALSE(fate.isKnown());
}

TEST_F(TasksTest, RefuseWhatIsTooManyUntilTheyAreFewer) {
    std::vector<Fate> fates(PluginTasks::kWaitingMax);
    for (auto& fate : fates) {
        ASSERT_EQ(tasks_.run(fate.task(3'600'000)), TOOLHOST_OK);
    }
    Fate fate;
    EXPECT_EQ(tasks_.run(fate.task(0)), TOOLHOST_E_LIMIT);
    PluginTasks others(pool_, [](const std::string&) {});
    EXPECT_EQ(others.run(fate.task(0)), TOOLHOST_OK);
    EXPECT_EQ(fate.known.get(), "worked");
    ASSERT_TRUE(tasks_.end(1s).ok());
    for (auto& each : fates) {
        ASSERT_EQ(each.known.get(), "dropped");
    }
}

TEST_F(TasksTest, RunInTheOrderInWhichTheyAreDue) {
    Gate first;
    Gate second;
    ASSERT_EQ(tasks_.run(first.task()), TOOLHOST_OK);
    ASSERT_EQ(tasks_.run(second.task()), TOOLHOST_OK);
    first.entered.get_future().wait();
    second.entered.get_future().wait();
    Fate later;
    Fate sooner;
    ASSERT_EQ(tasks_.run(later.task(3'600'000)), TOOLHOST_OK);
    ASSERT_EQ(tasks_.run(sooner.task(0)), TOOLHOST_OK);
    first.open.set_value();
    EXPECT_EQ(sooner.known.get(), "worked");
    EXPECT_FALSE(later.isKnown());
    second.open.set_value();
    ASSERT_TRUE(tasks_.end(10s).ok());
}

TEST_F(TasksTest, EndOnceTheirLastOneHas) {
    Gate gate;
    ASSERT_EQ(tasks_.run(gate.task()), TOOLHOST_OK);
    gate.entered.get_future().wait();
    EXPECT_FALSE(tasks_.end(1ms).ok());
    gate.open.set_value();
    EXPECT_TRUE(tasks_.end(10s).ok());
}

TEST_F(TasksTest, DropNothingOfAnother) {
    PluginTasks others(pool_, [](const std::string&) {});
    Fate fate;
    ASSERT_EQ(others.run(fate.task(50)), TOOLHOST_OK);
    ASSERT_TRUE(tasks_.end(1s).ok());
    EXPECT_EQ(fate.known.get(), "worked");
}

TEST_F(TasksTest, ThatThrowAreComplainedOf) {
    ASSERT_EQ(
        tasks_.run({0, [](void*) { throw std::runtime_error("a fault"); }, [](void*) {}, nullptr}),
        TOOLHOST_OK);
    Fate fate;
    ASSERT_EQ(tasks_.run(fate.task(20)), TOOLHOST_OK);
    fate.known.wait();
    ASSERT_TRUE(tasks_.end(10s).ok());
    ASSERT_EQ(complaints_.size(), 1U);
    EXPECT_NE(complaints_[0].find("a fault"), std::string::npos);
}

}  // namespace
}  // namespace toolhost::boundary
