// Prompts, resources, templates, completions and what changes of them, from a plugin in this
// process and from one in a process of its own.
#include <chrono>
#include <condition_variable>
#include <future>
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "services/service_house.hpp"

#include "one_call.hpp"
#include "plugin_directory.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;
using namespace std::chrono_literals;

class NotebookTest : public testing::TestWithParam<Isolation> {
protected:
    void SetUp() override {
        directory_.shared = &house_.shared();
        directory_.settings.watch = false;
        plugins_ = directory_.start().value();
        const auto followed =
            plugins_->follow({.catalogue = [this](const auto&) { note("catalogue"); },
                              .resource = [this](const auto& uri) { note(uri); }});
        ASSERT_TRUE(followed.ok());
    }

    void TearDown() override { plugins_.reset(); }

    static tools::Answer answerOf(tools::Callable& callable,
                                  const json& arguments,
                                  tools::Particulars particulars = {}) {
        std::promise<tools::Answer> answered;
        auto invocation = invocationOf(arguments.dump());
        invocation.particulars = std::move(particulars);
        callable.run(std::move(invocation),
                     [&](tools::Answer answer) { answered.set_value(std::move(answer)); });
        return answered.get_future().get();
    }

    /// The members of the result object an answer is.
    static json membersOf(const tools::Answer& answer) {
        const auto* object = std::get_if<tools::ResultObject>(&answer);
        return object == nullptr ? json() : json::parse('{' + object->members + '}');
    }

    tools::Answer prompt(const std::string& name, const json& arguments = json::object()) {
        return answerOf(*plugins_->catalogue()->prompts().find(name), arguments);
    }

    json read(const std::string& uri, const json& variables = json::object()) {
        return membersOf(answerOf(*plugins_->catalogue()->resourceAt(uri),
                                  {{"uri", uri}, {"variables", variables}}));
    }

    void note(const std::string& what) {
        const std::lock_guard lock(mutex_);
        noted_.push_back(what);
        changed_.notify_all();
    }

    bool waitFor(const std::string& what) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, 20s, [&] {
            return std::find(noted_.begin(), noted_.end(), what) != noted_.end();
        });
    }

    ServiceHouse house_;
    PluginDirectory directory_{{"notebook.so"}, GetParam()};
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> noted_;  // guarded by mutex_
    std::unique_ptr<Plugins> plugins_;
};

INSTANTIATE_TEST_SUITE_P(Modes,
                         NotebookTest,
                         testing::Values(Isolation::InProcess, Isolation::Process),
                         [](const auto& mode) {
                             return mode.param == Isolation::InProcess ? "InProcess" : "InAProcess";
                         });

TEST_P(NotebookTest, AnswersPromptsWithMessages) {
    const json letter = membersOf(prompt("write_letter", {{"name", "Ada"}}));
    EXPECT_EQ(letter["description"], "A letter to Ada");
    EXPECT_EQ(letter["messages"][0]["content"]["text"], "Write a friendly letter to Ada.");
    EXPECT_EQ(membersOf(prompt("as_whom"))["messages"][0]["content"]["text"], "abel.tuter");
}

TEST_P(NotebookTest, AnswersForAPromptThatThrows) {
    const auto answer = prompt("breaks");
    ASSERT_TRUE(std::holds_alternative<tools::Fault>(answer));
    EXPECT_EQ(std::get<tools::Fault>(answer).message, "the pen is empty");
}

TEST_P(NotebookTest, AsksTheUserBeforeItAnswersAPrompt) {
    const auto asks = plugins_->catalogue()->prompts().find("asks_first");
    tools::Particulars can_be_asked;
    can_be_asked.client_capabilities = R"({"elicitation":{"form":{}}})";
    const auto asked = answerOf(*asks, json::object(), can_be_asked);
    ASSERT_TRUE(std::holds_alternative<tools::Questions>(asked));
    tools::Particulars has_answered;
    has_answered.answers = R"({"name":{"action":"accept","content":{"name":"Grace"}}})";
    has_answered.state = "state";
    const auto answered = answerOf(*asks, json::object(), has_answered);
    EXPECT_EQ(membersOf(answered)["messages"][0]["content"]["text"], "Grace");
}

