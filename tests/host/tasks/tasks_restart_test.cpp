#include <csignal>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include "tasks/tasks.hpp"

#include "task_house.hpp"

namespace toolhost::tasks {
namespace {

using nlohmann::json;

TEST(TasksAfterARestart, FailWhereWhatTheToolHasDoneIsNotKnown) {
    TaskHouse house;
    const auto tool = house.held("held");
    const Task task = house.taskOf(tool);
    house.calls.take();
    house.close();
    house.open();
    ASSERT_TRUE(house.tasks->resume(*TaskHouse::catalogueOf(tool)).ok());
    EXPECT_EQ(house.changed().status, Status::Failed);
    const auto found = house.find(task.id);
    EXPECT_NE(found->message.find("host was restarted"), std::string::npos);
    EXPECT_NE(found->message.find("effect is not known"), std::string::npos);
    EXPECT_EQ(house.calls.size(), 0U);
}

TEST(TasksAfterARestart, FailWhereTheToolIsGone) {
    TaskHouse house;
    const Task task = house.taskOf(house.held("held", kReadOnly));
    house.close();
    house.open();
    ASSERT_TRUE(house.tasks->resume(tools::Catalogue()).ok());
    EXPECT_EQ(house.changed().status, Status::Failed);
    EXPECT_NE(house.find(task.id)->message.find("not offered any more"), std::string::npos);
}

TEST(TasksAfterARestart, FailWhereTheCallersOwnTokenWouldBeNeeded) {
    TaskHouse house;
    const auto tool = house.held("held", kReadOnly);
    auto order = house.orderOf(tool);
    auto with_token = std::make_shared<identity::Principal>(*order.principal);
    with_token->servicenow_token = std::make_shared<const base::Secret>("t");
    order.principal = with_token;
    house.outcomeOf(std::move(order), Start::AtOnce);
    house.calls.take();
    house.close();
    house.open();
    ASSERT_TRUE(house.tasks->resume(*TaskHouse::catalogueOf(tool)).ok());
    EXPECT_EQ(house.changed().status, Status::Failed);
    EXPECT_EQ(house.calls.size(), 0U);
}

TEST(TasksAfterARestart, AreRunAgainWhereThatDoesNoHarm) {
    TaskHouse house;
    const auto tool = house.held("held", kReadOnly);
    const Task task = house.taskOf(tool);
    house.calls.take();
    house.close();
    house.open();
    ASSERT_TRUE(house.tasks->resume(*TaskHouse::catalogueOf(tool)).ok());
    const auto again = house.calls.take();
    EXPECT_EQ(again.invocation.principal->subject, "abel");
    EXPECT_EQ(house.find(task.id)->status, Status::Working);
    again.answered(reply("after all"));
    EXPECT_EQ(house.changed().status, Status::Completed);
    EXPECT_EQ(saidIn(*house.find(task.id)->answer), "after all");
}

TEST(TasksAfterARestart, CanBeCancelledWhileTheyRunAgain) {
    TaskHouse house;
    const auto tool = house.held("held", kReadOnly);
    const Task task = house.taskOf(tool);
    house.calls.take();
    house.close();
    house.open();
    ASSERT_TRUE(house.tasks->resume(*TaskHouse::catalogueOf(tool)).ok());
    const auto again = house.calls.take();
    std::promise<void> stopped;
    const std::stop_callback hint(again.invocation.cancelled, [&] { stopped.set_value(); });
    EXPECT_TRUE(house.cancel(task.id));
    EXPECT_EQ(stopped.get_future().wait_for(kPatience), std::future_status::ready);
}

TEST(TasksAfterARestart, GoOnWaitingForTheOtherAnswers) {
    TaskHouse house;
    const auto tool = house.held("held");
    const Task task = house.taskOf(tool);
    house.calls.take().answered(tools::Questions{kTwoQuestions, "kept"});
    house.changed();
    ASSERT_TRUE(house.answer(task.id, R"({"1.a":1})", tool));
    house.changed();
    house.close();
    house.open();
    ASSERT_TRUE(house.tasks->resume(*TaskHouse::catalogueOf(tool)).ok());
    EXPECT_EQ(house.find(task.id)->status, Status::InputRequired);
    EXPECT_FALSE(house.answer(task.id, R"({"1.b":2})", tool, "bea"));
    ASSERT_TRUE(house.answer(task.id, R"({"1.b":2})", tool));
    const auto again = house.calls.take();
    EXPECT_EQ(json::parse(again.invocation.particulars.answers), json::parse(R"({"a":1,"b":2})"));
    EXPECT_EQ(again.invocation.particulars.state, "kept");
    EXPECT_EQ(again.invocation.particulars.client_capabilities, R"({"elicitation":{}})");
}

TEST(TasksAfterARestart, StillCountAgainstTheBounds) {
    TaskHouse house;
    const auto tool = house.held("held");
    house.taskOf(tool);
    house.close();
    Settings settings = impatient();
    settings.max_per_caller = 1;
    house.open(settings);
    EXPECT_TRUE(
        std::holds_alternative<tools::Answer>(house.outcomeOf(house.orderOf(tool), Start::AtOnce)));
}

/// What a process leaves that is killed: one task finished, one asking, one at work. Told of by
/// their ids in a file, which is written after each was known to its caller.
[[noreturn]] void liveAndDie(const std::filesystem::path& directory) {
    TaskHouse house(impatient(), directory);
    const auto tool = house.held("held");
    std::ofstream ids(directory / "ids");
    ids << house.taskOf(tool).id << '\n';
    house.calls.take().answered(reply("kept"));
    house.changed();
    ids << house.taskOf(tool).id << '\n';
    house.calls.take().answered(tools::Questions{R"({"a":{}})", "state"});
    house.changed();
    ids << house.taskOf(tool).id << '\n' << std::flush;
    kill(getpid(), SIGKILL);
    for (;;) {
        pause();  // the signal may reach another thread first
    }
}

TEST(TasksAfterACrash, AreAllThereThatAnybodyHeardOf) {
    const auto directory =
        std::filesystem::temp_directory_path() / ("tasks-crash-" + base::randomHexId());
    const pid_t child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) liveAndDie(directory);
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
    TaskHouse house(impatient(), directory);
    std::ifstream ids(directory / "ids");
    std::string finished;
    std::string asking;
    std::string working;
    ASSERT_TRUE(ids >> finished >> asking >> working);
    EXPECT_EQ(saidIn(*house.find(finished)->answer), "kept");
    EXPECT_EQ(house.find(asking)->status, Status::InputRequired);
    EXPECT_EQ(house.find(working)->status, Status::Working);
    const auto tool = house.held("held");
    ASSERT_TRUE(house.tasks->resume(*TaskHouse::catalogueOf(tool)).ok());
    EXPECT_EQ(house.changed().id, working);
    ASSERT_TRUE(house.answer(asking, R"({"1.a":1})", tool));
    EXPECT_EQ(house.calls.take().invocation.particulars.state, "state");
}

}  // namespace
}  // namespace toolhost::tasks
