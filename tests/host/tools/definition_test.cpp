#include "tools/definition.hpp"

#include <gtest/gtest.h>

namespace toolhost::tools {
namespace {

struct Refusal {
    const char* tool;
    const char* says;
};

class RefusedTool : public testing::TestWithParam<Refusal> {};

TEST_P(RefusedTool, IsNotDefined) {
    const auto definition = define(GetParam().tool, "com.example.x", "");
    ASSERT_FALSE(definition.ok()) << GetParam().tool;
    EXPECT_NE(definition.error().what.find(GetParam().says), std::string::npos)
        << definition.error().what;
}

INSTANTIATE_TEST_SUITE_P(
    Define,
    RefusedTool,
    testing::Values(
        Refusal{"[]", "must be a JSON object"},
        Refusal{"nonsense", "must be a JSON object"},
        Refusal{R"({"description":"d","inputSchema":{"type":"object"}})", "1 to 50"},
        Refusal{R"({"name":"Upper","description":"d","inputSchema":{"type":"object"}})", "1 to 50"},
        Refusal{R"({"name":"a","inputSchema":{"type":"object"}})", "needs a description"},
        Refusal{R"({"name":"a","description":"d"})", "inputSchema is missing"},
        Refusal{R"({"name":"a","description":"d","inputSchema":{"type":"string"}})",
                "\"type\": \"object\""},
        Refusal{
            R"({"name":"a","description":"d","inputSchema":{"type":"object","minProperties":-1}})",
            "inputSchema is not valid"},
        Refusal{
            R"({"name":"a","description":"d","inputSchema":{"type":"object"},"outputSchema":7})",
            "outputSchema is not valid"}));

TEST(Define, RefusesANameThatThePrefixMakesTooLong) {
    const std::string tool = R"({"name":")" + std::string(50, 'a') +
                             R"(","description":"d","inputSchema":{"type":"object"}})";
    EXPECT_TRUE(define(tool, "p", "").ok());
    EXPECT_FALSE(define(tool, "p", "x").ok());
}

TEST(Define, KeepsTheToolAsItWasWritten) {
    const std::string tool =
        R"({"name":"a", "description":"d", "inputSchema":{"type":"object","properties":{"z":{},"b":{}}},)"
        R"("annotations":{"readOnlyHint":true}})";
    const auto definition = define(tool, "p", "");
    ASSERT_TRUE(definition.ok()) << definition.error().what;
    EXPECT_EQ(definition.value().json, tool);
    EXPECT_TRUE(definition.value().is_read_only);
    EXPECT_FALSE(definition.value().output);
}

TEST(Define, PutsThePrefixBeforeTheName) {
    const auto definition =
        define(R"({"name":"a","description":"d","inputSchema":{"type":"object"}})", "p", "sn_");
    ASSERT_TRUE(definition.ok());
    EXPECT_EQ(definition.value().name, "sn_a");
    EXPECT_EQ(definition.value().local_name, "a");
    EXPECT_NE(definition.value().json.find(R"("name":"sn_a")"), std::string::npos);
}

TEST(Define, TakesWhatIsSaidToTheHostAlone) {
    const auto definition =
        define(R"({"name":"a","description":"d","inputSchema":{"type":"object"},)"
               R"("toolhost":{"requires":{"sampling":{}}}})",
               "p",
               "");
    ASSERT_TRUE(definition.ok());
    EXPECT_EQ(definition.value().required_capabilities, R"({"sampling":{}})");
    EXPECT_EQ(definition.value().json.find("toolhost"), std::string::npos);
}

TEST(Define, RefusesTermsThatCannotBeMeant) {
    for (const char* terms : {"7", R"({"requires":{}})", R"({"requires":[]})", R"({"other":{}})"}) {
        const std::string tool =
            R"({"name":"a","description":"d","inputSchema":{"type":"object"},"toolhost":)" +
            std::string(terms) + '}';
        EXPECT_FALSE(define(tool, "p", "").ok()) << terms;
    }
}

TEST(Define, KnowsWhatMayBeDoneTwice) {
    const auto definition = define(
        R"({"name":"a","description":"d","inputSchema":{"type":"object"},"annotations":{"idempotentHint":true}})",
        "p",
        "");
    EXPECT_TRUE(definition.value().is_idempotent);
    EXPECT_FALSE(definition.value().is_read_only);
    EXPECT_EQ(definition.value().as_task, AsTask::WhenSlow);
}

TEST(Define, TakesWhetherCallsGoOnAsTasks) {
    const auto definition =
        define(R"({"name":"a","description":"d","inputSchema":{"type":"object"},)"
               R"("toolhost":{"task":"never"}})",
               "p",
               "");
    EXPECT_EQ(definition.value().as_task, AsTask::Never);
}

}  // namespace
}  // namespace toolhost::tools
