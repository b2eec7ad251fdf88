#include "calls/runner.hpp"

#include <atomic>
#include <filesystem>
#include <future>
#include <sstream>
#include <unistd.h>

#include <gtest/gtest.h>

#include "audit/search.hpp"
#include "base/ids.hpp"

#include "fake_tool.hpp"

namespace toolhost::calls {
namespace {

using namespace std::chrono_literals;
using tools::FakeTool;

/// A runner with a trail in a directory of its own.
class RunnerTest : public testing::Test {
protected:
    void SetUp() override {
        directory_ = std::filesystem::temp_directory_path() / ("runner-" + base::randomHexId());
        trail_ = audit::Trail::open({directory_}, {}, clock_, log_).value();
    }

    void TearDown() override {
        runner_.reset();
        trail_.reset();
        std::filesystem::remove_all(directory_);
    }

    Runner& runner(const Settings& settings = {}) {
        runner_ = std::make_unique<Runner>(settings, *trail_, clock_, log_);
        return *runner_;
    }

    static Order orderOf(const std::shared_ptr<tools::Tool>& tool, std::stop_token left = {}) {
        auto principal = std::make_shared<identity::Principal>();
        principal->subject = "abel.tuter";
        return {tool, principal, "{}", std::move(left)};
    }

    tools::Answer answerOf(Runner& runner, Order order) {
        std::promise<tools::Answer> answered;
        runner.run(std::move(order),
                   [&answered](tools::Answer answer) { answered.set_value(std::move(answer)); });
        return answered.get_future().get();
    }

    /// What is on the trail, oldest first; nothing is added any more.
    std::vector<audit::Row> rows() {
        runner_.reset();
        trail_.reset();
        return audit::search(audit::trailFile({directory_}), {}).value();
    }

    /// The outcomes among it.
    std::vector<std::string> recorded() {
        std::vector<std::string> outcomes;
        for (const auto& row : rows())
            if (row.record.type == "mcp.tool.call") outcomes.push_back(row.record.outcome);
        return outcomes;
    }

    std::ostringstream log_text_;
    base::Log log_{log_text_, base::LogLevel::Debug};
    base::SystemClock clock_;
    std::filesystem::path directory_;
    std::unique_ptr<audit::Trail> trail_;
    std::unique_ptr<Runner> runner_;
};

constexpr const char* kReadOnly = R"(,"annotations":{"readOnlyHint":true})";

bool isError(const tools::Answer& answer) {
    const auto* reply = std::get_if<tools::Reply>(&answer);
    return reply == nullptr || reply->is_error;
}

std::string textOf(const tools::Answer& answer) {
    return std::get<tools::Reply>(answer).content.at(0).at("text");
}

/// A tool that blocks its thread until it is released, and knows whether it was given up.
class StuckTool final : public tools::Tool {
public:
    StuckTool()
        : fake_("stuck", "test.stuck", [this](const auto&, const auto&) {
              is_entered_ = true;
              released_.wait();
          }) {}

    [[nodiscard]] const tools::Definition& definition() const override {
        return fake_.definition();
    }
    void run(tools::Invocation invocation, tools::Answered answered) override {
        fake_.run(std::move(invocation), std::move(answered));
    }
    void quarantine() override { quarantined_.set_value(); }

