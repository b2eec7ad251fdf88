#include "calls/admission.hpp"

#include <gtest/gtest.h>

namespace toolhost::calls {
namespace {

std::shared_ptr<InFlight> call() {
    return std::make_shared<InFlight>([](const tools::Answer&, Ending) {});
}

TEST(Admission, LeavesRoomForOtherPlugins) {
    Admission admission({.all = 3, .per_plugin = 2});
    const auto first = call();
    EXPECT_TRUE(admission.admit(first, "slow"));
    EXPECT_TRUE(admission.admit(call(), "slow"));
    EXPECT_FALSE(admission.admit(call(), "slow")) << "it has its share";
    EXPECT_TRUE(admission.admit(call(), "other"));
    EXPECT_FALSE(admission.admit(call(), "third")) << "the house is full";
    admission.leave(first, "slow");
    EXPECT_TRUE(admission.admit(call(), "slow"));
}

TEST(Admission, LetsNobodyInWhenItIsClosed) {
    Admission admission({.all = 3, .per_plugin = 3});
    const auto stays = call();
    ASSERT_TRUE(admission.admit(stays, "p"));
    const auto left = admission.close(std::chrono::milliseconds(1));
    EXPECT_EQ(left.size(), 1U);
    EXPECT_FALSE(admission.admit(call(), "p"));
    admission.leave(call(), "p");  // one that was refused changes nothing
    EXPECT_EQ(admission.close({}).size(), 1U);
}

}  // namespace
}  // namespace toolhost::calls
