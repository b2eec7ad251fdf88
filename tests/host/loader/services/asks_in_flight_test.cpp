#include "loader/services/asks_in_flight.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace toolhost::loader {
namespace {

const boundary::Replied kNobody = [](auto, auto, auto) {};

boundary::Request requestOf(std::string_view json, std::string_view bytes = {}) {
    return {.service = "", .call = nullptr, .json = json, .bytes = bytes};
}

TEST(AsksInFlight, TakeNoMoreThanTheirNumberUntilOneIsAnswered) {
    AsksInFlight in_flight;
    std::vector<boundary::Replied> taken;
    for (std::size_t i = 0; i < AsksInFlight::kAsksMax; ++i) {
        taken.push_back(in_flight.take(requestOf("{}"), kNobody));
        ASSERT_TRUE(taken.back());
    }
    EXPECT_FALSE(in_flight.take(requestOf("{}"), kNobody));
    taken.back()(TOOLHOST_OK, "{}", {});
    EXPECT_TRUE(in_flight.take(requestOf("{}"), kNobody));
}

TEST(AsksInFlight, TakeNoMoreThanTheirBytes) {
    AsksInFlight in_flight;
    const std::string most(AsksInFlight::kBytesMax, 'x');
    EXPECT_FALSE(in_flight.take(requestOf("{", most), kNobody));
    const auto taken = in_flight.take(requestOf("", most), kNobody);
    ASSERT_TRUE(taken);
    EXPECT_FALSE(in_flight.take(requestOf("{}"), kNobody));
    taken(TOOLHOST_OK, "{}", {});
    EXPECT_TRUE(in_flight.take(requestOf("{}"), kNobody));
}

TEST(AsksInFlight, LetWhoIsAnsweredAskAgain) {
    AsksInFlight in_flight;
    const std::string most(AsksInFlight::kBytesMax, 'x');
    bool is_taken = false;
    const auto taken = in_flight.take(requestOf(most), [&](auto, auto, auto) {
        is_taken = static_cast<bool>(in_flight.take(requestOf(most), kNobody));
    });
    taken(TOOLHOST_OK, "{}", {});
    EXPECT_TRUE(is_taken);
}

TEST(AsksInFlight, AreWaitedForUntilWhoIsAnsweredHasReturned) {
    using namespace std::chrono_literals;
    AsksInFlight in_flight;
    EXPECT_TRUE(in_flight.waitForAll(0ms));
    bool was_over_meanwhile = true;
    const auto taken = in_flight.take(
        requestOf("{}"), [&](auto, auto, auto) { was_over_meanwhile = in_flight.waitForAll(0ms); });
    EXPECT_FALSE(in_flight.waitForAll(1ms));
    taken(TOOLHOST_OK, "{}", {});
    EXPECT_FALSE(was_over_meanwhile);
    EXPECT_TRUE(in_flight.waitForAll(0ms));
}

TEST(AsksInFlight, MayBeGoneWhenTheAnswerComes) {
    boundary::Replied taken;
    {
        AsksInFlight in_flight;
        taken = in_flight.take(requestOf("{}"), kNobody);
    }
    taken(TOOLHOST_OK, "{}", {});
}

}  // namespace
}  // namespace toolhost::loader
