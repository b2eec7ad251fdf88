#include "servicenow/reply.hpp"

#include <gtest/gtest.h>

namespace toolhost::servicenow {
namespace {

TEST(ReplyText, SaysWhatWentWrong) {
    const Outcome<Answer> failed(Problem{.kind = Problem::Kind::Timeout, .message = "too late"});
    EXPECT_EQ(replyText(failed), R"({"error":{"kind":"timeout","message":"too late"},"ok":false})");
}

// As the plugin interface promises; so that a plugin can cut them off unread.
TEST(ReplyText, WritesTheRecordsLast) {
    Answer answer({{"total", 1}, {"returned", 1}});
    answer.records = R"([{"n": 1.0}])";
    EXPECT_EQ(replyText(Outcome<Answer>(answer), "shared"),
              R"({"acting_as":"shared","ok":true,"returned":1,"total":1,"records":[{"n": 1.0}]})");
}

}  // namespace
}  // namespace toolhost::servicenow
