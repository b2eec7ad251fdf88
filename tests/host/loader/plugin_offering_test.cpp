#include "loader/plugin_offering.hpp"

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "one_call.hpp"
#include "plugin_directory.hpp"

namespace toolhost::loader {
namespace {

using namespace std::chrono_literals;

/// Runs one tool of one plugin and waits for its answer.
class OneTool {
public:
    OneTool(const std::string& file, Isolation isolation)
        : plugins_({file}, isolation), loaded_(plugins_.load().value()) {}

    tools::Answer call(const std::string& tool, std::string arguments = "{}") {
        return call(tool, invocation(std::move(arguments)));
    }

    tools::Answer call(const std::string& tool, tools::Invocation invocation) {
        std::promise<tools::Answer> answered;
        loaded_.catalogue->tools().find(tool)->run(std::move(invocation),
                                                   [&](tools::Answer answer) {
                                                       ++answers_;
                                                       answered.set_value(std::move(answer));
                                                   });
        return answered.get_future().get();
    }

    static std::string messageOf(const tools::Answer& answer) { return loader::messageOf(answer); }

    std::stop_source stop;
    int answers() const { return answers_; }
    std::string log() const { return plugins_.log(); }
    const tools::Catalogue& catalogue() const { return *loaded_.catalogue; }

    tools::Invocation invocation(std::string arguments) {
        return invocationOf(std::move(arguments), stop.get_token());
    }

private:
    PluginDirectory plugins_;
    Loaded loaded_;
    std::atomic<int> answers_{0};
};

/// The same, wherever the plugin's code runs.
class PluginOffering : public testing::TestWithParam<Isolation> {};

INSTANTIATE_TEST_SUITE_P(Runs,
                         PluginOffering,
                         testing::Values(Isolation::InProcess, Isolation::Process),
                         [](const auto& isolation) {
                             return isolation.param == Isolation::Process ? "isolated"
                                                                          : "in_process";
                         });

TEST_P(PluginOffering, TurnsAnExceptionIntoAFault) {
    OneTool plugin("throws_in_call.so", GetParam());
    EXPECT_EQ(OneTool::messageOf(plugin.call("throws")), "the tool threw");
    EXPECT_EQ(OneTool::messageOf(plugin.call("throws_an_int")), "an unknown exception");
}

TEST_P(PluginOffering, AnswersForAToolThatForgot) {
    OneTool plugin("forgets_to_answer.so", GetParam());
    const auto answer = plugin.call("forgets");
    ASSERT_TRUE(std::holds_alternative<tools::Fault>(answer));
    EXPECT_NE(OneTool::messageOf(answer).find("without answering"), std::string::npos);
}

TEST_P(PluginOffering, RefusesAnAnswerThatBreaksItsSchema) {
    OneTool plugin("breaks_output_schema.so", GetParam());
    const auto answer = plugin.call("crooked");
    ASSERT_TRUE(std::holds_alternative<tools::Fault>(answer));
    EXPECT_NE(OneTool::messageOf(answer).find("does not conform to outputSchema"),
              std::string::npos);
    EXPECT_NE(plugin.log().find("loader.plugin.misbehaved"), std::string::npos);
}

TEST_P(PluginOffering, TakesOneAnswerFromAnotherThread) {
    OneTool plugin("answers_later.so", GetParam());
    EXPECT_EQ(OneTool::messageOf(plugin.call("later")), "later");
    EXPECT_EQ(OneTool::messageOf(plugin.call("later")), "later");
    EXPECT_EQ(plugin.answers(), 2);
}

TEST_P(PluginOffering, IsCalledNoMoreOnceItIsInQuarantine) {
    OneTool plugin("echo.so", GetParam());
    plugin.catalogue().tools().find("echo")->quarantine();
    const auto answer = plugin.call("echo", R"({"text":"hello"})");
    EXPECT_TRUE(std::get<tools::Reply>(answer).is_error);
    EXPECT_NE(OneTool::messageOf(answer).find("toolhost plugin reload com.toolhost.echo"),
              std::string::npos);
}

TEST_P(PluginOffering, LetsAToolSeeThatItIsCancelled) {
    OneTool plugin("never_answers.so", GetParam());
    std::promise<void> answered;
    std::thread caller([&] {
        plugin.catalogue()
            .tools()
            .find("never_answers")
            ->run(plugin.invocation("{}"), [&](const tools::Answer&) { answered.set_value(); });
    });
    plugin.stop.request_stop();
    EXPECT_EQ(answered.get_future().wait_for(5s), std::future_status::ready);
    caller.join();
}

TEST_P(PluginOffering, EchoesTextOfAnyKind) {
    OneTool plugin("echo.so", GetParam());
    const auto answer = plugin.call("echo", R"({"text":"h\u00e9 \"quoted\"\n\u0000!"})");
    EXPECT_EQ(OneTool::messageOf(answer), std::string("h\xc3\xa9 \"quoted\"\n\0!", 15));
}

TEST_P(PluginOffering, IsCalledThoughItWasBuiltForALaterMinor) {
    OneTool plugin("built_for_next.so", GetParam());
    EXPECT_EQ(OneTool::messageOf(plugin.call("echo", R"({"text":"hello"})")), "hello");
}

TEST_P(PluginOffering, SaysThatTheHostHasNoInstance) {
    OneTool plugin("servicenow_meta.so", GetParam());
    const auto answer = plugin.call("query", R"({"table":"incident"})");
    ASSERT_TRUE(std::holds_alternative<tools::Reply>(answer)) << OneTool::messageOf(answer);
    EXPECT_TRUE(std::get<tools::Reply>(answer).is_error);
}

constexpr const char* kFormsOnly = R"({"elicitation":{}})";

/// An invocation by a client that can be asked those things.
tools::Invocation askable(OneTool& plugin, const char* capabilities) {
    auto invocation = plugin.invocation("{}");
    invocation.particulars.client_capabilities = capabilities;
    return invocation;
}

TEST_P(PluginOffering, AsksTheUserAndGoesOnWithTheAnswer) {
    OneTool plugin("converses.so", GetParam());
    const auto asked = plugin.call("greets", askable(plugin, kFormsOnly));
    const auto* questions = std::get_if<tools::Questions>(&asked);
    ASSERT_NE(questions, nullptr) << OneTool::messageOf(asked);
    EXPECT_NE(questions->requests.find("What is your name?"), std::string::npos);
    EXPECT_EQ(questions->state, "asked once");

    auto again = askable(plugin, kFormsOnly);
    again.particulars.state = questions->state;
    again.particulars.answers = R"({"user_name":{"action":"accept","content":{"name":"Abel"}}})";
    EXPECT_EQ(OneTool::messageOf(plugin.call("greets", std::move(again))),
              "Hello, Abel (asked once)");
}

TEST_P(PluginOffering, IsToldThatAClientCannotBeAsked) {
    OneTool plugin("converses.so", GetParam());
    for (const char* capabilities : {"{}", R"({"sampling":{}})", R"({"elicitation":{"url":{}}})"}) {
        EXPECT_EQ(OneTool::messageOf(plugin.call("greets", askable(plugin, capabilities))),
                  "This client cannot ask you for your name.")
            << capabilities;
    }
}

/// Keeps what a call says while it runs.
class Listener final : public tools::Audience {
public:
    void progress(const tools::Progress& progress) override { told.push_back(progress.done); }
    void message(const tools::Message& message) override { said.push_back(message.data); }
    [[nodiscard]] bool canComeBack() const override { return false; }
    void comeBack(std::chrono::milliseconds) override {}

