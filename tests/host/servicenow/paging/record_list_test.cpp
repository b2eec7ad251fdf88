#include "servicenow/paging/record_list.hpp"

#include <gtest/gtest.h>

namespace toolhost::servicenow {
namespace {

using Verdict = RecordList::Verdict;

std::string record(const std::string& id, std::size_t bytes) {
    const std::string begin = R"({"sys_id":")" + id + R"(","text":")";
    return begin + std::string(bytes - begin.size() - 2, 'x') + "\"}";
}

TEST(RecordList, TakesNoMoreRecordsThanItMay) {
    RecordList list(2, 1'000);
    EXPECT_EQ(list.take(record("1", 100)), Verdict::Kept);
    EXPECT_FALSE(list.isFull());
    EXPECT_EQ(list.take(record("2", 100)), Verdict::Kept);
    EXPECT_TRUE(list.isFull());
    EXPECT_EQ(list.take(record("3", 100)), Verdict::Full);
    EXPECT_EQ(list.size(), 2);
    EXPECT_EQ(list.takeText(), "[" + record("1", 100) + "," + record("2", 100) + "]");
}

TEST(RecordList, TakesNoMoreBytesThanItMay) {
    RecordList list(100, 1'000);
    EXPECT_EQ(list.take(record("1", 500)), Verdict::Kept);
    EXPECT_EQ(list.take(record("2", 498)), Verdict::Full);  // and brackets and a comma: 1001
    EXPECT_EQ(list.take(record("2", 497)), Verdict::Kept);
    EXPECT_EQ(list.takeText().size(), 1'000U);
}

TEST(RecordList, SaysOfARecordThatNoAnswerHoldsWhatMakesItLarge) {
    RecordList list(100, 1'000);
    EXPECT_EQ(list.take(record("1", 998)), Verdict::Kept);
    RecordList other(100, 1'000);
    EXPECT_EQ(other.take(record("7", 999)), Verdict::LeftOut);
    ASSERT_EQ(other.leftOut().size(), 1U);
    EXPECT_EQ(other.leftOut()[0].sys_id, "7");
    EXPECT_EQ(other.leftOut()[0].bytes, 999U);
    EXPECT_EQ(other.leftOut()[0].largest_fields[0].first, "text");
    EXPECT_EQ(other.takeText(), "[]");
}

TEST(RecordList, HasAnEndThoughEveryRecordIsTooLarge) {
    RecordList by_bytes(10'000, 2'000);
    int left_out = 0;
    while (by_bytes.take(record("1", 3'000)) == Verdict::LeftOut) {
        ++left_out;
    }
    EXPECT_EQ(left_out, 3);
    RecordList by_number(2, 200'000);
    EXPECT_EQ(by_number.take(record("1", 300'000)), Verdict::LeftOut);
    EXPECT_EQ(by_number.take(record("2", 100)), Verdict::Kept);
    EXPECT_EQ(by_number.take(record("3", 100)), Verdict::Full);
}

TEST(RecordList, KnowsTheFieldsItShows) {
    RecordList list(10, 1'000);
    list.take(R"({"sys_id":"1","number":"says \"state\": 1"})");
    EXPECT_TRUE(list.shows("number"));
    EXPECT_FALSE(list.shows("state"));
}

}  // namespace
}  // namespace toolhost::servicenow
