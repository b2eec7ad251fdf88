#include "simulator/text.hpp"

#include <gtest/gtest.h>

namespace toolhost::sim {
namespace {

TEST(ParseInteger, RefusesAnythingButAWholeNumber) {
    for (const auto* text : {"", " 1", "1 ", "1.0", "0x1", "+1", "99999999999999999999"}) {
        EXPECT_FALSE(parseInteger(text).has_value()) << text;
    }
    EXPECT_EQ(parseInteger("-5"), -5);
}

TEST(Truncated, NeverCutsInsideACharacter) {
    EXPECT_EQ(truncated("äöü", 2), "äö");
    EXPECT_EQ(truncated("äöü", 3), "äöü");
    EXPECT_EQ(truncated("abc", 0), "");
}

TEST(Split, KeepsEmptyPieces) {
    EXPECT_EQ(split("", ',').size(), 1U);
    EXPECT_EQ(split("a,,b", ','), (std::vector<std::string_view>{"a", "", "b"}));
}

}  // namespace
}  // namespace toolhost::sim
