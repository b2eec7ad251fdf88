#include "tasks/waiting.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace toolhost::tasks {
namespace {

/// A call that waits, and what its caller was told.
struct Caller {
    std::stop_source left;
    std::vector<Outcome> told;
    Waiting waiting{
        "id", [this](Outcome outcome) { told.push_back(std::move(outcome)); }, left.get_token()};
};

tools::Answer words(const char* text) {
    return tools::errorReply(text);
}

std::string textOf(const tools::Answer& answer) {
    return std::get<tools::Reply>(answer).content.at(0).at("text");
}

TEST(Waiting, TellsTheCallerOnceOnly) {
    Caller caller;
    EXPECT_FALSE(caller.waiting.answer(words("first")));
    EXPECT_TRUE(caller.waiting.answer(words("second")));
    EXPECT_FALSE(caller.waiting.becomeTask());
    ASSERT_EQ(caller.told.size(), 1U);
    EXPECT_EQ(textOf(std::get<tools::Answer>(caller.told[0])), "first");
    EXPECT_FALSE(caller.waiting.isWaitedFor());
}

TEST(Waiting, GivesTheAnswerToTheTaskOnceThereIsOne) {
    Caller caller;
    ASSERT_TRUE(caller.waiting.becomeTask());
    EXPECT_FALSE(caller.waiting.becomeTask());
    EXPECT_TRUE(caller.told.empty());
    EXPECT_FALSE(caller.waiting.isTask({.id = "id"}));
    ASSERT_EQ(caller.told.size(), 1U);
    EXPECT_EQ(std::get<Task>(caller.told[0]).id, "id");
    const auto for_task = caller.waiting.answer(words("late"));
    ASSERT_TRUE(for_task);
    EXPECT_EQ(textOf(*for_task), "late");
}

TEST(Waiting, KeepsAnAnswerThatComesWhileTheTaskIsMade) {
    Caller caller;
    ASSERT_TRUE(caller.waiting.becomeTask());
    EXPECT_FALSE(caller.waiting.answer(words("meanwhile")));
    const auto early = caller.waiting.isTask({.id = "id"});
    ASSERT_TRUE(early);
    EXPECT_EQ(textOf(*early), "meanwhile");
    EXPECT_TRUE(std::holds_alternative<Task>(caller.told.at(0)));
}

TEST(Waiting, StopsTheToolWhenNoTaskCanBeMade) {
    Caller caller;
    ASSERT_TRUE(caller.waiting.becomeTask());
    caller.waiting.isNoTask({"the disk is full"});
    EXPECT_TRUE(caller.waiting.stop().stop_requested());
    const std::string said = textOf(std::get<tools::Answer>(caller.told.at(0)));
    EXPECT_NE(said.find("the disk is full"), std::string::npos);
    EXPECT_NE(said.find("effect is not known"), std::string::npos);
}

TEST(Waiting, PrefersTheAnswerToSayingThatNoTaskCouldBeMade) {
    Caller caller;
    ASSERT_TRUE(caller.waiting.becomeTask());
    EXPECT_FALSE(caller.waiting.answer(words("meanwhile")));
    caller.waiting.isNoTask({"the disk is full"});
    EXPECT_EQ(textOf(std::get<tools::Answer>(caller.told.at(0))), "meanwhile");
}

TEST(Waiting, StopsTheToolOfACallerWhoLeaves) {
    Caller caller;
    caller.left.request_stop();
    EXPECT_TRUE(caller.waiting.stop().stop_requested());
}

TEST(Waiting, LetsATaskGoOnWhenItsCallerLeaves) {
    Caller caller;
    ASSERT_TRUE(caller.waiting.becomeTask());
    caller.left.request_stop();
    EXPECT_FALSE(caller.waiting.stop().stop_requested());
}

}  // namespace
}  // namespace toolhost::tasks
