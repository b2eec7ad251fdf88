#include "mcp/revisions/down_convert.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

#include "fake_tool.hpp"

namespace toolhost::mcp {
namespace {

using nlohmann::json;

tools::Catalogue catalogueWith(const char* output_schema) {
    tools::Catalogue catalogue;
    const std::string more = std::string(R"(,"outputSchema":)") + output_schema;
    EXPECT_TRUE(catalogue
                    .add({.tools = {std::make_shared<tools::FakeTool>(
                              "a", "p", tools::FakeTool::Run(), more.c_str())}})
                    .ok());
    return catalogue;
}

json listed(const Revision& revision, const tools::Catalogue& catalogue) {
    return json::parse(listsFor(revision, catalogue).tools.at(0).json);
}

TEST(ListsFor, LeavesOutputSchemasToRevisionsThatHaveThem) {
    const auto catalogue = catalogueWith(R"({"type":"object"})");
    EXPECT_FALSE(listed(kRevision20250326, catalogue).contains("outputSchema"));
    EXPECT_EQ(listed(kRevision20250618, catalogue)["outputSchema"]["type"], "object");
}

TEST(ListsFor, WrapsARootThatIsNoObject) {
    const auto catalogue = catalogueWith(R"({"type":"array"})");
    const json wrapped = listed(kRevision20251125, catalogue)["outputSchema"];
    EXPECT_EQ(wrapped["properties"]["result"]["type"], "array");
    EXPECT_EQ(listed(kRevision20260728, catalogue)["outputSchema"]["type"], "array");
}

TEST(ReplyFor, WrapsAStructuredValueInTheSameWay) {
    tools::Reply reply;
    reply.structured = "[1,2]";
    EXPECT_EQ(replyFor(kRevision20251125, reply).structured, R"({"result":[1,2]})");
    EXPECT_EQ(replyFor(kRevision20260728, reply).structured, "[1,2]");
    EXPECT_FALSE(replyFor(kRevision20250326, reply).structured);
}

TEST(ReplyFor, TurnsALinkIntoTextWhereLinksAreUnknown) {
    tools::Reply reply;
    reply.content.push_back({{"type", "resource_link"}, {"name", "n"}, {"uri", "u://x"}});
    EXPECT_EQ(replyFor(kRevision20250326, reply).content[0]["text"], "n: u://x");
    EXPECT_EQ(replyFor(kRevision20250618, reply).content[0]["type"], "resource_link");
}

}  // namespace
}  // namespace toolhost::mcp
