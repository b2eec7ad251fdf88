#include "mcp/header_check.hpp"

#include <gtest/gtest.h>

namespace toolhost::mcp {
namespace {

Headers named(std::optional<std::string> name) {
    return {.protocol_version = "2026-07-28",
            .method = "tools/call",
            .name = std::move(name),
            .session_id = {}};
}

TEST(FindMissingHeader, WantsVersionThenMethodThenName) {
    EXPECT_TRUE(findMissingHeader({}, "echo"));
    Headers no_method = named("echo");
    no_method.method.reset();
    EXPECT_TRUE(findMissingHeader(no_method, "echo"));
    EXPECT_TRUE(findMissingHeader(named(std::nullopt), "echo"));
    EXPECT_FALSE(findMissingHeader(named("echo"), "echo"));
}

TEST(FindMissingHeader, ComparesTheNameExactly) {
    EXPECT_TRUE(findMissingHeader(named("Echo"), "echo"));
    EXPECT_FALSE(findMissingHeader(named("=?base64?ZWNobw==?="), "echo"));
    EXPECT_TRUE(findMissingHeader(named("=?base64?ZWNobw?="), "echo")) << "bad padding";
}

TEST(FindMissingHeader, LeavesAMissingBodyNameToTheParameters) {
    EXPECT_FALSE(findMissingHeader(named(std::nullopt), std::nullopt));
    EXPECT_FALSE(findMissingHeader(named(std::nullopt), std::nullopt));
}

}  // namespace
}  // namespace toolhost::mcp