TEST_P(NotebookTest, ReadsResourcesAndTemplates) {
    EXPECT_EQ(read("note://today"),
              (json{{"contents",
                     {{{"uri", "note://today"},
                       {"mimeType", "text/plain"},
                       {"text", "Water the plants."}}}}}));
    EXPECT_EQ(read("note://picture")["contents"][0]["blob"], "AP8Q");
    EXPECT_EQ(read("ui://notebook/view")["contents"][0]["_meta"]["ui"]["prefersBorder"], true);
    const json day = read("note://days/2026-11-22", {{"date", "2026-11-22"}});
    EXPECT_EQ(day["contents"][0]["uri"], "note://days/2026-11-22");
    EXPECT_EQ(day["contents"][0]["text"], "resources/read of 2026-11-22");
}

TEST_P(NotebookTest, SaysThatThereIsNothingBehindAUri) {
    const auto answer = answerOf(*plugins_->catalogue()->resourceAt("note://days/1999"),
                                 {{"uri", "note://days/1999"}, {"variables", {{"date", "1999"}}}});
    ASSERT_TRUE(std::holds_alternative<tools::Fault>(answer));
    EXPECT_EQ(std::get<tools::Fault>(answer).kind, tools::Fault::Kind::InvalidParams);
    EXPECT_EQ(plugins_->catalogue()->resourceAt("note://nowhere"), nullptr);
}

TEST_P(NotebookTest, CompletesArgumentsAndVariables) {
    const auto complete = [this](const char* name, const char* argument, const char* typed) {
        const json params = {
            {"ref", {{"type", std::string(name).substr(0, std::string(name).find(' '))}}},
            {"argument", {{"name", argument}, {"value", typed}}}};
        return membersOf(
            answerOf(*plugins_->catalogue()->completions().find(name), params))["completion"];
    };
    EXPECT_EQ(complete("ref/prompt write_letter", "tone", "fr"),
              (json{{"values", {"friendly", "frank"}}, {"total", 2}, {"hasMore", false}}));
    EXPECT_EQ(complete("ref/prompt write_letter", "name", "A")["values"], json::array());
    const json days = complete("ref/resource note://days/{date}", "date", "2026-");
    EXPECT_EQ(days["values"].size(), 100U);
    EXPECT_EQ(days["hasMore"], true);
}

TEST_P(NotebookTest, KeepsMetaOfWhatItLists) {
    const auto& edit = plugins_->catalogue()->tools().find("edit")->definition();
    EXPECT_EQ(json::parse(edit.json)["_meta"]["ui"]["resourceUri"], "ui://notebook/view");
}

TEST_P(NotebookTest, IsListedAnewWhenItSaysSo) {
    EXPECT_EQ(plugins_->catalogue()->tools().find("read_news"), nullptr);
    EXPECT_EQ(plugins_->catalogue()->resourceAt("note://published"), nullptr);
    EXPECT_EQ(say(*plugins_->catalogue(), "publish"), "told");
    ASSERT_TRUE(waitFor("catalogue")) << directory_.log();
    EXPECT_EQ(say(*plugins_->catalogue(), "read_news"), "news");
    EXPECT_EQ(read("note://published")["contents"][0]["text"], "news");
    EXPECT_EQ(plugins_->verdicts().at(0).tools,
              (std::vector<std::string>{"edit", "publish", "read_news"}));
    EXPECT_EQ(plugins_->draining(), 0U) << "it is the same plugin";
}

TEST_P(NotebookTest, TellsOfAResourceThatChanged) {
    std::promise<std::string> told;
    plugins_->catalogue()->tools().find("edit")->run(
        invocationOf(R"({"text":"Feed the cat."})"),
        [&](const tools::Answer& answer) { told.set_value(messageOf(answer)); });
    EXPECT_EQ(told.get_future().get(), "told");
    ASSERT_TRUE(waitFor("note://today"));
    EXPECT_EQ(read("note://today")["contents"][0]["text"], "Feed the cat.");
}

}  // namespace
}  // namespace toolhost::loader
