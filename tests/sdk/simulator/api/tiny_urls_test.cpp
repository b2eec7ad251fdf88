#include "simulator/api/tiny_urls.hpp"

#include "instance_fixture.hpp"

namespace toolhost::sim {
namespace {

class TinyUrl : public InstanceFixture {};

TEST_F(TinyUrl, RefusesWhatItWasNeverToldOf) {
    EXPECT_EQ(get("/api/now/table/incident?sysparm_tiny=abc").status, 400);
    EXPECT_EQ(get("/api/now/tinyurl").status, 405);
    EXPECT_EQ(send("POST", "/api/now/tinyurl", "admin", "{}").status, 400);
    EXPECT_EQ(send("POST", "/api/now/tinyurl", "admin", R"({"url":1})").status, 400);
    EXPECT_EQ(send("POST", "/api/now/tinyurl", "nobody", R"({"url":"x"})").status, 401);
}

TEST_F(TinyUrl, StandsForAWholeQueryString) {
    const auto made = send(
        "POST",
        "/api/now/tinyurl",
        "beth.anglin",
        R"({"url":"api/now/table/incident?sysparm_query=number=INC0000001&sysparm_fields=number"})");
    EXPECT_EQ(made.status, 200);
    const auto shortened = bodyOf(made).at("result").get<std::string>();
    EXPECT_EQ(shortened.find("api/now/table/incident?sysparm_tiny="), 0U);
    EXPECT_EQ(result("/" + shortened), (nlohmann::json{{{"number", "INC0000001"}}}));
}

}  // namespace
}  // namespace toolhost::sim
