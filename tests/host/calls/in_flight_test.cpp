#include "calls/in_flight.hpp"

#include <future>

#include <gtest/gtest.h>

namespace toolhost::calls {
namespace {

using namespace std::chrono_literals;

tools::Answer text(const char* words) {
    tools::Reply reply;
    reply.content.push_back({{"type", "text"}, {"text", words}});
    return reply;
}

TEST(InFlight, KeepsTheFirstAnswerOnly) {
    int ended = 0;
    Ending how = Ending::Fault;
    const auto call = std::make_shared<InFlight>([&](const tools::Answer&, Ending ending) {
        ++ended;
        how = ending;
    });
    call->answer(text("first"));
    call->answer(text("second"));
    call->end(tools::errorReply("late"), Ending::TimedOut);
    EXPECT_EQ(ended, 1);
    EXPECT_EQ(how, Ending::Answered);
    EXPECT_FALSE(call->stopToken().stop_requested());
}

TEST(InFlight, EndsAtItsDeadlineAndTellsTheTool) {
    std::promise<Ending> ended;
    Timer timer;
    const auto call = std::make_shared<InFlight>(
        [&](const tools::Answer&, Ending ending) { ended.set_value(ending); });
    call->watch(
        timer,
        {std::chrono::steady_clock::now() + 10ms, [] { return tools::errorReply("too late"); }},
        {});
    auto how = ended.get_future();
    ASSERT_EQ(how.wait_for(5s), std::future_status::ready);
    EXPECT_EQ(how.get(), Ending::TimedOut);
    EXPECT_TRUE(call->stopToken().stop_requested());
}

TEST(InFlight, EndsAtOnceWhenTheCallerHasAlreadyLeft) {
    std::stop_source left;
    left.request_stop();
    Timer timer;
    std::optional<Ending> how;
    const auto call =
        std::make_shared<InFlight>([&](const tools::Answer&, Ending ending) { how = ending; });
    call->watch(timer, {std::chrono::steady_clock::now() + 1h, {}}, left.get_token());
    EXPECT_EQ(how, Ending::Cancelled);
}

TEST(InFlight, EndsWhenTheCallerLeavesLater) {
    std::stop_source left;
    Timer timer;
    std::optional<Ending> how;
    const auto call =
        std::make_shared<InFlight>([&](const tools::Answer&, Ending ending) { how = ending; });
    call->watch(timer, {std::chrono::steady_clock::now() + 1h, {}}, left.get_token());
    EXPECT_FALSE(how);
    left.request_stop();
    EXPECT_EQ(how, Ending::Cancelled);
}

}  // namespace
}  // namespace toolhost::calls
