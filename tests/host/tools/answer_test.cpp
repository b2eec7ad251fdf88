#include "tools/answer.hpp"

#include <gtest/gtest.h>

#include "tools/definition.hpp"

namespace toolhost::tools {
namespace {

Definition withOutput(const char* output) {
    const std::string tool =
        std::string(R"({"name":"a","description":"d","inputSchema":{"type":"object"})") + output +
        '}';
    return define(tool, "p", "").value();
}

const Definition& plain() {
    static const Definition definition = withOutput("");
    return definition;
}

const Definition& counting() {
    static const Definition definition = withOutput(
        R"(,"outputSchema":{"type":"object","properties":{"n":{"type":"integer"}},"required":["n"]})");
    return definition;
}

TEST(ReadReply, RefusesWhatIsNoResult) {
    for (const auto* text : {"",
                             "[]",
                             "{",
                             "{\"content\":{}}",
                             "{\"content\":[7]}",
                             "{\"content\":[{\"text\":\"no type\"}]}",
                             "{\"_meta\":7}",
                             "\"\xff\""})
        EXPECT_FALSE(readReply(text, plain()).ok()) << text;
}

TEST(ReadReply, RefusesAStructuredAnswerThatBreaksItsSchema) {
    EXPECT_FALSE(readReply(R"({"structuredContent":{"n":"three"}})", counting()).ok());
    EXPECT_FALSE(readReply(R"({"content":[]})", counting()).ok());
    const auto reply = readReply(R"({"structuredContent":{"n":"three"}})", counting());
    EXPECT_NE(reply.error().what.find("n must be an integer (got \"three\")"), std::string::npos)
        << reply.error().what;
}

TEST(ReadReply, GivesAStructuredAnswerATextOfItsOwn) {
    const auto reply = readReply(R"({"structuredContent":{"n":3}})", counting());
    ASSERT_TRUE(reply.ok()) << reply.error().what;
    EXPECT_EQ(reply.value().content.dump(), R"([{"text":"{\"n\":3}","type":"text"}])");
}

TEST(ReadReply, LeavesATextTheToolGaveAlone) {
    const auto reply = readReply(
        R"({"content":[{"type":"text","text":"three"}],"structuredContent":{"n":3}})", counting());
    ASSERT_TRUE(reply.ok());
    EXPECT_EQ(reply.value().content.size(), 1U);
}

TEST(ReadReply, TakesStructureFromAnError) {
    const auto reply = readReply(
        R"({"isError":true,"content":[{"type":"text","text":"no"}],"structuredContent":{"n":"x"}})",
        counting());
    ASSERT_TRUE(reply.ok()) << reply.error().what;
    EXPECT_TRUE(reply.value().is_error);
    EXPECT_FALSE(reply.value().structured);
}

}  // namespace
}  // namespace toolhost::tools
