#include "loader/services/trace_service.hpp"

#include "service_house.hpp"

namespace toolhost::loader {
namespace {

const std::string kTrace = "4bf92f3577b34da6a3ce929d0e0e4736";

class NoTraceparents : public testing::TestWithParam<const char*> {};

TEST_P(NoTraceparents, BeginANewTrace) {
    const std::string child = childOf(GetParam());
    EXPECT_EQ(child.size(), 55U);
    EXPECT_EQ(child.substr(0, 3), "00-");
    EXPECT_EQ(child.substr(52), "-00");
    EXPECT_EQ(child.find(kTrace), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(
    All,
    NoTraceparents,
    testing::Values("",
                    "00",
                    "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                    "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                    "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                    "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                    "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                    "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01"));

TEST(ChildOf, StaysInTheTraceWithASpanOfItsOwn) {
    const std::string parent = "00-" + kTrace + "-00f067aa0ba902b7-01";
    const std::string child = childOf(parent);
    EXPECT_EQ(child.substr(0, 36), parent.substr(0, 36));
    EXPECT_NE(child, parent);
    EXPECT_NE(child, childOf(parent));
    EXPECT_EQ(child.substr(52), "-01");
}

TEST(ChildOf, TakesOfALaterVersionWhatIsKnown) {
    const std::string child = childOf("cc-" + kTrace + "-00f067aa0ba902b7-0a-what");
    EXPECT_EQ(child.substr(0, 36), "00-" + kTrace + "-");
    EXPECT_EQ(child.substr(52), "-00");
}

}  // namespace
}  // namespace toolhost::loader
