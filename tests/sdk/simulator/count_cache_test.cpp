#include "simulator/count_cache.hpp"

#include <gtest/gtest.h>

namespace toolhost::sim {
namespace {

TEST(CountCache, ForgetsEverythingOnceSomethingIsWritten) {
    CountCache counts;
    EXPECT_FALSE(counts.find("q", {"a"}, 1));
    counts.add("q", {"a"}, 5);
    EXPECT_EQ(counts.find("q", {"a"}, 1), 5);
    EXPECT_FALSE(counts.find("q", {"a"}, 2));
    EXPECT_FALSE(counts.find("q", {"a"}, 1));
}

TEST(CountCache, TellsBindingsApart) {
    CountCache counts;
    counts.find("q", {}, 1);
    counts.add("q", {"a", "b"}, 1);
    counts.add("q", {"ab"}, 2);
    EXPECT_EQ(counts.find("q", {"a", "b"}, 1), 1);
    EXPECT_EQ(counts.find("q", {"ab"}, 1), 2);
    EXPECT_FALSE(counts.find("q", {"a", "b", ""}, 1));
}

}  // namespace
}  // namespace toolhost::sim
