#include "identity/revocations.hpp"

#include <gtest/gtest.h>

#include "token_house.hpp"

namespace toolhost::identity {
namespace {

TEST(Revocations, ContainNothingThatWasNotRevoked) {
    TokenHouse house;
    EXPECT_FALSE(house.revocations->contain("a"));
    ASSERT_TRUE(house.revocations->add("a", at(kNoon + 60), at(kNoon)).ok());
    EXPECT_TRUE(house.revocations->contain("a"));
    EXPECT_FALSE(house.revocations->contain("b"));
    EXPECT_FALSE(house.revocations->contain(""));
}

TEST(Revocations, AreNotForgottenByARestart) {
    TokenHouse house;
    ASSERT_TRUE(house.revocations->add("a", at(kNoon + 60), at(kNoon)).ok());
    EXPECT_TRUE(Revocations::open(*house.database, at(kNoon + 60)).value()->contain("a"));
    EXPECT_TRUE(Revocations::open(*house.database, at(kNoon + 100)).value()->contain("a"))
        << "a token is taken some seconds past its end";
    EXPECT_FALSE(Revocations::open(*house.database, at(kNoon + 600)).value()->contain("a"));
}

TEST(Revocations, LastAsLongAsTheLongestThatWasSaid) {
    TokenHouse house;
    ASSERT_TRUE(house.revocations->add("a", at(kNoon + 6000), at(kNoon)).ok());
    ASSERT_TRUE(house.revocations->add("a", at(kNoon + 60), at(kNoon)).ok());
    EXPECT_TRUE(Revocations::open(*house.database, at(kNoon + 5000)).value()->contain("a"));
}

TEST(Revocations, AreInForceAlsoWhenTheDiskDoesNotTakeThem) {
    TokenHouse house;
    ASSERT_TRUE(house.database
                    ->writeAndWait([](store::Connection& connection) {
                        return connection.execute({"break", "DROP TABLE identity_revocations"});
                    })
                    .ok());
    EXPECT_FALSE(house.revocations->add("a", at(kNoon + 60), at(kNoon)).ok());
    EXPECT_TRUE(house.revocations->contain("a"));
}

TEST(Revocations, OfEndedTokensTakeNoRoomForEver) {
    TokenHouse house;
    for (int number = 0; number < 1100; ++number) {
        const auto now = at(kNoon + number * 1000);
        ASSERT_TRUE(house.revocations->add(std::to_string(number), now, now).ok());
    }
    EXPECT_FALSE(house.revocations->contain("0"));
    EXPECT_TRUE(house.revocations->contain("1099"));
}

}  // namespace
}  // namespace toolhost::identity
