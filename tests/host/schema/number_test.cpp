#include "schema/number.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace toolhost::schema {
namespace {

using nlohmann::json;

TEST(CompareNumbers, SeesWhatDoublesWouldBlur) {
    EXPECT_TRUE(compareNumbers(json::parse("9007199254740993"), json(9007199254740992.0)) > 0);
    EXPECT_TRUE(compareNumbers(json::parse("18446744073709551615"),
                               json::parse("18446744073709551614")) > 0);
    EXPECT_TRUE(compareNumbers(json::parse("18446744073709551615"), json(18446744073709551616.0)) <
                0);
    EXPECT_TRUE(compareNumbers(json(-1), json::parse("18446744073709551615")) < 0);
}

TEST(CompareNumbers, FindsEqualWhatIsWrittenDifferently) {
    EXPECT_TRUE(compareNumbers(json(1), json(1.0)) == 0);
    EXPECT_TRUE(compareNumbers(json(-0.0), json(0U)) == 0);
}

TEST(CompareNumbers, HasNoOrderForNaN) {
    EXPECT_EQ(compareNumbers(json(NAN), json(1)), std::partial_ordering::unordered);
}

TEST(IsInteger, AcceptsAFractionOfZero) {
    EXPECT_TRUE(isInteger(json(1.0)));
    EXPECT_TRUE(isInteger(json(1e300)));
    EXPECT_FALSE(isInteger(json(1.5)));
    EXPECT_FALSE(isInteger(json(INFINITY)));
}

struct Multiple {
    const char* value;
    const char* divisor;
    bool is_multiple;
};

class MultipleOf : public testing::TestWithParam<Multiple> {};

TEST_P(MultipleOf, IsExactInDecimals) {
    const auto& [value, divisor, is_multiple] = GetParam();
    EXPECT_EQ(isMultipleOf(json::parse(value), json::parse(divisor)), is_multiple)
        << value << " of " << divisor;
}

INSTANTIATE_TEST_SUITE_P(Table,
                         MultipleOf,
                         testing::Values(Multiple{"7", "2", false},
                                         Multiple{"19.99", "0.01", true},
                                         Multiple{"0.0075", "0.0001", true},
                                         Multiple{"0.00751", "0.0001", false},
                                         Multiple{"0.3", "0.1", true},
                                         Multiple{"-4.5", "1.5", true},
                                         Multiple{"0", "7", true},
                                         Multiple{"0.0", "1e300", true},
                                         Multiple{"1e308", "0.123456789", false},
                                         Multiple{"1e308", "0.5", true},
                                         Multiple{"5e-324", "1", false},
                                         Multiple{"3", "1e-300", true},
                                         Multiple{"9223372036854775807", "2", false},
                                         Multiple{"-9223372036854775808", "2", true},
                                         Multiple{"18446744073709551615", "5", true},
                                         Multiple{"18446744073709551615", "1e19", false},
                                         Multiple{"10000000000000000000", "1e19", true},
                                         Multiple{"1", "1e25", false}));

}  // namespace
}  // namespace toolhost::schema
