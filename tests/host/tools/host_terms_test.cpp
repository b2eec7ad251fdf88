#include "tools/host_terms.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include <gtest/gtest.h>

namespace toolhost::tools {
namespace {

using nlohmann::json;

json toolWith(const char* terms) {
    return {{"name", "a"}, {"inputSchema", json::object()}, {"toolhost", json::parse(terms)}};
}

TEST(HostTerms, RefuseWhatTheHostDoesNotKnow) {
    const std::pair<const char*, const char*> cases[] = {
        {"7", "must be an object"},
        {R"({"tasks":"always"})", "no term this host knows"},
        {R"({"task":"maybe"})", "toolhost.task must be"},
        {R"({"task":true})", "toolhost.task must be"},
        {R"({"requires":{}})", "toolhost.requires must be"},
        {R"({"requires":"sampling"})", "toolhost.requires must be"}};
    for (const auto& [terms, words] : cases) {
        json tool = toolWith(terms);
        const auto taken = takeHostTerms(tool);
        ASSERT_FALSE(taken.ok()) << terms;
        EXPECT_NE(taken.error().what.find(words), std::string::npos) << taken.error().what;
    }
}

TEST(HostTerms, RefuseTasksOfAnythingButATool) {
    json prompt = {{"name", "a"}, {"toolhost", {{"task", "always"}}}};
    EXPECT_FALSE(takeHostTerms(prompt).ok());
}

TEST(HostTerms, AreTakenOutOfWhatClientsSee) {
    json tool = toolWith(R"({"task":"always","requires":{"sampling":{}}})");
    const auto terms = takeHostTerms(tool);
    ASSERT_TRUE(terms.ok());
    EXPECT_TRUE(terms.value().are_given);
    EXPECT_EQ(terms.value().as_task, AsTask::Always);
    EXPECT_EQ(terms.value().required_capabilities, R"({"sampling":{}})");
    EXPECT_FALSE(tool.contains("toolhost"));
}

TEST(HostTerms, KnowEveryWordAboutTasks) {
    const std::pair<const char*, AsTask> words[] = {{"when_slow", AsTask::WhenSlow},
                                                    {"always", AsTask::Always},
                                                    {"never", AsTask::Never},
                                                    {"required", AsTask::Required}};
    for (const auto& [word, meant] : words) {
        json tool = toolWith("{}");
        tool["toolhost"]["task"] = word;
        EXPECT_EQ(takeHostTerms(tool).value().as_task, meant) << word;
    }
}

TEST(HostTerms, SayNothingOfTasksUnlessTheyDo) {
    json tool = {{"name", "a"}, {"inputSchema", json::object()}};
    const auto terms = takeHostTerms(tool);
    EXPECT_FALSE(terms.value().as_task);
    EXPECT_FALSE(terms.value().are_given);
}

TEST(HostTerms, KeepAToolThatOnlyRunsAsATaskFromClientsWithoutTasks) {
    json tool = toolWith(R"({"task":"required","requires":{"extensions":{"x/y":{}}}})");
    EXPECT_EQ(json::parse(takeHostTerms(tool).value().required_capabilities),
              json::parse(R"({"extensions":{"x/y":{},"io.modelcontextprotocol/tasks":{}}})"));
}

}  // namespace
}  // namespace toolhost::tools
