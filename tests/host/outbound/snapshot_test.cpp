#include "outbound/snapshot.hpp"

#include <gtest/gtest.h>

namespace toolhost::outbound {
namespace {

using namespace std::chrono_literals;

TEST(Histogram, PutsEachDurationInTheFirstBucketThatHoldsIt) {
    Histogram histogram;
    for (const auto duration : {0us, 1'000us, 1'001us, 30'000'000us, 30'000'001us, 3'600'000'000us})
        histogram.add(duration);
    EXPECT_EQ(histogram.counts.front(), 2U) << "up to 1 ms";
    EXPECT_EQ(histogram.counts.at(1), 1U) << "up to 2 ms";
    EXPECT_EQ(histogram.counts.at(Histogram::kBoundsMs.size() - 1), 1U) << "up to 30 s";
    EXPECT_EQ(histogram.counts.back(), 2U) << "longer";
    EXPECT_EQ(histogram.total(), 6U);
    EXPECT_EQ(histogram.sum, 3'660'002'002us);
}

}  // namespace
}  // namespace toolhost::outbound
