#include "schema/equality.hpp"

#include <nlohmann/json.hpp>
#include <vector>

#include <gtest/gtest.h>

namespace toolhost::schema {
namespace {

using nlohmann::json;

struct Pair {
    const char* one;
    const char* other;
    bool is_equal;
};

class Equality : public testing::TestWithParam<Pair> {};

TEST_P(Equality, IsThatOfJsonSchema) {
    const json one = json::parse(GetParam().one);
    const json other = json::parse(GetParam().other);
    EXPECT_EQ(equal(one, other), GetParam().is_equal);
    EXPECT_EQ(order(one, other) < 0, order(other, one) > 0);
}

INSTANTIATE_TEST_SUITE_P(Table,
                         Equality,
                         testing::Values(Pair{"0", "false", false},
                                         Pair{"1", "true", false},
                                         Pair{"null", "0", false},
                                         Pair{"\"1\"", "1", false},
                                         Pair{"1", "1.0", true},
                                         Pair{"[1,2]", "[2,1]", false},
                                         Pair{"[[],{}]", "[[],{}]", true},
                                         Pair{R"({"a":1,"b":[0]})", R"({"b":[0.0],"a":1.0})", true},
                                         Pair{R"({"a":false})", R"({"a":0})", false},
                                         Pair{R"({"a":1})", R"({"b":1})", false},
                                         Pair{"9007199254740993", "9007199254740992.0", false},
                                         Pair{"\"\\u0061\"", "\"a\"", true},
                                         Pair{"\"é\"", "\"e\\u0301\"", false}));

}  // namespace
}  // namespace toolhost::schema
