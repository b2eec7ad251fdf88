#include <gtest/gtest.h>

#include "desk.hpp"
#include "fake_instance.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;
using tests::SeenRequest;

const char* const kUsers = "/api/now/table/sys_user";

Settings passthrough(const std::string& url) {
    InstanceSettings dev;
    dev.url = url;
    dev.grant = Grant::Passthrough;
    return {{{"dev", dev}}, ""};
}

/// An instance that takes "beths-token" for beth.anglin's and refuses any other.
struct Site {
    FakeInstance instance;
    Desk desk{passthrough(instance.url())};

    Site() {
        instance.on(kUsers, [](const SeenRequest& seen) {
            if (seen.header("Authorization") != "Bearer beths-token")
                return refusal(401, "User Not Authenticated");
            return result(json::array({{{"sys_id", "1"}, {"user_name", "beth.anglin"}}}));
        });
        instance.on(incidentPath(), [](const SeenRequest&) {
            return result({{"number", "INC0010001"}});
        });
    }
};

TEST(Passthrough, AsksNothingWithoutATokenOfTheCaller) {
    Site site;
    EXPECT_EQ(kindOf(site.desk.ask("beth.anglin", getIncident())), "no_identity");
    EXPECT_TRUE(site.instance.server().requests().empty());
}

TEST(Passthrough, RefusesATokenOfSomebodyElse) {
    Site site;
    site.desk.bring("beths-token");
    const json reply = site.desk.ask("fred.luddy", getIncident());
    EXPECT_EQ(kindOf(reply), "no_identity");
    EXPECT_NE(messageOf(reply).find("belongs to \"beth.anglin\""), std::string::npos);
    EXPECT_TRUE(site.instance.requestsTo(incidentPath()).empty());
}

TEST(Passthrough, PassesOnThatATokenIsNoGood) {
    Site site;
    site.desk.bring("forged");
    EXPECT_EQ(kindOf(site.desk.ask("beth.anglin", getIncident())), "unauthorized");
    EXPECT_TRUE(site.instance.requestsTo(incidentPath()).empty());
}

TEST(Passthrough, SendsTheCallersOwnTokenAndAsksOnceWhoseItIs) {
    Site site;
    for (int i = 0; i < 2; ++i) {
        site.desk.bring("beths-token");
        EXPECT_EQ(kindOf(site.desk.ask("beth.anglin", getIncident())), "ok");
    }
    EXPECT_EQ(site.instance.requestsTo(incidentPath()).at(1).header("Authorization"),
              "Bearer beths-token");
    int times_asked = 0;
    for (const auto& seen : site.instance.requestsTo(kUsers))
        if (seen.parameter("sysparm_fields").find("user_name") != std::string::npos) ++times_asked;
    EXPECT_EQ(times_asked, 1);
    EXPECT_TRUE(site.instance.requestsTo("/oauth_token.do").empty());
}

}  // namespace
}  // namespace toolhost::servicenow
