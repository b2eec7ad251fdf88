#include <deque>
#include <semaphore>
#include <utility>

#include "store/database.hpp"
#include "tasks/tasks.hpp"

#include "endpoint_fixture.hpp"

namespace toolhost::mcp {
namespace {

constexpr const char* kKnowsTasks =
    R"({"elicitation":{},"extensions":{"io.modelcontextprotocol/tasks":{}}})";

/// An endpoint that serves tasks, and a tool "job" whose calls are tasks and are answered by the
/// test.
class EndpointTasks : public EndpointTest {
protected:
    void SetUp() override {
        EndpointTest::SetUp();
        database_ =
            store::Database::open(directory_ / "toolhost.db", {tasks::taskMigrations()}, log_)
                .value();
        tasks_ = tasks::Tasks::open({}, {*database_, *runner_, clock_, log_}).value();
        endpoint_->serveTasks(*tasks_);
        endpoint_->offer(jobs());
    }

    void TearDown() override {
        tasks_->stop(std::chrono::milliseconds(0));
        runner_->drain(std::chrono::milliseconds(0));
        endpoint_.reset();
        tasks_.reset();
        database_.reset();
        EndpointTest::TearDown();
    }

    std::shared_ptr<const tools::Catalogue> jobs() {
        const auto hold = [this](const tools::Invocation& invocation, tools::Answered answered) {
            held_.emplace_back(invocation.particulars.answers, std::move(answered));
            came_.release();
        };
        const auto quick = [](const tools::Invocation&, const tools::Answered& answered) {
            answered(tools::Reply{});
        };
        auto tools = std::make_shared<tools::Catalogue>();
        EXPECT_TRUE(
            tools
                ->add({.tools = {std::make_shared<FakeTool>(
                                     "job", "p", hold, R"(,"toolhost":{"task":"always"})"),
                                 std::make_shared<FakeTool>(
                                     "strict", "p", quick, R"(,"toolhost":{"task":"required"})"),
                                 std::make_shared<FakeTool>(
                                     "quick", "p", quick, R"(,"toolhost":{"task":"always"})")}})
                .ok());
        return tools;
    }

    static std::string body(const std::string& method,
                            const std::string& params,
                            const char* capabilities) {
        return R"({"jsonrpc":"2.0","id":7,"method":")" + method + R"(","params":{)" + params +
               R"("_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",)"
               R"("io.modelcontextprotocol/clientCapabilities":)" +
               capabilities + "}}}";
    }

    json ask(const std::string& method,
             const std::string& params,
             const std::string& name,
             const char* capabilities = kKnowsTasks,
             const char* subject = "abel.tuter") {
        const Headers headers{
            .protocol_version = "2026-07-28", .method = method, .name = name, .session_id = {}};
        return json::parse(send(body(method, params, capabilities), headers, subject).body);
    }

    json call(const std::string& tool, const char* capabilities = kKnowsTasks) {
        return ask("tools/call", R"("name":")" + tool + R"(",)", tool, capabilities);
    }

    json about(const std::string& method,
               const std::string& id,
               const std::string& more = "",
               const char* subject = "abel.tuter") {
        return ask(method, R"("taskId":")" + id + "\"," + more, id, kKnowsTasks, subject);
    }

    /// Follows tasks on a stream of its own.
    std::shared_ptr<KeptStream> follow(const json& ids, const char* subject = "abel.tuter") {
        auto stream = std::make_shared<KeptStream>();
        auto principal = std::make_shared<identity::Principal>();
        principal->subject = subject;
        const std::string filter = R"("notifications":{"taskIds":)" + ids.dump() + "},";
        endpoint_->handle({.body = body("subscriptions/listen", filter, kKnowsTasks),
                           .principal = principal,
                           .caller_left = {},
                           .headers = Headers{.protocol_version = "2026-07-28",
                                              .method = "subscriptions/listen",
                                              .name = {},
                                              .session_id = {}},
                           .connection = nullptr,
                           .open_stream = [stream] { return stream; }},
                          [](const Outbound&) {});
        return stream;
    }

