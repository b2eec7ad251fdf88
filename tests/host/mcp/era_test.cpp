#include "mcp/era.hpp"

#include <gtest/gtest.h>

namespace toolhost::mcp {
namespace {

/// How a request is classified: "stateless", "session", or the code it is refused with.
std::string classified(const std::string& method,
                       const std::string& params,
                       const std::optional<Headers>& headers) {
    const Era era = eraOfRequest(method, params, headers);
    if (std::holds_alternative<Stateless>(era)) return "stateless";
    if (std::holds_alternative<Sessionful>(era)) return "session";
    return std::to_string(std::get<Refusal>(era).code);
}

std::string meta(const std::string& version) {
    return R"({"_meta":{"io.modelcontextprotocol/protocolVersion":")" + version +
           R"(","io.modelcontextprotocol/clientCapabilities":{}}})";
}

Headers version(const char* text) {
    return {.protocol_version = text, .method = {}, .name = {}, .session_id = {}};
}

Headers versionAndMethod(const char* text, const char* method) {
    return {.protocol_version = text, .method = method, .name = {}, .session_id = {}};
}

struct Row {
    const char* what;
    std::string method;
    std::string params;
    std::optional<Headers> headers;
    const char* expected;
};

class EraOfRequest : public testing::TestWithParam<Row> {};

TEST_P(EraOfRequest, IsDecidedByTheBody) {
    const Row& row = GetParam();
    EXPECT_EQ(classified(row.method, row.params, row.headers), row.expected) << row.what;
}

INSTANTIATE_TEST_SUITE_P(
    Table,
    EraOfRequest,
    testing::Values(
        Row{"a claim", "tools/list", meta("2026-07-28"), Headers{}, "stateless"},
        Row{"a claim on stdio", "tools/list", meta("2026-07-28"), std::nullopt, "stateless"},
        Row{"header agrees", "tools/list", meta("2026-07-28"), version("2026-07-28"), "stateless"},
        Row{"header differs", "tools/list", meta("v999.0.0"), version("2026-07-28"), "-32020"},
        Row{"method header differs",
            "tools/list",
            meta("2026-07-28"),
            versionAndMethod("2026-07-28", "prompts/list"),
            "-32020"},
        Row{"unknown revision in both",
            "tools/list",
            meta("v999.0.0"),
            version("v999.0.0"),
            "-32022"},
        Row{"a session revision claimed", "tools/list", meta("2025-11-25"), Headers{}, "-32022"},
        Row{"initialize of a session",
            "initialize",
            R"({"protocolVersion":"2025-11-25"})",
            Headers{},
            "session"},
        Row{"initialize with its own _meta",
            "initialize",
            R"({"_meta":{"a":1}})",
            Headers{},
            "session"},
        Row{"initialize, modern header", "initialize", "{}", version("2026-07-28"), "-32020"},
        Row{"initialize claiming a stateless revision",
            "initialize",
            meta("2026-07-28"),
            Headers{},
            "stateless"},
        Row{"no claim, modern header", "tools/list", "{}", version("2026-07-28"), "-32602"},
        Row{"no params, modern header", "tools/list", "", version("2026-07-28"), "-32602"},
        Row{"no claim, session header", "tools/list", "{}", version("2025-06-18"), "session"},
        Row{"no claim, no header", "tools/list", "", Headers{}, "session"},
        Row{"no capabilities",
            "tools/list",
            R"({"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}})",
            version("2026-07-28"),
            "-32602"},
        Row{"version is no text",
            "tools/list",
            R"({"_meta":{"io.modelcontextprotocol/protocolVersion":7}})",
            version("2026-07-28"),
            "-32602"},
        Row{"_meta is no object", "tools/list", R"({"_meta":[]})", Headers{}, "-32602"},
        Row{"_meta named twice", "tools/list", R"({"_meta":{},"_meta":{}})", Headers{}, "-32602"}));

TEST(UnsupportedVersion, SaysWhatIsServed) {
    const Refusal refusal = unsupportedVersion("v999.0.0");
    EXPECT_EQ(refusal.http_status, 400);
    EXPECT_EQ(refusal.data, R"({"supported":["2026-07-28"],"requested":"v999.0.0"})");
}

}  // namespace
}  // namespace toolhost::mcp
