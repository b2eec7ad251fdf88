#include "simulator/api/batch_api.hpp"

#include "simulator/auth/base64.hpp"

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

class Batch : public InstanceFixture {
protected:
    Reply ask(const json& requests) {
        const json body{{"batch_request_id", "7"}, {"rest_requests", requests}};
        return send("POST", "/api/now/v1/batch", "beth.anglin", body.dump());
    }

    static json decoded(const json& serviced) {
        return json::parse(decodeBase64(serviced.at("body").get<std::string>()).value());
    }
};

TEST_F(Batch, RefusesWhatIsNoBatch) {
    EXPECT_EQ(send("POST", "/api/now/v1/batch", "beth.anglin", "nonsense").status, 400);
    EXPECT_EQ(send("POST", "/api/now/v1/batch", "beth.anglin", "{}").status, 400);
    EXPECT_EQ(get("/api/now/v1/batch").status, 405);
    const auto inner = bodyOf(ask({{{"id", "1"}, {"method", "POST"}, {"url", "/api/now/v1/batch"}},
                                   {{"id", "2"}, {"url", "https://elsewhere/x"}},
                                   {{"id", "3"}, {"url", "/api/now/x"}, {"body", "%"}}}));
    for (const auto& serviced : inner.at("serviced_requests"))
        EXPECT_EQ(serviced.at("status_code"), 400) << serviced;
}

TEST_F(Batch, AnswersEachByItself) {
    const json headers{{{"name", "Content-Type"}, {"value", "application/json"}}};
    const auto reply =
        bodyOf(ask({{{"id", "a"},
                     {"method", "POST"},
                     {"url", "/api/now/table/incident"},
                     {"headers", headers},
                     {"body", encodeBase64(R"({"correlation_id":"batch"})")}},
                    {{"id", "b"}, {"method", "GET"}, {"url", "/api/now/table/nosuch"}},
                    {{"id", "c"},
                     {"method", "GET"},
                     {"url", "/api/now/table/incident?sysparm_query=correlation_id=batch"},
                     {"exclude_response_headers", true}}}));
    EXPECT_EQ(reply.at("batch_request_id"), "7");
    EXPECT_EQ(reply.at("unserviced_requests"), json::array());
    const auto& serviced = reply.at("serviced_requests");
    ASSERT_EQ(serviced.size(), 3U);
    EXPECT_EQ(serviced.at(0).at("status_code"), 201);
    EXPECT_EQ(serviced.at(0).at("status_text"), "Created");
    EXPECT_FALSE(serviced.at(0).at("headers").empty());
    EXPECT_EQ(serviced.at(1).at("status_code"), 400);
    EXPECT_EQ(decoded(serviced.at(1)).at("error").at("message"), "Invalid table nosuch");
    EXPECT_EQ(decoded(serviced.at(2)).at("result").size(), 1U);
    EXPECT_FALSE(serviced.at(2).contains("headers"));
}

TEST_F(Batch, NamesWhatTheQuotaLeavesOut) {
    auto settings = smallInstance();
    settings.properties["toolhost_sim.batch.quota_seconds"] = "0";
    restart(settings);
    const auto reply = bodyOf(ask({{{"id", "a"}, {"url", "/api/now/table/incident"}}}));
    EXPECT_EQ(reply.at("serviced_requests"), json::array());
    EXPECT_EQ(reply.at("unserviced_requests"), json({"a"}));
}

TEST_F(Batch, IsCountedByItsRequests) {
    create("sys_rate_limit_rules", {{"api", "table"}, {"rate_limit", "1"}}, "admin");
    auto set = rows("sys_properties", "name=toolhost_sim.rate_limit.commit_seconds").at(0);
    now_ += std::chrono::hours(1);
    patch("sys_properties", set, {{"value", "0"}}, "admin");
    const json get{{"id", "a"}, {"url", "/api/now/table/sys_user?sysparm_limit=1"}};
    const auto serviced = bodyOf(ask({get, get})).at("serviced_requests");
    EXPECT_EQ(serviced.at(0).at("status_code"), 200);
    EXPECT_EQ(serviced.at(1).at("status_code"), 429);
}

}  // namespace
}  // namespace toolhost::sim