    std::vector<double> told;
    std::vector<std::string> said;
};

TEST_P(PluginOffering, ReportsProgressAndPutsPartsBeforeTheResult) {
    OneTool plugin("converses.so", GetParam());
    const auto listener = std::make_shared<Listener>();
    auto invocation = plugin.invocation("{}");
    invocation.audience = listener;
    const auto answer = plugin.call("counts", std::move(invocation));
    ASSERT_FALSE(listener->told.empty());
    EXPECT_EQ(listener->told.front(), 1);
    ASSERT_EQ(listener->said.size(), 3U);
    EXPECT_EQ(listener->said.front(), R"({"step":1})");
    const auto& content = std::get<tools::Reply>(answer).content;
    ASSERT_EQ(content.size(), 4U);
    EXPECT_EQ(content[0]["text"], "part 1");
    EXPECT_EQ(content[3]["text"], "counted");
}

TEST_P(PluginOffering, TellsAPluginWhatTheRequestSaid) {
    OneTool plugin("converses.so", GetParam());
    auto invocation = plugin.invocation("{}");
    invocation.particulars.meta = R"({"com.example/tag":1})";
    invocation.particulars.trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    const std::string told = OneTool::messageOf(plugin.call("tells", std::move(invocation)));
    EXPECT_NE(told.find(R"("com.example/tag":1)"), std::string::npos) << told;
    EXPECT_NE(told.find("0af7651916cd43dd8448eb211c80319c"), std::string::npos) << told;
    EXPECT_NE(told.find("abel.tuter"), std::string::npos) << told;
}

TEST_P(PluginOffering, ServesAPluginWrittenInC) {
    OneTool plugin("plain_c.so", GetParam());
    EXPECT_EQ(OneTool::messageOf(plugin.call("measures", R"({"a":1})")), "7 bytes");
}

}  // namespace
}  // namespace toolhost::loader
