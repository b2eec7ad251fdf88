#include "schema/location.hpp"

#include <gtest/gtest.h>

namespace toolhost::schema {
namespace {

TEST(Location, OfTheWholeHasAnEmptyPointer) {
    EXPECT_EQ(Location().pointer(), "");
    EXPECT_EQ(Location().name(), "the value");
}

TEST(Location, IsWrittenForMachinesAndForReaders) {
    const Location whole;
    const Location lines(whole, "lines");
    const Location second(lines, 1);
    const Location odd(second, "a.b/c\n");
    EXPECT_EQ(odd.pointer(), "/lines/1/a.b~1c\n");
    EXPECT_EQ(odd.name(), "lines[1][\"a.b/c\\x0a\"]");
    EXPECT_EQ(Location::ofName(second, "x y").name(), "the property name \"x y\" in lines[1]");
    EXPECT_EQ(Location::ofName(second, "x y").pointer(), "/lines/1");
}

TEST(Location, KnowsASecretByItsName) {
    const Location whole;
    const Location password(whole, "password");
    EXPECT_TRUE(password.isSecret());
    EXPECT_TRUE(Location(password, 0).isSecret());
    EXPECT_FALSE(Location(password, "length").isSecret());
    EXPECT_FALSE(whole.isSecret());
    EXPECT_FALSE(Location(whole, 0).isSecret());
}

}  // namespace
}  // namespace toolhost::schema
