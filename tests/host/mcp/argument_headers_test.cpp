#include "mcp/argument_headers.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace toolhost::mcp {
namespace {

const auto kMirrored = tools::mirroredArguments(nlohmann::json::parse(R"({
    "type": "object",
    "properties": {
        "region": {"type": "string", "x-mcp-header": "Region"},
        "deep": {"type": "object",
                 "properties": {"count": {"type": "integer", "x-mcp-header": "Count"},
                                "dry": {"type": "boolean", "x-mcp-header": "Dry"}}}}})"))
                           .value();

struct Case {
    const char* what;
    HeaderParams params;
    const char* arguments;
    bool fits;
};

TEST(ArgumentHeaders, AreHeldAgainstTheArguments) {
    for (const auto& [what, params, arguments, fits] : std::vector<Case>{
             {"nothing said", {}, "{}", true},
             {"missing", {}, R"({"region":"eu"})", false},
             {"same", {{"region", "eu"}}, R"({"region":"eu"})", true},
             {"other", {{"Region", "us"}}, R"({"region":"eu"})", false},
             {"not there in the body", {{"Region", "us"}}, R"({"region":null})", true},
             {"encoded", {{"Region", "=?base64?SGVsbG8=?="}}, R"({"region":"Hello"})", true},
             {"badly encoded",
              {{"Region", "=?base64?SGVs!!!bG8=?="}},
              R"({"region":"Hello"})",
              false},
             {"only looks encoded",
              {{"Region", "=?base64?SGVsbG8="}},
              R"({"region":"=?base64?SGVsbG8="})",
              true},
             {"a number in another spelling",
              {{"Count", "42.0"}},
              R"({"deep":{"count":42}})",
              true},
             {"another number", {{"Count", "43"}}, R"({"deep":{"count":42}})", false},
             {"no number", {{"Count", "forty"}}, R"({"deep":{"count":42}})", false},
             {"a large number",
              {{"Count", "9007199254740993"}},
              R"({"deep":{"count":9007199254740992}})",
              false},
             {"true", {{"Dry", "true"}}, R"({"deep":{"dry":true}})", true},
             {"not true", {{"Dry", "1"}}, R"({"deep":{"dry":true}})", false},
             {"a stranger", {{"Other", "x"}}, "{}", true}}) {
        EXPECT_EQ(!findArgumentMismatch(kMirrored, params, arguments), fits) << what;
    }
}

TEST(ArgumentHeaders, AreRefusedWhereClientsWouldDropTheTool) {
    for (
        const char* schema :
        {R"({"properties":{"a":{"type":"number","x-mcp-header":"A"}}})",
         R"({"properties":{"a":{"type":"string","x-mcp-header":""}}})",
         R"({"properties":{"a":{"type":"string","x-mcp-header":"A b"}}})",
         R"({"properties":{"a":{"type":"string","x-mcp-header":"A"},
                            "b":{"type":"string","x-mcp-header":"a"}}})",
         R"({"properties":{"a":{"type":"array","items":{"type":"string","x-mcp-header":"A"}}}})"}) {
        EXPECT_FALSE(tools::mirroredArguments(nlohmann::json::parse(schema)).ok()) << schema;
    }
}

}  // namespace
}  // namespace toolhost::mcp