    std::string makeTask() { return call("job")["result"]["taskId"]; }

    /// Answers the job's call of that position.
    void answer(std::size_t position, tools::Answer answer) {
        came_.acquire();
        held_.at(position).second(std::move(answer));
    }

    json reaches(const std::string& id, const char* status) {
        const auto stream = follow({id});
        for (std::size_t position = 1;; ++position) {
            json task = about("tasks/get", id)["result"];
            if (task["status"] == status) return task;
            stream->at(position);
        }
    }

    std::unique_ptr<store::Database> database_;
    std::unique_ptr<tasks::Tasks> tasks_;
    std::counting_semaphore<> came_{0};
    std::deque<std::pair<std::string, tools::Answered>> held_;  // one call at a time
};

TEST_F(EndpointTasks, AreNotSpokenOfToAClientThatKnowsNone) {
    for (const char* method : {"tasks/get", "tasks/update", "tasks/cancel"}) {
        const auto refused = ask(method, R"("taskId":"x",)", "x", "{}")["error"];
        EXPECT_EQ(refused["code"], -32021) << method;
        EXPECT_EQ(refused["data"]["requiredCapabilities"],
                  json::parse(R"({"extensions":{"io.modelcontextprotocol/tasks":{}}})"));
    }
    EXPECT_EQ(call("strict", "{}")["error"]["code"], -32021);
    EXPECT_EQ(ask("subscriptions/listen",
                  R"("notifications":{"taskIds":[]},)",
                  "",
                  "{}")["error"]["code"],
              -32021);
}

TEST_F(EndpointTasks, AreRefusedWithoutAnIdOrAnswers) {
    EXPECT_EQ(ask("tasks/get", R"("taskId":7,)", "7")["error"]["code"], -32602);
    EXPECT_EQ(about("tasks/update", makeTask())["error"]["code"], -32602);
    EXPECT_EQ(about("tasks/update", "x", R"("inputResponses":[],)")["error"]["code"], -32602);
}

TEST_F(EndpointTasks, AreUnknownToOthers) {
    const std::string id = makeTask();
    const char* const kAnswers = R"("inputResponses":{},)";
    for (const char* method : {"tasks/get", "tasks/update", "tasks/cancel"}) {
        EXPECT_EQ(about(method, id, kAnswers, "bea")["error"]["code"], -32602) << method;
        EXPECT_EQ(about(method, "none", kAnswers)["error"]["code"], -32602) << method;
    }
    EXPECT_EQ(about("tasks/get", id)["result"]["status"], "working");
}

TEST_F(EndpointTasks, HaveNoListAndNoResultOfTheirOwn) {
    for (const char* method : {"tasks/list", "tasks/result"}) {
        EXPECT_EQ(about(method, "x")["error"]["code"], -32601) << method;
    }
}

TEST_F(EndpointTasks, AreMadeInPlaceOfAnAnswer) {
    const json result = call("job")["result"];
    EXPECT_EQ(result["resultType"], "task");
    EXPECT_EQ(result["status"], "working");
    EXPECT_TRUE(result["ttlMs"].is_number_integer());
    EXPECT_TRUE(result["pollIntervalMs"].is_number_integer());
    EXPECT_TRUE(result["createdAt"].is_string());
    EXPECT_TRUE(result["lastUpdatedAt"].is_string());
    for (const char* member : {"task", "result", "error", "inputRequests", "requestState"}) {
        EXPECT_FALSE(result.contains(member)) << member;
    }
}

TEST_F(EndpointTasks, AreNotMadeForAClientThatKnowsNone) {
    EXPECT_EQ(call("quick", "{}")["result"]["resultType"], "complete");
    const auto session = openSession();
    const auto answered =
        send(request("tools/call", R"({"name":"quick","arguments":{}})"), inSession(session));
    EXPECT_TRUE(json::parse(answered.body)["result"]["content"].is_array());
}

TEST_F(EndpointTasks, HoldTheResultAsTheCallWouldHaveHadIt) {
    const std::string id = makeTask();
    tools::Reply reply = tools::errorReply("no luck");
    reply.meta = R"({"a/b":1})";
    answer(0, reply);
    const json task = reaches(id, "completed");
    EXPECT_EQ(task["resultType"], "complete");
    EXPECT_EQ(task["result"]["resultType"], "complete");
    EXPECT_EQ(task["result"]["isError"], true);
    EXPECT_EQ(task["result"]["content"][0]["text"], "no luck");
    EXPECT_EQ(task["result"]["_meta"]["a/b"], 1);
    EXPECT_FALSE(task.contains("error"));
}

TEST_F(EndpointTasks, HoldTheErrorOfTheProtocol) {
    const std::string id = makeTask();
    answer(0, tools::Fault{tools::Fault::Kind::Internal, "broken"});
    const json task = reaches(id, "failed");
    EXPECT_EQ(task["error"], json::parse(R"({"code":-32603,"message":"broken"})"));
    EXPECT_FALSE(task.contains("result"));
}

TEST_F(EndpointTasks, AskAndTakeAnswers) {
    const std::string id = makeTask();
    answer(0, tools::Questions{kQuestion, "kept"});
    const json asking = reaches(id, "input_required");
    EXPECT_FALSE(asking.contains("requestState"));
    const std::string key = asking["inputRequests"].items().begin().key();
    EXPECT_EQ(asking["inputRequests"][key]["method"], "elicitation/create");
    const json taken =
        about("tasks/update", id, R"("inputResponses":{")" + key + R"(":{"action":"accept"}},)");
    EXPECT_EQ(taken["result"]["resultType"], "complete");
    EXPECT_FALSE(taken["result"].contains("taskId"));
    answer(1, tools::Reply{});
    EXPECT_EQ(held_.at(1).first, R"({"name":{"action":"accept"}})");
    EXPECT_FALSE(reaches(id, "completed").contains("inputRequests"));
}

TEST_F(EndpointTasks, AreCancelledWithAnAcknowledgement) {
    const std::string id = makeTask();
    for (int times = 0; times < 2; ++times) {
        const json taken = about("tasks/cancel", id)["result"];
        EXPECT_EQ(taken["resultType"], "complete");
        EXPECT_FALSE(taken.contains("status"));
        EXPECT_EQ(about("tasks/get", id)["result"]["status"], "cancelled");
    }
}

TEST_F(EndpointTasks, AreToldOfToWhoFollowsThem) {
    const std::string id = makeTask();
    const auto mine = follow({id, "none"});
    const auto others = follow({id}, "bea");
    EXPECT_EQ(mine->at(0)["params"]["notifications"], json({{"taskIds", {id}}}));
    EXPECT_EQ(others->at(0)["params"]["notifications"], json::object());
    answer(0, tools::Reply{});
    const json told = mine->at(1);
    EXPECT_EQ(told["method"], "notifications/tasks");
    EXPECT_EQ(told["params"]["taskId"], id);
    EXPECT_EQ(told["params"]["status"], "completed");
    EXPECT_TRUE(told["params"]["result"]["content"].is_array());
    EXPECT_EQ(told["params"]["_meta"]["io.modelcontextprotocol/subscriptionId"], 7);
    EXPECT_EQ(others->count(), 2U);  // acknowledged and closed: there is nothing to tell it
}

TEST_F(EndpointTasks, AreAnnounced) {
    const auto discovered = json::parse(modern("server/discover").body);
    EXPECT_EQ(discovered["result"]["capabilities"]["extensions"],
              json::parse(R"({"io.modelcontextprotocol/tasks":{}})"));
}

TEST_F(EndpointTest, SpeaksOfNoTasksWhereItServesNone) {
    EXPECT_EQ(modern("tasks/get", R"("taskId":"x",)", "x").http_status, 404);
    const auto discovered = json::parse(modern("server/discover").body);
    EXPECT_FALSE(discovered["result"]["capabilities"].contains("extensions"));
}

}  // namespace
}  // namespace toolhost::mcp
