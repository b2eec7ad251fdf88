#include "simulator/admin_api.hpp"

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class Admin : public InstanceFixture {
protected:
    Admin() {
        auto settings = smallInstance();
        settings.admin_paths = AdminPaths::Open;
        restart(settings);
    }

    Reply admin(const std::string& method, const std::string& path, const std::string& body = {}) {
        auto request = requestTo(method, path);
        request.body = body;
        return sendRequest(request);
    }
};

TEST_F(Admin, IsClosedByDefault) {
    restart(smallInstance());
    EXPECT_EQ(admin("GET", "/__sim/requests").status, 404);
}

TEST_F(Admin, RefusesFaultsThatMakeNoSense) {
    for (const auto* body : {"",
                             "[]",
                             R"({"status":"x"})",
                             R"({"status":99})",
                             R"({"latency_ms":-1})",
                             R"({"count":0})",
                             R"({"bytes":0})",
                             R"({"kind":"nosuch"})",
                             R"({"headers":{"A":1}})"}) {
        EXPECT_EQ(admin("POST", "/__sim/faults", body).status, 400) << body;
    }
    EXPECT_EQ(admin("GET", "/__sim/nosuch").status, 400);
}

TEST_F(Admin, PlansFaultsForSomePathsAndTimes) {
    admin("POST",
          "/__sim/faults",
          R"({"status":503,"body":"busy","count":2,"path_prefix":"/api/now/stats"})");
    EXPECT_EQ(get("/api/now/table/incident?sysparm_limit=1").status, 200);
    for (int n = 0; n < 2; ++n) {
        const auto reply = get("/api/now/stats/incident");
        EXPECT_EQ(reply.status, 503);
        EXPECT_EQ(reply.body, "busy");
    }
    EXPECT_EQ(get("/api/now/stats/incident").status, 200);
}

TEST_F(Admin, PutsTheInstanceToSleepAndWakesIt) {
    admin("POST", "/__sim/faults", R"({"hibernating":true})");
    const auto asleep = get("/api/now/table/incident");
    EXPECT_EQ(asleep.status, 200);
    EXPECT_EQ(asleep.content_type, "text/html;charset=UTF-8");
    EXPECT_NE(asleep.body.find("Hibernating"), std::string::npos);
    EXPECT_EQ(admin("DELETE", "/__sim/faults").status, 200);
    EXPECT_EQ(get("/api/now/table/incident").content_type, "application/json;charset=UTF-8");
}

TEST_F(Admin, ListsWhatIsPlannedAndWhatCouldBe) {
    admin("POST", "/__sim/faults", R"({"kind":"rate_limited","count":3,"method":"GET"})");
    get("/api/now/table/incident?sysparm_limit=1");
    const auto list = bodyOf(admin("GET", "/__sim/faults"));
    ASSERT_EQ(list.at("faults").size(), 1U);
    EXPECT_EQ(list.at("faults").at(0).at("kind"), "rate_limited");
    EXPECT_EQ(list.at("faults").at(0).at("count"), 2);
    EXPECT_EQ(list.at("faults").at(0).at("status"), 429);
    EXPECT_GT(list.at("kinds").size(), 10U);
}

TEST_F(Admin, MovesTheClock) {
    EXPECT_EQ(admin("POST", "/__sim/clock", R"({"skew":1})").status, 400);
    EXPECT_EQ(admin("POST", "/__sim/clock", R"({"skew_seconds":3600})").status, 200);
    const auto reply = get("/api/now/table/incident?sysparm_limit=1");
    EXPECT_EQ(header(reply, "Date"), "Wed, 01 Jul 2026 01:00:00 GMT");
    EXPECT_EQ(create("incident", json::object()).at("sys_created_on"), "2026-07-01 01:00:00");
}

TEST_F(Admin, ChangesProperties) {
    EXPECT_EQ(rows("incident", "nosuch=1", "&sysparm_limit=1").size(), 1U);
    EXPECT_EQ(admin("POST", "/__sim/properties", R"({"glide.invalid_query.returns_no_rows":true})")
                  .status,
              200);
    EXPECT_EQ(rows("incident", "nosuch=1", "&sysparm_limit=1").size(), 0U);
    EXPECT_EQ(admin("POST", "/__sim/properties", R"({"custom.one":"x"})").status, 200);
    EXPECT_EQ(rows("sys_properties", "name=custom.one").at(0).at("value"), "x");
    EXPECT_EQ(admin("POST", "/__sim/properties", "[]").status, 400);
}

TEST_F(Admin, ShowsClientsWithoutSecrets) {
    auto settings = smallInstance();
    settings.admin_paths = AdminPaths::Open;
    settings.clients = {{"web", "hunter2", {}}};
    restart(settings);
    const auto reply = admin("GET", "/__sim/clients");
    EXPECT_EQ(bodyOf(reply).at("clients").at(0).at("client_id"), "web");
    EXPECT_EQ(reply.body.find("hunter2"), std::string::npos);
    EXPECT_EQ(admin("PATCH", "/__sim/clients/nosuch", "{}").status, 404);
}

TEST_F(Admin, ShowsRequestsWithoutCredentials) {
    get("/api/now/table/incident?sysparm_limit=1", "fred.luddy");
    const auto reply = admin("GET", "/__sim/requests");
    const auto last = bodyOf(reply).at("requests").back();
    EXPECT_EQ(last,
              (json{{"method", "GET"},
                    {"path", "/api/now/table/incident"},
                    {"query", "sysparm_limit=1"},
                    {"user", "fred.luddy"},
                    {"user_agent", ""},
                    {"authorization", "Basic"},
                    {"status", 200}}));
    EXPECT_EQ(reply.body.find(basicOf("fred.luddy").substr(6)), std::string::npos);
    admin("DELETE", "/__sim/requests");
    EXPECT_EQ(bodyOf(admin("GET", "/__sim/requests")).at("requests").size(), 0U);
}

TEST_F(Admin, EndsTokens) {
    auto settings = smallInstance();
    settings.admin_paths = AdminPaths::Open;
    settings.clients = {{"web", "secret", {}}};
    restart(settings);
    auto ask = requestTo("POST", "/oauth_token.do");
    ask.content_type = "application/x-www-form-urlencoded";
    ask.body =
        "grant_type=password&client_id=web&client_secret=secret&username=admin&password=admin";
    auto request = requestTo("GET", "/api/now/table/incident?sysparm_limit=1");
    request.authorization =
        "Bearer " + bodyOf(sendRequest(ask)).at("access_token").get<std::string>();
    EXPECT_EQ(sendRequest(request).status, 200);
    admin("POST", "/__sim/expire-tokens");
    EXPECT_EQ(sendRequest(request).status, 401);
}

}  // namespace
}  // namespace toolhost::sim
