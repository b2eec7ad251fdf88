#include "servicenow/flight_cache.hpp"

#include <gtest/gtest.h>

#include "fake_clock.hpp"

namespace toolhost::servicenow {
namespace {

using namespace std::chrono_literals;
using Cache = FlightCache<std::string>;

/// A cache whose fetches a test ends when it likes.
struct Bench {
    FakeClock clock;
    Cache cache{clock, 2};
    std::vector<Cache::Report> fetches;
    std::vector<std::string> given;

    void get(const std::string& key) {
        cache.get(
            key,
            [this](Cache::Report report) { fetches.push_back(std::move(report)); },
            [this](const Outcome<std::string>& outcome) {
                given.push_back(outcome ? outcome.value() : outcome.problem().message);
            });
    }
    void land(std::size_t fetch, const Outcome<std::string>& outcome, std::chrono::seconds keep) {
        fetches.at(fetch)({outcome, clock.steady() + keep});
    }
};

TEST(FlightCache, KeepsNothingThatIsNotToBeKept) {
    Bench bench;
    bench.get("a");
    bench.land(0, std::string("x"), 0s);
    bench.get("a");
    EXPECT_EQ(bench.fetches.size(), 2U);
}

TEST(FlightCache, AsksOnceForAllWhoWait) {
    Bench bench;
    for (int i = 0; i < 3; ++i)
        bench.get("a");
    EXPECT_EQ(bench.fetches.size(), 1U);
    EXPECT_TRUE(bench.given.empty());
    bench.land(0, std::string("x"), 10s);
    EXPECT_EQ(bench.given, (std::vector<std::string>{"x", "x", "x"}));
}

TEST(FlightCache, AsksAgainOnlyWhenTheTimeIsOver) {
    Bench bench;
    bench.get("a");
    bench.land(0, std::string("x"), 10s);
    bench.clock.advance(9'999ms);
    bench.get("a");
    EXPECT_EQ(bench.fetches.size(), 1U);
    bench.clock.advance(1ms);
    bench.get("a");
    EXPECT_EQ(bench.fetches.size(), 2U);
}

TEST(FlightCache, KeepsProblemsToo) {
    Bench bench;
    bench.get("a");
    bench.land(0, Problem{.message = "refused"}, 10s);
    bench.get("a");
    EXPECT_EQ(bench.fetches.size(), 1U);
    EXPECT_EQ(bench.given.back(), "refused");
}

TEST(FlightCache, ForgetsOnlyWhatIsMeant) {
    Bench bench;
    bench.get("a");
    bench.land(0, std::string("new"), 10s);
    bench.cache.forget("a", [](const std::string& kept) { return kept == "old"; });
    bench.get("a");
    EXPECT_EQ(bench.fetches.size(), 1U);
    bench.cache.forget("a", [](const std::string& kept) { return kept == "new"; });
    bench.get("a");
    EXPECT_EQ(bench.fetches.size(), 2U);
}

TEST(FlightCache, LetsGoOfWhatEndsSoonestWhenItIsFull) {
    Bench bench;
    bench.get("long");
    bench.land(0, std::string("x"), 100s);
    bench.get("short");
    bench.land(1, std::string("x"), 10s);
    bench.get("third");
    bench.land(2, std::string("x"), 50s);
    bench.get("long");
    EXPECT_EQ(bench.fetches.size(), 3U);
    bench.get("short");
    EXPECT_EQ(bench.fetches.size(), 4U);
}

TEST(FlightCache, LosesNobodyWhoWaitsWhenItIsFull) {
    Bench bench;
    for (const char* key : {"a", "b", "c"})
        bench.get(key);
    for (std::size_t fetch = 0; fetch < 3; ++fetch)
        bench.land(fetch, std::string("x"), 10s);
    EXPECT_EQ(bench.given.size(), 3U);
}

}  // namespace
}  // namespace toolhost::servicenow
