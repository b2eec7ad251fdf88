#include "loader/plugin_tool.hpp"

#include <atomic>
#include <chrono>
#include <future>
#include <thread>

#include <gtest/gtest.h>

#include "plugin_directory.hpp"

namespace toolhost::loader {
namespace {

using namespace std::chrono_literals;

/// Runs one tool of one plugin and waits for its answer.
class OneTool {
public:
    explicit OneTool(const std::string& file)
        : plugins_({file}), loaded_(plugins_.load().value()) {}

    tools::Answer call(const std::string& tool, std::string arguments = "{}") {
        std::promise<tools::Answer> answered;
        loaded_.catalogue->find(tool)->run(invocation(std::move(arguments)),
                                           [&](tools::Answer answer) {
                                               ++answers_;
                                               answered.set_value(std::move(answer));
                                           });
        return answered.get_future().get();
    }

    static std::string messageOf(const tools::Answer& answer) {
        if (const auto* fault = std::get_if<tools::Fault>(&answer)) return fault->message;
        return std::get<tools::Reply>(answer).content[0].value("text", "");
    }

    std::stop_source stop;
    int answers() const { return answers_; }
    std::string log() const { return plugins_.log(); }
    const tools::Catalogue& catalogue() const { return *loaded_.catalogue; }

    tools::Invocation invocation(std::string arguments) {
        auto principal = std::make_shared<identity::Principal>();
        principal->subject = "abel.tuter";
        return {.principal = principal,
                .arguments = std::move(arguments),
                .id = "01TEST",
                .deadline = std::chrono::steady_clock::now() + 10s,
                .cancelled = stop.get_token()};
    }

private:
    PluginDirectory plugins_;
    Loaded loaded_;
    std::atomic<int> answers_{0};
};

TEST(PluginTool, TurnsAnExceptionIntoAFault) {
    OneTool plugin("throws_in_call.so");
    EXPECT_EQ(OneTool::messageOf(plugin.call("throws")), "the tool threw");
    EXPECT_EQ(OneTool::messageOf(plugin.call("throws_an_int")), "an unknown exception");
}

TEST(PluginTool, AnswersForAToolThatForgot) {
    OneTool plugin("forgets_to_answer.so");
    const auto answer = plugin.call("forgets");
    ASSERT_TRUE(std::holds_alternative<tools::Fault>(answer));
    EXPECT_NE(OneTool::messageOf(answer).find("without answering"), std::string::npos);
}

TEST(PluginTool, RefusesAnAnswerThatBreaksItsSchema) {
    OneTool plugin("breaks_output_schema.so");
    const auto answer = plugin.call("crooked");
    ASSERT_TRUE(std::holds_alternative<tools::Fault>(answer));
    EXPECT_NE(OneTool::messageOf(answer).find("does not conform to outputSchema"),
              std::string::npos);
    EXPECT_NE(plugin.log().find("loader.plugin.misbehaved"), std::string::npos);
}

TEST(PluginTool, TakesOneAnswerFromAnotherThread) {
    OneTool plugin("answers_later.so");
    EXPECT_EQ(OneTool::messageOf(plugin.call("later")), "later");
    EXPECT_EQ(OneTool::messageOf(plugin.call("later")), "later");
    EXPECT_EQ(plugin.answers(), 2);
}

TEST(PluginTool, LetsAToolSeeThatItIsCancelled) {
    OneTool plugin("never_answers.so");
    std::promise<void> answered;
    std::thread caller([&] {
        plugin.catalogue()
            .find("never_answers")
            ->run(plugin.invocation("{}"), [&](const tools::Answer&) { answered.set_value(); });
    });
    plugin.stop.request_stop();
    EXPECT_EQ(answered.get_future().wait_for(5s), std::future_status::ready);
    caller.join();
}

TEST(PluginTool, EchoesTextOfAnyKind) {
    OneTool plugin("echo.so");
    const auto answer = plugin.call("echo", R"({"text":"h\u00e9 \"quoted\"\n\u0000!"})");
    EXPECT_EQ(OneTool::messageOf(answer), std::string("h\xc3\xa9 \"quoted\"\n\0!", 15));
}

TEST(PluginTool, SaysThatTheHostHasNoInstance) {
    OneTool plugin("servicenow_meta.so");
    const auto answer = plugin.call("query", R"({"table":"incident"})");
    ASSERT_TRUE(std::holds_alternative<tools::Reply>(answer)) << OneTool::messageOf(answer);
    EXPECT_TRUE(std::get<tools::Reply>(answer).is_error);
}

}  // namespace
}  // namespace toolhost::loader