    [[nodiscard]] bool isEntered() const { return is_entered_; }
    void release() { release_.set_value(); }
    void waitUntilQuarantined() { quarantined_.get_future().wait(); }

private:
    std::promise<void> release_;
    std::shared_future<void> released_ = release_.get_future().share();
    std::promise<void> quarantined_;
    std::atomic<bool> is_entered_{false};
    FakeTool fake_;
};

TEST_F(RunnerTest, GoesOnWithAnotherThreadWhenAToolDoesNotReturn) {
    auto& one_thread = runner({.workers = 1, .deadline = 20ms, .lost_after = 10ms});
    const auto stuck = std::make_shared<StuckTool>();
    while (!stuck->isEntered()) {  // its thread may have been later than the deadline
        EXPECT_TRUE(isError(answerOf(one_thread, orderOf(stuck))));
    }
    stuck->waitUntilQuarantined();
    const auto quick = std::make_shared<FakeTool>(
        "quick", "test.quick", [](const auto&, const tools::Answered& answered) {
            answered(tools::Reply());
        });
    bool is_answered = false;  // on a busy machine the other thread may come after the deadline
    for (int attempt = 0; attempt < 100 && !is_answered; ++attempt) {
        is_answered = !isError(answerOf(one_thread, orderOf(quick)));
    }
    EXPECT_TRUE(is_answered);
    stuck->release();
    ASSERT_TRUE(one_thread.drain(5s));
    bool is_recorded = false;
    for (const auto& row : rows()) {
        is_recorded = is_recorded || row.record.type == "plugin.quarantined";
    }
    EXPECT_TRUE(is_recorded);
    EXPECT_NE(log_text_.str().find("error calls.thread.lost"), std::string::npos);
}

TEST_F(RunnerTest, RefusesACallBeyondItsBound) {
    std::promise<void> release;
    std::shared_future<void> released = release.get_future().share();
    auto& one_at_a_time = runner({.workers = 1, .in_flight_max = 1});
    const auto slow = std::make_shared<FakeTool>(
        "slow",
        "p",
        [released](const tools::Invocation&, const tools::Answered& answered) {
            released.wait();
            answered(tools::Reply{});
        },
        kReadOnly);
    std::promise<void> done;
    one_at_a_time.run(orderOf(slow), [&done](const tools::Answer&) { done.set_value(); });
    const auto refused = answerOf(one_at_a_time, orderOf(slow));
    EXPECT_EQ(std::get<tools::Fault>(refused).kind, tools::Fault::Kind::Overloaded);
    release.set_value();
    done.get_future().wait();
    ASSERT_TRUE(one_at_a_time.drain(5s));
    EXPECT_EQ(recorded(), (std::vector<std::string>{"denied", "ok"}));
}

TEST_F(RunnerTest, HasAWriteOnTheTrailBeforeTheToolStarts) {
    std::size_t records_when_started = 0;
    const auto write = std::make_shared<FakeTool>(
        "write", "p", [&](const tools::Invocation&, const tools::Answered& answered) {
            records_when_started = audit::search(audit::trailFile({directory_}), {}).value().size();
            answered(tools::Reply{});
        });
    EXPECT_FALSE(isError(answerOf(runner(), orderOf(write))));
    ASSERT_TRUE(runner_->drain(5s));
    EXPECT_EQ(records_when_started, 1U);
    EXPECT_EQ(recorded(), (std::vector<std::string>{"intended", "ok"}));
}

TEST_F(RunnerTest, AnswersForAToolThatForgets) {
    const auto forgets = [](const tools::Invocation&, const tools::Answered&) {};
    const auto reads = std::make_shared<FakeTool>("reads", "p", forgets, kReadOnly);
    const auto writes = std::make_shared<FakeTool>("writes", "p", forgets);
    const Settings hasty{.deadline = 30ms};
    EXPECT_EQ(textOf(answerOf(runner(hasty), orderOf(reads))),
              "The tool did not answer in time and was stopped. Nothing was changed; try again, "
              "or ask for less.");
    EXPECT_EQ(textOf(answerOf(*runner_, orderOf(writes))),
              "The tool did not answer in time and was stopped. Whether it had an effect is not "
              "known; look before trying again.");
    ASSERT_TRUE(runner_->drain(5s));
    EXPECT_EQ(recorded(), (std::vector<std::string>{"failed", "intended", "failed"}));
}

TEST_F(RunnerTest, GivesAnOrderItsOwnTime) {
    const auto told = std::make_shared<std::promise<base::SteadyTime>>();
    const auto forgets = std::make_shared<FakeTool>(
        "forgets",
        "p",
        [told](const tools::Invocation& invocation, const tools::Answered&) {
            told->set_value(invocation.deadline);
        },
        kReadOnly);
    const auto before = clock_.steady();
    auto order = orderOf(forgets);
    order.deadline = 30ms;
    EXPECT_TRUE(isError(answerOf(runner({.deadline = 1h}), std::move(order))));
    EXPECT_LT(told->get_future().get(), before + 1h);
}

TEST_F(RunnerTest, HasEveryIntentSettledOnceItIsDrained) {
    const auto write =
        std::make_shared<FakeTool>("write", "p", [](const auto&, const tools::Answered& answered) {
            answered(tools::Reply{});
        });
    std::atomic<bool> is_answered{false};
    runner().run(orderOf(write), [&is_answered](const auto&) { is_answered = true; });
    ASSERT_TRUE(runner_->drain(0ms));
    EXPECT_TRUE(is_answered);
    EXPECT_FALSE(audit::search(audit::trailFile({directory_}), {}).value().empty());
}

TEST_F(RunnerTest, CancelsWhenTheCallerLeaves) {
    std::stop_source left;
    std::promise<std::stop_token> started;
    const auto patient = std::make_shared<FakeTool>(
        "patient",
        "p",
        [&started](const tools::Invocation& invocation, const tools::Answered&) {
            started.set_value(invocation.cancelled);
        },
        kReadOnly);
    std::promise<void> ended;
    runner().run(orderOf(patient, left.get_token()),
                 [&ended](const tools::Answer&) { ended.set_value(); });
    const auto token = started.get_future().get();
    left.request_stop();
    ended.get_future().wait();
    EXPECT_TRUE(token.stop_requested());
}

TEST_F(RunnerTest, SaysWhenPluginCodeDoesNotEnd) {
    std::promise<void> release;
    std::promise<void> started;
    const auto stuck = std::make_shared<FakeTool>(
        "stuck",
        "p",
        [&](const tools::Invocation&, const tools::Answered&) {
            started.set_value();
            release.get_future().wait();
        },
        kReadOnly);
    std::promise<bool> cancelled;
    runner().run(orderOf(stuck), [&cancelled](const tools::Answer& answer) {
        cancelled.set_value(isError(answer));
    });
    started.get_future().wait();
    EXPECT_FALSE(runner_->drain(1ms));
    EXPECT_TRUE(cancelled.get_future().get());
    release.set_value();
}

TEST_F(RunnerTest, NeverRecordsTheArgumentsThemselves) {
    const auto tool = std::make_shared<FakeTool>(
        "t",
        "p",
        [](const tools::Invocation&, const tools::Answered& answered) { answered(tools::Reply{}); },
        kReadOnly);
    auto order = orderOf(tool);
    order.arguments = R"({"text":"very private"})";
    answerOf(runner(), std::move(order));
    ASSERT_TRUE(runner_->drain(5s));
    const auto recorded = rows();
    EXPECT_FALSE(recorded.empty());
    for (const auto& row : recorded)
        EXPECT_EQ(row.line.find("private"), std::string::npos);
}

}  // namespace
}  // namespace toolhost::calls
