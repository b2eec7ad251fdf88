#include "audit/outage.hpp"

#include <gtest/gtest.h>

namespace toolhost::audit {
namespace {

using std::chrono::milliseconds;

constexpr base::SteadyTime kStart{};

TEST(Outage, RefusesForASecondAfterAFailure) {
    Outage outage;
    outage.noteFailure(kStart);
    EXPECT_FALSE(outage.admits(kStart));
    EXPECT_FALSE(outage.admits(kStart + milliseconds(999)));
}

TEST(Outage, LetsOneAttemptASecondThrough) {
    Outage outage;
    outage.noteFailure(kStart);
    EXPECT_TRUE(outage.admits(kStart + milliseconds(1000)));
    EXPECT_FALSE(outage.admits(kStart + milliseconds(1001)));
    EXPECT_TRUE(outage.admits(kStart + milliseconds(2000)));
}

TEST(Outage, EndsWhenWritingWorksAgain) {
    Outage outage;
    EXPECT_TRUE(outage.admits(kStart));
    outage.noteFailure(kStart);
    outage.noteSuccess();
    EXPECT_TRUE(outage.admits(kStart));
    EXPECT_TRUE(outage.admits(kStart));
}

}  // namespace
}  // namespace toolhost::audit
