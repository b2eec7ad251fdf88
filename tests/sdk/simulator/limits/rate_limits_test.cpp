#include "simulator/limits/rate_limits.hpp"

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class RateRules : public InstanceFixture {
protected:
    RateRules() {
        auto settings = smallInstance();
        settings.properties["toolhost_sim.rate_limit.commit_seconds"] = "0";
        restart(settings);
        now_ += std::chrono::minutes(10);
    }

    void addRule(json rule) {
        rule["name"] = "a rule";
        create("sys_rate_limit_rules", rule, "admin");
    }

    Reply ask(const std::string& user = "beth.anglin") {
        return get("/api/now/table/incident?sysparm_limit=1", user);
    }
};

TEST_F(RateRules, RefuseWhatIsBeyondThem) {
    addRule({{"api", "table"}, {"rate_limit", "2"}});
    for (int n = 0; n < 2; ++n)
        EXPECT_EQ(ask().status, 200);
    const auto refused = ask();
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(complaint(refused),
              "Rate limit exceeded | Rate limit of 2 requests per hour for Table API exceeded");
    EXPECT_EQ(header(refused, "Retry-After"), "3000");
    EXPECT_EQ(header(refused, "X-RateLimit-Limit"), "2");
    EXPECT_EQ(header(refused, "X-RateLimit-Reset"), "1782867600");  // 2026-07-01 01:00:00
    EXPECT_EQ(header(refused, "X-RateLimit-Rule").size(), 32U);
    EXPECT_EQ(header(refused, "X-RateLimit-Remaining"), "") << "the platform has no such header";
    EXPECT_EQ(ask("fred.luddy").status, 200) << "others are counted by themselves";
    EXPECT_EQ(get("/api/now/stats/incident").status, 200) << "and other APIs not at all";
    now_ += std::chrono::minutes(50);
    EXPECT_EQ(ask().status, 200) << "a new hour";
}

TEST_F(RateRules, SayNothingWhereThereAreNone) {
    EXPECT_EQ(header(ask(), "X-RateLimit-Limit"), "");
    addRule({{"api", "table"}, {"rate_limit", "5"}});
    const auto reply = ask();
    EXPECT_EQ(header(reply, "X-RateLimit-Limit"), "5");
    EXPECT_EQ(header(reply, "Retry-After"), "");
}

TEST_F(RateRules, PutTheUserBeforeTheRoleBeforeAll) {
    const auto beth = rows("sys_user", "user_name=beth.anglin").at(0).at("sys_id");
    const auto itil = rows("sys_user_role", "name=itil").at(0).at("sys_id");
    addRule({{"rate_limit", "50"}});
    addRule({{"role", itil}, {"rate_limit", "20"}});
    addRule({{"role", itil}, {"rate_limit", "10"}});
    addRule({{"user", beth}, {"rate_limit", "30"}});
    EXPECT_EQ(header(ask("beth.anglin"), "X-RateLimit-Limit"), "30");
    EXPECT_EQ(header(ask("fred.luddy"), "X-RateLimit-Limit"), "10");
    EXPECT_EQ(header(ask("joe.employee"), "X-RateLimit-Limit"), "50");
}

TEST_F(RateRules, TakeEffectAfterAWhile) {
    const auto row = rows("sys_properties", "name=toolhost_sim.rate_limit.commit_seconds").at(0);
    patch("sys_properties", row, {{"value", "30"}}, "admin");
    addRule({{"api", "table"}, {"rate_limit", "1"}});
    for (int n = 0; n < 3; ++n)
        EXPECT_EQ(ask().status, 200) << "not counted yet";
    now_ += std::chrono::seconds(30);
    EXPECT_EQ(ask().status, 429);
}

}  // namespace
}  // namespace toolhost::sim
