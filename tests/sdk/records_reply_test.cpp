#include <gtest/gtest.h>

#include <toolhost/records_reply.hpp>

namespace toolhost::sdk {
namespace {

TEST(RecordsReply, IsAbsentWhereTheRecordsDoNotStandLast) {
    for (const auto* reply : {"{}",
                              R"({"ok":false,"error":{"message":"no"}})",
                              R"({"ok":true,"records":[1],"total":2})",
                              R"({"ok":true,"records":7})",
                              R"({"ok":true,"record":{"a":1,"records":[2]}})",
                              R"({"ok":true,"said":"a,\"records\":[1]"})"}) {
        EXPECT_FALSE(RecordsReply::split(reply)) << reply;
    }
}

TEST(RecordsReply, LeavesTheRecordsAsTheyWereWritten) {
    const auto* const reply =
        R"({"notices":["x,\"records\":[]"],"ok":true,"records":[{"n": 1.0,"records":[]},{}]})";
    const auto parts = RecordsReply::split(reply);
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->records, R"([{"n": 1.0,"records":[]},{}])");
    EXPECT_EQ(parts->members,
              nlohmann::json::parse(R"({"notices":["x,\"records\":[]"],"ok":true})"));
}

TEST(RecordsReply, MayHoldNoRecords) {
    const auto parts = RecordsReply::split(R"({"ok":true,"records":[]})");
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->records, "[]");
}

}  // namespace
}  // namespace toolhost::sdk
