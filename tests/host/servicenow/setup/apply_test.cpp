#include "servicenow/setup/apply.hpp"

#include <sstream>

#include <gtest/gtest.h>

#include "setup/fake_tables.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;
using tests::SeenRequest;
using Result = Step::Result;

SetupTerms terms(const std::string& url) {
    return {.instance = "dev",
            .url = url,
            .client_id = "client-1",
            .key_id = "key-1",
            .key_file = "/keys/key.pem",
            .certificate_pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
            .test_user = "toolhost.test"};
}

/// An instance with the tables of a setup, and its administrator.
struct Site {
    FakeInstance server;
    FakeTables tables{server};
    base::SystemClock clock;
    std::ostringstream written;
    base::Log log{written, base::LogLevel::Debug};
    outbound::Client client{{}, clock, log};
    crypto::Sealer sealer = crypto::Sealer::ephemeral();
    std::unique_ptr<Conversation> admin;

    Site() {
        for (const char* table : {"sys_certificate",
                                  "oauth_jwt",
                                  "jwt_verifier_map",
                                  "sys_user",
                                  "sys_user_role",
                                  "sys_user_has_role"})
            tables.add(table);
        tables.put("sys_user_role", {{"name", "itil"}});
        tables.put("sys_user_role", {{"name", "personalize_dictionary"}});
        InstanceSettings settings;
        settings.url = server.url();
        settings.grant = Grant::Basic;
        settings.user_name = "admin";
        settings.password = base::Secret("admin-password");
        admin = Conversation::open("dev", settings, "admin", {client, clock, log, sealer}).value();
    }

    std::vector<Step> apply() { return applyPlan(*admin, planSetup(terms(server.url()))); }
};

TEST(ApplyPlan, StopsAtTheFirstFailureAndSaysWhy) {
    Site site;
    site.server.on("/api/now/table/oauth_jwt", [](const SeenRequest& seen) {
        return seen.method == "POST"
                   ? refusal(403, "Operation Failed", "ACL Exception Insert Failed")
                   : result(json::array());
    });
    const auto steps = site.apply();
    ASSERT_GE(steps.size(), 3U);
    EXPECT_EQ(steps[0].result, Result::Made);
    EXPECT_EQ(steps[1].result, Result::Failed);
    EXPECT_NE(steps[1].words.find("ACL Exception Insert Failed"), std::string::npos);
    EXPECT_EQ(steps[2].result, Result::NotTried);
    EXPECT_EQ(site.tables.rows("jwt_verifier_map").size(), 0U);
}

TEST(ApplyPlan, FailsWhereTheInstanceDropsAValue) {
    Site site;
    site.server.on("/api/now/table/oauth_jwt", [](const SeenRequest& seen) {
        return seen.method == "POST" ? result({{"sys_id", "a1"}, {"client_id", ""}})
                                     : result(json::array());
    });
    const auto steps = site.apply();
    EXPECT_EQ(steps[1].result, Result::Failed);
    EXPECT_NE(steps[1].words.find("client_id"), std::string::npos) << steps[1].words;
}

TEST(ApplyPlan, ChangesNothingWhereSeveralRecordsCouldBeMeant) {
    Site site;
    for (int i = 0; i < 2; ++i)
        site.tables.put("oauth_jwt", {{"client_id", "client-1"}});
    EXPECT_EQ(site.apply()[1].result, Result::Failed);
    EXPECT_FALSE(site.tables.rows("oauth_jwt")[0].contains("name"));
}

TEST(ApplyPlan, MakesEveryRecordAndJoinsThem) {
    Site site;
    for (const auto& step : site.apply())
        EXPECT_NE(step.result, Result::Failed) << step.name << ": " << step.words;
    const json provider = site.tables.rows("oauth_jwt").at(0);
    EXPECT_EQ(provider["inbound_grant_type"], "jwt");
    EXPECT_EQ(provider["public_client"], "true");
    EXPECT_EQ(provider["user_field"], "user_name");
    const json map = site.tables.rows("jwt_verifier_map").at(0);
    EXPECT_EQ(map["kid"], "key-1");
    EXPECT_EQ(map["oauth_jwt"], provider["sys_id"]);
    EXPECT_EQ(map["sys_certificate"], site.tables.rows("sys_certificate").at(0)["sys_id"]);
    EXPECT_EQ(site.tables.rows("sys_user_has_role").size(), 2U);
}

TEST(ApplyPlan, DoneAgainPutsRightWhatDiffersAndNothingElse) {
    Site site;
    site.apply();
    // As the instance's own joins would find it.
    site.server.on("/api/now/table/sys_user_has_role", [&site](const SeenRequest&) {
        return result(json::array({site.tables.rows("sys_user_has_role").at(0)}));
    });
    site.tables.put("sys_user_has_role", {});
    const std::string provider = site.tables.rows("oauth_jwt").at(0)["sys_id"];
    ASSERT_TRUE(site.admin->ask({.attempted = "spoil",
                                 .method = "PATCH",
                                 .path = "/api/now/table/oauth_jwt/" + provider,
                                 .body = R"({"active":"false"})"}));
    const auto steps = site.apply();
    EXPECT_EQ(steps[0].result, Result::WasThere);
    EXPECT_EQ(steps[1].result, Result::Changed);
    EXPECT_EQ(steps[1].words, "active");
    EXPECT_EQ(steps[2].result, Result::WasThere);
    EXPECT_EQ(site.tables.rows("oauth_jwt").size(), 1U);
    EXPECT_EQ(site.tables.rows("oauth_jwt").at(0)["active"], "true");
}

TEST(ApplyPlan, PutsRightACertificateWhoseLinesAreLost) {
    Site site;
    const std::string pem = terms("").certificate_pem;
    std::string in_one_line = pem;
    std::erase(in_one_line, '\n');
    std::string with_other_ends = "  " + pem;
    with_other_ends.insert(with_other_ends.find('\n'), "\r");
    const std::string sys_id = site.tables.put("sys_certificate",
                                               {{"name", "toolhost key-1"},
                                                {"format", "pem"},
                                                {"type", "trust_store_cert"},
                                                {"active", "true"},
                                                {"pem_certificate", with_other_ends}});
    EXPECT_EQ(site.apply()[0].result, Result::WasThere);
    ASSERT_TRUE(site.admin->ask({.attempted = "spoil",
                                 .method = "PATCH",
                                 .path = "/api/now/table/sys_certificate/" + sys_id,
                                 .body = json{{"pem_certificate", in_one_line}}.dump()}));
    EXPECT_EQ(site.apply()[0].words, "pem_certificate");
}

TEST(Plan, SaysWhatToDoWithoutThisProgram) {
    const SetupTerms given = terms("https://dev1.service-now.com");
    const std::string text = describePlan(given, planSetup(given));
    for (const char* words : {"-----BEGIN CERTIFICATE-----",
                              "(oauth_jwt)",
                              "user_field = user_name",
                              "sys_certificate = (the certificate)",
                              "servicenow.dev.client_id = client-1",
                              "toolhost servicenow check --instance dev --user toolhost.test"})
        EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
}

TEST(Plan, MakesNoUserUnlessAskedTo) {
    SetupTerms given = terms("https://dev1.service-now.com");
    given.test_user.clear();
    for (const auto& record : planSetup(given))
        EXPECT_EQ(record.table.rfind("sys_user", 0), std::string::npos) << record.name;
}

}  // namespace
}  // namespace toolhost::servicenow
