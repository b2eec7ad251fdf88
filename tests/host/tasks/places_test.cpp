#include "tasks/places.hpp"

#include <vector>

#include <gtest/gtest.h>

namespace toolhost::tasks {
namespace {

const Owner kAbel{"client", "abel"};
const Owner kBea{"client", "bea"};

TEST(Places, AreRefusedBeyondTheBoundOfACaller) {
    Places places(2, 10);
    const auto one = places.take(kAbel);
    const auto two = places.take(kAbel);
    ASSERT_TRUE(one && two);
    EXPECT_FALSE(places.take(kAbel));
    EXPECT_TRUE(places.take(kBea));
}

TEST(Places, AreRefusedBeyondTheBoundOfAll) {
    Places places(10, 1);
    const auto one = places.take(kAbel);
    ASSERT_TRUE(one);
    EXPECT_FALSE(places.take(kBea));
}

TEST(Places, ComeBackUnlessATaskKeepsThem) {
    Places places(1, 1);
    EXPECT_TRUE(places.take(kAbel));  // given back at once
    auto kept = places.take(kAbel);
    ASSERT_TRUE(kept);
    kept->keep();
    kept.reset();
    EXPECT_FALSE(places.take(kAbel));
    places.giveBack(kAbel);
    EXPECT_TRUE(places.take(kAbel));
}

TEST(Places, CountTasksThatWereThereAlreadyEvenBeyondTheBound) {
    Places places(1, 10);
    places.countIn(kAbel, 2);
    places.giveBack(kAbel);
    EXPECT_FALSE(places.take(kAbel));
    places.giveBack(kAbel);
    EXPECT_TRUE(places.take(kAbel));
}

TEST(Places, AreNotMadeByGivingBackWhatNobodyTook) {
    Places places(1, 1);
    places.giveBack(kAbel);
    const auto one = places.take(kAbel);
    ASSERT_TRUE(one);
    EXPECT_FALSE(places.take(kAbel));
}

}  // namespace
}  // namespace toolhost::tasks
