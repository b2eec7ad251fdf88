#include "tasks/tasks.hpp"

#include <nlohmann/json.hpp>
#include <thread>

#include "task_house.hpp"

namespace toolhost::tasks {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

TEST(Tasks, AreUnknownToWhoDoesNotOwnThem) {
    TaskHouse house;
    const auto tool = house.held("held");
    const Task task = house.taskOf(tool);
    EXPECT_FALSE(house.find(task.id, "bea"));
    EXPECT_FALSE(house.cancel(task.id, "bea"));
    EXPECT_FALSE(house.answer(task.id, "{}", tool, "bea"));
    EXPECT_FALSE(house.tasks->find(task.id, *caller("abel", "other client")).value());
    EXPECT_FALSE(house.find("no such id"));
    EXPECT_EQ(house.find(task.id)->status, Status::Working);
}

TEST(Tasks, RefuseAToolThatRunsAsOneWhenNoPlaceIsLeft) {
    Settings settings = impatient();
    settings.max_per_caller = 1;
    TaskHouse house(settings);
    const auto tool = house.held("held");
    house.taskOf(tool);
    house.calls.take();
    const auto refused =
        std::get<tools::Answer>(house.outcomeOf(house.orderOf(tool), Start::AtOnce));
    EXPECT_TRUE(std::get<tools::Reply>(refused).is_error);
    EXPECT_NE(saidIn(refused).find("keeps no further task"), std::string::npos);
    EXPECT_EQ(house.calls.size(), 0U);
    EXPECT_TRUE(
        std::holds_alternative<Task>(house.outcomeOf(house.orderOf(tool, "bea"), Start::AtOnce)));
}

TEST(Tasks, RunASlowCallAsAnyOtherWhenNoPlaceIsLeft) {
    Settings settings = impatient();
    settings.max_in_all = 0;
    TaskHouse house(settings);
    Inbox<Outcome> told;
    house.tasks->run(house.orderOf(house.held("held")), Start::WhenSlow, [&](Outcome outcome) {
        told.put(std::move(outcome));
    });
    const auto call = house.calls.take();
    const auto whole_deadline = std::chrono::steady_clock::now() + calls::Settings().deadline;
    EXPECT_LE(call.invocation.deadline, whole_deadline);
    call.answered(reply("slow"));
    EXPECT_EQ(saidIn(std::get<tools::Answer>(told.take())), "slow");
}

TEST(Tasks, LeaveAQuickCallACall) {
    TaskHouse house(patient());
    const auto quick = std::make_shared<tools::FakeTool>(
        "quick", "p", [](const auto&, const tools::Answered& answered) {
            answered(reply("soon"));
        });
    EXPECT_EQ(saidIn(std::get<tools::Answer>(house.outcomeOf(house.orderOf(quick)))), "soon");
}

TEST(Tasks, LeaveQuestionsBeforeThereIsATaskToTheCaller) {
    TaskHouse house(patient());
    const auto asks = std::make_shared<tools::FakeTool>(
        "asks", "p", [](const auto&, const tools::Answered& answered) {
            answered(tools::Questions{kTwoQuestions, "kept"});
        });
    const auto answer = std::get<tools::Answer>(house.outcomeOf(house.orderOf(asks)));
    EXPECT_EQ(std::get<tools::Questions>(answer).state, "kept");
}

TEST(Tasks, TakeTheAnswerOfASlowCallAfterItsCallerWasToldOfTheTask) {
    TaskHouse house;
    const Task task = house.taskOf(house.held("held"), Start::WhenSlow);
    EXPECT_EQ(task.tool, "held");
    EXPECT_EQ(house.find(task.id)->status, Status::Working);
    house.calls.take().answered(reply("done"));
    EXPECT_EQ(house.changed().status, Status::Completed);
    const auto found = house.find(task.id);
    EXPECT_EQ(found->status, Status::Completed);
    EXPECT_EQ(saidIn(*found->answer), "done");
    EXPECT_GE(found->updated, found->created);
}

TEST(Tasks, CompleteWhenTheToolItselfSaysItFailed) {
    TaskHouse house;
    const Task task = house.taskOf(house.held("held"));
    house.calls.take().answered(tools::errorReply("no luck"));
    EXPECT_EQ(house.changed().status, Status::Completed);
    EXPECT_TRUE(std::get<tools::Reply>(*house.find(task.id)->answer).is_error);
}

TEST(Tasks, FailWhenTheProtocolWouldHaveSaidSo) {
    TaskHouse house;
    const Task task = house.taskOf(house.held("held"));
    house.calls.take().answered(tools::Fault{tools::Fault::Kind::Internal, "broken"});
    EXPECT_EQ(house.changed().status, Status::Failed);
    const auto found = house.find(task.id);
    EXPECT_EQ(std::get<tools::Fault>(*found->answer).message, "broken");
    EXPECT_EQ(found->message, "broken");
}

TEST(Tasks, MayRunLongerThanACall) {
    TaskHouse house;
    house.taskOf(house.held("held"));
    const auto deadline = house.calls.take().invocation.deadline;
    EXPECT_GT(deadline, std::chrono::steady_clock::now() + calls::Settings().deadline + 1min);
}

TEST(Tasks, SayThatAnAnswerIsTooLargeToKeep) {
    Settings settings = impatient();
    settings.answer_bytes_max = 1'000;
    TaskHouse house(settings);
    const Task task = house.taskOf(house.held("held"));
    house.calls.take().answered(reply(std::string(1'000, 'x')));
    house.changed();
    const auto answer = *house.find(task.id)->answer;
    EXPECT_TRUE(std::get<tools::Reply>(answer).is_error);
    EXPECT_NE(saidIn(answer).find("tasks.answer_bytes_max"), std::string::npos);
}

TEST(Tasks, EndAtOnceWhenCancelledAndStayCancelled) {
    TaskHouse house;
    const Task task = house.taskOf(house.held("held"));
    const auto call = house.calls.take();
    std::promise<void> stopped;
    const std::stop_callback hint(call.invocation.cancelled, [&] { stopped.set_value(); });
    ASSERT_TRUE(house.cancel(task.id));
    EXPECT_EQ(house.find(task.id)->status, Status::Cancelled);
    EXPECT_EQ(stopped.get_future().wait_for(kPatience), std::future_status::ready);
    call.answered(reply("too late"));
    EXPECT_TRUE(house.cancel(task.id));  // acknowledged, and nothing
    const auto found = house.find(task.id);
    EXPECT_EQ(found->status, Status::Cancelled);
    EXPECT_FALSE(found->answer);
}

TEST(Tasks, LeaveAFinishedOneAsItIsWhenCancelled) {
    TaskHouse house;
    const Task task = house.taskOf(house.held("held"));
    house.calls.take().answered(reply("done"));
    house.changed();
    EXPECT_TRUE(house.cancel(task.id));
    EXPECT_EQ(house.find(task.id)->status, Status::Completed);
    EXPECT_EQ(house.changes.size(), 0U);
}

TEST(Tasks, AskAndGoOnOnceAllIsAnswered) {
    TaskHouse house;
    const auto tool = house.held("held");
    const Task task = house.taskOf(tool);
    house.calls.take().answered(tools::Questions{kTwoQuestions, std::string("\0state", 6)});
    const Task asking = house.changed();
    EXPECT_EQ(asking.status, Status::InputRequired);
    EXPECT_TRUE(json::parse(asking.questions).contains("1.a"));
    EXPECT_TRUE(house.answer(task.id, R"({"1.a":1,"nobody":2})", tool));
    const auto half = house.find(task.id);
    EXPECT_EQ(half->status, Status::InputRequired);
    EXPECT_EQ(json::parse(half->questions).size(), 1U);
    EXPECT_TRUE(house.answer(task.id, R"({"1.b":2})", tool));
    const auto again = house.calls.take();
    EXPECT_EQ(json::parse(again.invocation.particulars.answers), json::parse(R"({"a":1,"b":2})"));
    EXPECT_EQ(again.invocation.particulars.state, std::string("\0state", 6));
    EXPECT_EQ(house.find(task.id)->status, Status::Working);
    again.answered(reply("done"));
    while (house.changed().status != Status::Completed) {
    }
    EXPECT_EQ(house.find(task.id)->questions, "{}");
}

TEST(Tasks, NeverAskUnderTheSameKeyTwice) {
    TaskHouse house;
    const auto tool = house.held("held");
    const Task task = house.taskOf(tool);
    house.calls.take().answered(tools::Questions{R"({"a":{}})", ""});
    house.changed();
    ASSERT_TRUE(house.answer(task.id, R"({"1.a":1})", tool));
    house.calls.take().answered(tools::Questions{R"({"a":{}})", ""});
    while (house.changed().status != Status::Working) {
    }
    EXPECT_EQ(json::parse(house.changed().questions), json::parse(R"({"2.a":{}})"));
    ASSERT_TRUE(house.answer(task.id, R"({"1.a":1})", tool));
    EXPECT_EQ(house.find(task.id)->status, Status::InputRequired);
}

TEST(Tasks, FailWhenTheToolIsGoneByTheTimeItsQuestionsAreAnswered) {
    TaskHouse house;
    const Task task = house.taskOf(house.held("held"));
    house.calls.take().answered(tools::Questions{R"({"a":{}})", ""});
    house.changed();
    ASSERT_TRUE(house.answer(task.id, R"({"1.a":1})", house.held("other")));
    while (house.changed().status != Status::Failed) {
    }
    EXPECT_NE(house.find(task.id)->message.find("not offered any more"), std::string::npos);
}

TEST(Tasks, GoOnAsWhoeverAnsweredLast) {
    TaskHouse house;
    const auto tool = house.held("held");
    const Task task = house.taskOf(tool);
    house.calls.take().answered(tools::Questions{R"({"a":{}})", ""});
    house.changed();
    auto renewed = std::make_shared<identity::Principal>(*caller("abel"));
    renewed->token_id = "newer";
    renewed->servicenow_token = std::make_shared<const base::Secret>("t");
    house.tasks->answer(
        {task.id, renewed, R"({"1.a":1})"}, TaskHouse::catalogueOf(tool), [](auto) {});
    EXPECT_EQ(house.calls.take().invocation.principal, renewed);
}

TEST(Tasks, GoOnWhenTheCallerLeavesAfterItWasTold) {
    TaskHouse house;
    std::stop_source left;
    auto order = house.orderOf(house.held("held"));
    order.caller_left = left.get_token();
    const auto task = std::get<Task>(house.outcomeOf(std::move(order)));
    left.request_stop();
    const auto call = house.calls.take();
    EXPECT_FALSE(call.invocation.cancelled.stop_requested());
    call.answered(reply("done"));
    EXPECT_EQ(house.changed().status, Status::Completed);
    EXPECT_EQ(house.find(task.id)->status, Status::Completed);
}

TEST(Tasks, StopACallWhoseCallerLeavesBefore) {
    TaskHouse house(patient());
    std::stop_source left;
    auto order = house.orderOf(house.held("held"));
    order.caller_left = left.get_token();
    Inbox<Outcome> told;
    house.tasks->run(
        std::move(order), Start::WhenSlow, [&](Outcome outcome) { told.put(std::move(outcome)); });
    const auto call = house.calls.take();
    left.request_stop();
    EXPECT_TRUE(call.invocation.cancelled.stop_requested());
    EXPECT_TRUE(std::holds_alternative<tools::Answer>(told.take()));
}

TEST(Tasks, AreSweptWhenTheirTimeIsOverAndNotBefore) {
    Settings settings = impatient();
    settings.ttl = 100s;
    settings.max_per_caller = 1;
    TaskHouse house(settings);
    const auto tool = house.held("held");
    const Task task = house.taskOf(tool);
    const auto call = house.calls.take();
    const auto sweep = [&house] {
        house.tasks->sweep();
        ASSERT_TRUE(house.database->writeAndWait([](auto&) { return base::Done{}; }).ok());
    };
    house.clock.advance(200s);
    sweep();
    EXPECT_TRUE(house.find(task.id));  // its tool is at work
    call.answered(reply("done"));
    house.changed();
    house.clock.advance(99s);
    sweep();
    EXPECT_TRUE(house.find(task.id));
    house.clock.advance(2s);
    sweep();
    EXPECT_FALSE(house.find(task.id));
    EXPECT_TRUE(std::holds_alternative<Task>(house.outcomeOf(house.orderOf(tool), Start::AtOnce)));
}

TEST(Tasks, AreNotMadeAnyMoreOnceStopped) {
    TaskHouse house;
    const auto tool = house.held("held");
    house.tasks->stop(0ms);
    const auto refused =
        std::get<tools::Answer>(house.outcomeOf(house.orderOf(tool), Start::AtOnce));
    EXPECT_TRUE(std::get<tools::Reply>(refused).is_error);
    EXPECT_EQ(house.calls.size(), 0U);
}

TEST(Tasks, ThatAreAtWorkMayEndWithinThePatienceOfAStop) {
    TaskHouse house;
    const Task task = house.taskOf(house.held("held"));
    const auto call = house.calls.take();
    std::thread stopping([&] { house.tasks->stop(kPatience); });
    call.answered(reply("just in time"));
    stopping.join();
    EXPECT_EQ(house.find(task.id)->status, Status::Completed);
}

/// Whatever comes first ends a task, and it is told of once as ended.
TEST(Tasks, EndOnceWhenAnsweredAndCancelledAtTheSameTime) {
    TaskHouse house;
    const auto tool = house.held("held");
    constexpr int kRounds = 50;
    for (int round = 0; round < kRounds; ++round) {
        const Task task = house.taskOf(tool, round % 2 == 0 ? Start::AtOnce : Start::WhenSlow);
        const auto call = house.calls.take();
        std::thread answers([&] { call.answered(reply("done")); });
        std::thread cancels([&] { EXPECT_TRUE(house.cancel(task.id)); });
        answers.join();
        cancels.join();
        const Task ended = house.changed();
        EXPECT_EQ(ended.id, task.id);
        EXPECT_TRUE(isFinal(ended.status));
        EXPECT_EQ(house.find(task.id)->status, ended.status);
    }
    EXPECT_EQ(house.changes.size(), 0U);
}

TEST(Tasks, RunOnceAgainWhenTheSameAnswersComeTwiceAtTheSameTime) {
    TaskHouse house;
    const auto tool = house.held("held");
    constexpr int kRounds = 30;
    for (int round = 0; round < kRounds; ++round) {
        const Task task = house.taskOf(tool);
        house.calls.take().answered(tools::Questions{kTwoQuestions, ""});
        house.changed();
        const auto answers = [&] {
            EXPECT_TRUE(house.answer(task.id, R"({"1.a":1,"1.b":2})", tool));
        };
        std::thread one(answers);
        std::thread other(answers);
        one.join();
        other.join();
        EXPECT_EQ(house.changed().status, Status::Working);
        house.calls.take().answered(reply("done"));
        EXPECT_EQ(house.changed().status, Status::Completed);
        EXPECT_EQ(house.calls.size(), 0U);
    }
}

TEST(Tasks, AnswerOrBecomeATaskWhenBothHappenAtTheSameTime) {
    TaskHouse house;
    constexpr int kRounds = 100;
    const auto quick = std::make_shared<tools::FakeTool>(
        "quick", "p", [](const auto&, const tools::Answered& answered) {
            answered(reply("done"));
        });
    for (int round = 0; round < kRounds; ++round) {
        const auto outcome = house.outcomeOf(house.orderOf(quick));
        if (const auto* task = std::get_if<Task>(&outcome)) {
            EXPECT_EQ(house.changed().id, task->id);
            EXPECT_EQ(saidIn(*house.find(task->id)->answer), "done");
        } else {
            EXPECT_EQ(saidIn(std::get<tools::Answer>(outcome)), "done");
        }
    }
}

}  // namespace
}  // namespace toolhost::tasks
