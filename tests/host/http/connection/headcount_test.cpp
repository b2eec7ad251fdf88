#include "http/connection/headcount.hpp"

#include <chrono>
#include <string>

#include <gtest/gtest.h>

namespace toolhost::http {
namespace {

using Verdict = Headcount::Verdict;

TEST(Headcount, TurnsAwayAboveTheBoundOfAnAddress) {
    Headcount headcount({.connections_max = 10, .per_address_max = 2});
    EXPECT_EQ(headcount.enter("a"), Verdict::Welcome);
    EXPECT_EQ(headcount.enter("a"), Verdict::Welcome);
    EXPECT_EQ(headcount.enter("a"), Verdict::TooMany);
    EXPECT_EQ(headcount.enter("b"), Verdict::Welcome);
    headcount.leave("a");
    headcount.leave("a");
    EXPECT_EQ(headcount.enter("a"), Verdict::Welcome);
}

TEST(Headcount, HoldsAProxyToTheBoundOfAllOnly) {
    Headcount headcount({.connections_max = 3, .per_address_max = 1});
    for (int connection = 0; connection < 3; ++connection) {
        EXPECT_EQ(headcount.enter("proxy", Headcount::Behind::Many), Verdict::Welcome);
    }
    EXPECT_EQ(headcount.enter("proxy", Headcount::Behind::Many), Verdict::TooMany);
    EXPECT_EQ(headcount.enter("a"), Verdict::TooMany);
}

TEST(Headcount, CountsAFloodNoFurther) {
    Headcount headcount({.connections_max = 1, .per_address_max = 1});
    int counted = 0;
    while (headcount.enter(std::to_string(counted)) != Verdict::Flood) {
        ASSERT_LT(++counted, 1000);
    }
    EXPECT_GT(counted, 1);
}

TEST(Headcount, KnowsWhenEverybodyHasLeft) {
    Headcount headcount({});
    EXPECT_TRUE(headcount.waitUntilEmpty(std::chrono::milliseconds(0)));
    headcount.enter("a");
    EXPECT_FALSE(headcount.waitUntilEmpty(std::chrono::milliseconds(0)));
    headcount.leave("a");
    EXPECT_TRUE(headcount.waitUntilEmpty(std::chrono::milliseconds(0)));
}

}  // namespace
}  // namespace toolhost::http
