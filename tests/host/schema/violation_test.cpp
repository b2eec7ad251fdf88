#include "schema/violation.hpp"

#include <gtest/gtest.h>

namespace toolhost::schema {
namespace {

TEST(Describe, HasNothingToSayOfNothing) {
    EXPECT_EQ(describe({}), "");
}

TEST(Describe, SaysASingleProblemPlainly) {
    EXPECT_EQ(describe({{"/a", "a must be a string (got 1)"}}), "a must be a string (got 1)");
}

TEST(Describe, ListsSeveralProblemsOneALine) {
    EXPECT_EQ(describe({{"/a", "a is wrong"}, {"/b", "b is too"}}),
              "2 problems:\n- a is wrong\n- b is too");
}

}  // namespace
}  // namespace toolhost::schema
