#include "simulator/url.hpp"

#include <gtest/gtest.h>

namespace toolhost::sim {
namespace {

TEST(PercentDecoded, LeavesBrokenEscapesAsTheyAre) {
    EXPECT_EQ(percentDecoded("%", Plus::IsBlank), "%");
    EXPECT_EQ(percentDecoded("%4", Plus::IsBlank), "%4");
    EXPECT_EQ(percentDecoded("%zz", Plus::IsBlank), "%zz");
    EXPECT_EQ(percentDecoded("a%20b+c%2B", Plus::IsBlank), "a b c+");
    EXPECT_EQ(percentDecoded("a+b", Plus::IsPlus), "a+b");
}

TEST(Parameters, KeepNamesAndOrder) {
    auto parameters = Parameters::parse("a=1&b=%5E&&c&a=2");
    EXPECT_EQ(parameters.get("a"), "1");
    EXPECT_EQ(parameters.get("b"), "^");
    EXPECT_EQ(parameters.get("c"), "");
    EXPECT_FALSE(parameters.find("d").has_value());
    parameters.set("b", "x y");
    EXPECT_EQ(parameters.encoded(), "a=1&b=x%20y&c=&a=2");
}

}  // namespace
}  // namespace toolhost::sim
