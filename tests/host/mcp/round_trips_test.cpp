#include "mcp/round_trips.hpp"

#include <nlohmann/json.hpp>

#include <gtest/gtest.h>

namespace toolhost::mcp {
namespace {

/// A clock that goes on only when a test says so.
class HeldClock final : public base::Clock {
public:
    [[nodiscard]] base::SteadyTime steady() const override { return {}; }
    [[nodiscard]] base::WallTime wall() const override { return now; }

    base::WallTime now{std::chrono::hours(24 * 365 * 56)};
};

identity::Principal named(const char* subject) {
    identity::Principal principal;
    principal.subject = subject;
    principal.client_id = "c";
    return principal;
}

class RoundTripsTest : public testing::Test {
protected:
    std::string seal(const identity::Principal& principal) {
        const auto members = trips_.members({R"({"q":{"method":"roots/list"}})", "kept"},
                                            {principal, "tools/call", "tool", "{}"});
        return nlohmann::json::parse('{' + members.value() + '}')["requestState"];
    }

    HeldClock clock_;
    RoundTrips trips_{crypto::Sealer::ephemeral(), clock_};
    identity::Principal abel_ = named("abel.tuter");
};

TEST_F(RoundTripsTest, RefusesStateOfAnotherUser) {
    const identity::Principal beth = named("beth.anglin");
    const auto opened = trips_.state(seal(abel_), {beth, "tools/call", "tool", "{}"});
    EXPECT_TRUE(std::holds_alternative<Refusal>(opened));
}

TEST_F(RoundTripsTest, RefusesStateWhoseTimeIsOver) {
    const std::string sealed = seal(abel_);
    clock_.now += RoundTrips::kAnswerWithin;
    EXPECT_EQ(std::get<std::string>(trips_.state(sealed, {abel_, "tools/call", "tool", "{}"})),
              "kept");
    clock_.now += std::chrono::seconds(1);
    EXPECT_TRUE(
        std::holds_alternative<Refusal>(trips_.state(sealed, {abel_, "tools/call", "tool", "{}"})));
}

TEST_F(RoundTripsTest, KeepsNoStateForAToolThatHasNone) {
    const auto members = trips_.members({R"({"q":{"method":"roots/list"}})", ""},
                                        {abel_, "tools/call", "tool", "{}"});
    EXPECT_EQ(members.value(), R"("inputRequests":{"q":{"method":"roots/list"}})");
}

}  // namespace
}  // namespace toolhost::mcp
