#include "tasks/answer_text.hpp"

#include <gtest/gtest.h>

namespace toolhost::tasks {
namespace {

TEST(AnswerText, RefusesWhatItDidNotWrite) {
    for (const char* text : {"", "[]", "{}", R"({"kind":"questions"})", R"({"kind":7})"}) {
        EXPECT_FALSE(answerFrom(text).ok()) << text;
    }
}

TEST(AnswerText, BringsAReplyBackByteByByte) {
    tools::Reply reply;
    reply.content.push_back({{"type", "text"}, {"text", "two"}});
    reply.structured = R"({ "n":12345678901234567890123, "x" : 1.0e2})";
    reply.meta = R"({"a/b": 1})";
    reply.is_error = true;
    const auto back = answerFrom(textOf(tools::Answer(reply)));
    ASSERT_TRUE(back.ok());
    const auto& same = std::get<tools::Reply>(back.value());
    EXPECT_EQ(same.content, reply.content);
    EXPECT_EQ(same.structured, reply.structured);
    EXPECT_EQ(same.meta, reply.meta);
    EXPECT_TRUE(same.is_error);
}

TEST(AnswerText, TellsAReplyWithoutPartsFromOneWithEmptyOnes) {
    const auto back = answerFrom(textOf(tools::Answer(tools::Reply{})));
    const auto& same = std::get<tools::Reply>(back.value());
    EXPECT_FALSE(same.structured);
    EXPECT_FALSE(same.meta);
    EXPECT_FALSE(same.is_error);
}

TEST(AnswerText, KeepsWhoseFaultAFaultIs) {
    using Kind = tools::Fault::Kind;
    for (const auto kind : {Kind::InvalidParams, Kind::Internal, Kind::Overloaded}) {
        const auto back = answerFrom(textOf(tools::Answer(tools::Fault{kind, "so \"it\" is"})));
        EXPECT_EQ(std::get<tools::Fault>(back.value()).kind, kind);
        EXPECT_EQ(std::get<tools::Fault>(back.value()).message, "so \"it\" is");
    }
}

TEST(AnswerText, BringsAResultObjectBack) {
    const auto back = answerFrom(textOf(tools::Answer(tools::ResultObject{R"("a":[1])", "{}"})));
    EXPECT_EQ(std::get<tools::ResultObject>(back.value()).members, R"("a":[1])");
    EXPECT_EQ(std::get<tools::ResultObject>(back.value()).meta, "{}");
}

TEST(AnswerText, SurvivesWordsThatAreNoUtf8) {
    const auto back = answerFrom(textOf(tools::Answer(tools::errorReply("caf\xe9"))));
    ASSERT_TRUE(back.ok());
    EXPECT_TRUE(std::get<tools::Reply>(back.value()).is_error);
}

}  // namespace
}  // namespace toolhost::tasks
