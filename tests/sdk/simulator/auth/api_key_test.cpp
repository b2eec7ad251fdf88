#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

class ApiKey : public InstanceFixture {
protected:
    ApiKey() {
        auto settings = smallInstance();
        settings.api_keys = {{"Key-1", "fred.luddy"}};
        settings.admin_paths = AdminPaths::Open;
        restart(settings);
    }

    int statusWith(const std::string& key) {
        auto request = requestTo("GET", "/api/now/table/incident?sysparm_limit=1");
        request.api_key = key;
        return sendRequest(request).status;
    }
};

TEST_F(ApiKey, RefusesAllOthers) {
    for (const auto* key : {"key-1", "Key-2", "Key-1 ", "'"})
        EXPECT_EQ(statusWith(key), 401) << key;
}

TEST_F(ApiKey, LetsItsUserIn) {
    EXPECT_EQ(statusWith("Key-1"), 200);
    auto post = requestTo("POST", "/api/now/table/incident");
    post.api_key = "Key-1";
    post.content_type = "application/json";
    post.body = "{}";
    EXPECT_EQ(bodyOf(sendRequest(post)).at("result").at("sys_created_by"), "fred.luddy");
}

TEST_F(ApiKey, MayStandInTheQueryButNotInTheLog) {
    const auto reply =
        sendRequest(requestTo("GET", "/api/now/table/incident?x-sn-apikey=Key-1&sysparm_limit=1"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(bodyOf(reply).at("result").size(), 1U);
    const auto log = sendRequest(requestTo("GET", "/__sim/requests"));
    EXPECT_EQ(log.body.find("Key-1"), std::string::npos);
    EXPECT_EQ(bodyOf(log).at("requests").back().at("authorization"), "ApiKey");
}

TEST_F(ApiKey, EndsWhenItExpiresOrIsSwitchedOff) {
    const auto row = rows("api_key", "").at(0);
    patch("api_key", row, {{"expires", "2026-07-01 00:00:01"}}, "admin");
    EXPECT_EQ(statusWith("Key-1"), 200);
    now_ += std::chrono::seconds(1);
    EXPECT_EQ(statusWith("Key-1"), 401);
    patch("api_key", row, {{"expires", ""}, {"active", "false"}}, "admin");
    EXPECT_EQ(statusWith("Key-1"), 401);
}

TEST_F(ApiKey, NeedsAUserThereIs) {
    auto settings = smallInstance();
    settings.api_keys = {{"Key-1", "no.such"}};
    EXPECT_THROW(restart(settings), std::runtime_error);
}

}  // namespace
}  // namespace toolhost::sim
