#include "servicenow/setup/check.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "crypto/certificate.hpp"
#include "crypto/signing_key.hpp"
#include "setup/fake_tables.hpp"

#include "desk.hpp"

namespace toolhost::servicenow {
namespace {

using nlohmann::json;
using tests::answer;
using tests::SeenRequest;
using Verdict = Finding::Verdict;

/// An instance where everything is right: a test spoils one thing and says what is then found.
struct Site {
    FakeInstance server;
    FakeTables tables{server};
    base::SystemClock clock;
    std::ostringstream written;
    base::Log log{written, base::LogLevel::Debug};
    outbound::Client client{{}, clock, log};
    crypto::Sealer sealer = crypto::Sealer::ephemeral();
    CheckTerms terms;

    Site() {
        for (const char* table :
             {"sys_certificate", "oauth_jwt", "jwt_verifier_map", "sys_user_has_role", "incident"})
            tables.add(table);
        tables.put("incident", {{"number", "INC1"}});
        const auto certificate = crypto::selfSignedCertificate(
            keyFile(), {"toolhost", clock.wall() - std::chrono::hours(1)});
        const auto stored = tables.put(
            "sys_certificate", {{"active", "true"}, {"pem_certificate", certificate.value()}});
        const auto provider = tables.put(
            "oauth_jwt",
            {{"client_id", "client-1"}, {"active", "true"}, {"user_field", "user_name"}});
        tables.put("jwt_verifier_map",
                   {{"kid", "key-1"}, {"oauth_jwt", provider}, {"sys_certificate", stored}});
        user({{"active", "true"}, {"locked_out", "false"}});
        terms.instance = "dev";
        terms.settings = jwtInstance(server.url());
        terms.user = "beth.anglin";
        terms.admin = "admin";
        terms.admin_password = base::Secret("admin-password");
    }

    /// What sys_user shows of the caller; without credentials, a refusal.
    void user(const json& values) {
        json row = {
            {"sys_id", "beth-id"}, {"user_name", "beth.anglin"}, {"email", "b@example.com"}};
        row.update(values);
        users(json::array({row}));
    }
    void users(const json& rows) {
        server.on("/api/now/table/sys_user", [rows](const SeenRequest& seen) {
            return seen.header("Authorization").empty()
                       ? refusal(
                             401, "User Not Authenticated", "Required to provide Auth information")
                       : result(rows);
        });
    }
    void refuseTokens() {
        server.on("/oauth_token.do", [](const SeenRequest&) {
            return answer(401, R"({"error":"server_error","error_description":"access_denied"})");
        });
    }

    std::vector<Finding> check() { return checkInstance(terms, {client, clock, log, sealer}); }
};

/// "step: words" of what is worse than good.
std::string troubleIn(const std::vector<Finding>& findings) {
    std::string text;
    for (const auto& finding : findings)
        if (finding.verdict != Verdict::Good)
            text += finding.step + ": " + finding.words + " -> " + finding.remedy + "\n";
    return text;
}

struct Trouble {
    const char* what;
    std::function<void(Site&)> spoil;
    const char* said;
};

class Check : public testing::TestWithParam<Trouble> {};

TEST_P(Check, NamesTheCause) {
    Site site;
    GetParam().spoil(site);
    const std::string trouble = troubleIn(site.check());
    EXPECT_NE(trouble.find(GetParam().said), std::string::npos) << trouble;
}

void page(Site& site, const char* text) {
    site.server.on("/api/now/table/sys_user", [text](const SeenRequest&) {
        return answer(200, text, "Content-Type: text/html\r\n");
    });
}

void dated(Site& site, const char* date) {
    site.server.on("/api/now/table/sys_user", [date](const SeenRequest&) {
        return answer(
            401, "{}", std::string("Content-Type: application/json\r\nDate: ") + date + "\r\n");
    });
}

void storeCertificate(Site& site, const std::string& pem) {
    site.server.on("/api/now/table/sys_certificate", [pem](const SeenRequest&) {
        return result(json::array({{{"active", "true"}, {"pem_certificate", pem}}}));
    });
}

std::string certificateOfAnotherKey() {
    const auto file =
        std::filesystem::temp_directory_path() / ("other_key_" + std::to_string(getpid()) + ".pem");
    const auto key = crypto::SigningKey::ensure(file, crypto::Algorithm::Rs256);
    const auto made =
        crypto::selfSignedCertificate(file, {"other", base::SystemClock().wall()}).value();
    std::filesystem::remove(file);
    return made;
}

INSTANTIATE_TEST_SUITE_P(
    Servicenow,
    Check,
    testing::Values(
        Trouble{"a_missing_setting",
                [](Site& site) { site.terms.settings.client_id.clear(); },
                "servicenow.dev.client_id is missing"},
        Trouble{"a_name_nobody_knows",
                [](Site& site) { site.terms.settings.url = "https://no-such-host.invalid"; },
                "name: look up"},
        Trouble{"nobody_listens",
                [](Site& site) { site.terms.settings.url = "http://127.0.0.1:1"; },
                "connection: "},
        Trouble{"hibernation",
                [](Site& site) { page(site, "<html>Your instance is hibernating</html>"); },
                "instance: it hibernates"},
        Trouble{"a_page_of_a_proxy",
                [](Site& site) { page(site, "<html>Please sign in</html>"); },
                "web page instead of JSON"},
        Trouble{"a_clock_far_off",
                [](Site& site) { dated(site, "Sun, 06 Nov 1994 08:49:37 GMT"); },
                "ahead of the instance"},
        Trouble{"an_unknown_user",
                [](Site& site) { site.refuseTokens(), site.users(json::array()); },
                "has no user with the user_name \"beth.anglin\""},
        Trouble{"an_ambiguous_user",
                [](Site& site) {
                    site.refuseTokens(), site.users(json::array({{}, {}}));
                },
                "several users"},
        Trouble{"an_inactive_user",
                [](Site& site) {
                    site.refuseTokens(), site.user({{"active", "false"}});
                },
                "is not active"},
        Trouble{"a_locked_user",
                [](Site& site) {
                    site.refuseTokens(), site.user({{"active", "true"}, {"locked_out", "true"}});
                },
                "is locked out"},
        Trouble{"an_administrator",
                [](Site& site) {
                    site.refuseTokens();
                    site.server.on("/api/now/table/sys_user_has_role", [](const SeenRequest&) {
                        return result(json::array({{{"sys_id", "x"}}}));
                    });
                },
                "this grant refuses administrators"},
        Trouble{"an_unknown_client",
                [](Site& site) { site.refuseTokens(), site.terms.settings.client_id = "client-2"; },
                "knows no client \"client-2\""},
        Trouble{"a_disabled_grant",
                [](Site& site) {
                    site.refuseTokens();
                    site.server.on("/api/now/table/oauth_jwt", [](const SeenRequest&) {
                        return result(json::array({{{"sys_id", "x"}, {"active", "false"}}}));
                    });
                },
                "the grant is disabled"},
        Trouble{
            "a_user_field_of_another_kind",
            [](Site& site) { site.refuseTokens(), site.terms.settings.subject_field = "email"; },
            "subject_field = user_name"},
        Trouble{"an_unknown_key",
                [](Site& site) { site.refuseTokens(), site.terms.settings.key_id = "key-2"; },
                "no verifier map for the key \"key-2\""},
        Trouble{"an_expired_certificate",
                [](Site& site) {
                    site.refuseTokens();
                    const auto long_ago = site.clock.wall() - std::chrono::hours(48);
                    storeCertificate(site,
                                     crypto::selfSignedCertificate(
                                         keyFile(), {"old", long_ago, std::chrono::hours(24)})
                                         .value());
                },
                "the certificate is good from"},
        Trouble{"a_certificate_of_another_key",
                [](Site& site) {
                    site.refuseTokens(), storeCertificate(site, certificateOfAnotherKey());
                },
                "belongs to another key"},
        Trouble{
            "a_wrong_secret", [](Site& site) { site.refuseTokens(); }, "so client_secret is wrong"},
        Trouble{"no_administrator_to_look",
                [](Site& site) { site.refuseTokens(), site.terms.admin.clear(); },
                "add --admin NAME"},
        Trouble{"a_missing_role",
                [](Site& site) {
                    site.server.on("/api/now/table/incident", [](const SeenRequest&) {
                        return refusal(
                            403, "User Not Authorized", "Failed API level ACL Validation");
                    });
                },
                "give the user a role"},
        Trouble{"a_dictionary_that_is_closed",
                [](Site& site) {
                    site.server.on("/api/now/table/sys_dictionary", [](const SeenRequest&) {
                        return refusal(403, "User Not Authorized");
                    });
                },
                "personalize_dictionary"}),
    [](const auto& each) { return std::string(each.param.what); });

TEST(CheckInstance, FindsNothingWhereEverythingIsRight) {
    Site site;
    site.server.on("/api/now/table/sys_dictionary", [](const SeenRequest&) {
        return result(json::array({{{"element", "number"}}}));
    });
    const auto findings = site.check();
    for (const auto& finding : findings)
        EXPECT_NE(finding.verdict, Verdict::Bad) << finding.step << ": " << finding.words;
    ASSERT_FALSE(findings.empty());
    EXPECT_EQ(findings.back().step, "dictionary");
    EXPECT_EQ(findings.back().verdict, Verdict::Good);
}

TEST(CheckInstance, GivesNoSecretAway) {
    Site site;
    site.refuseTokens();
    for (const auto& finding : site.check())
        for (const std::string secret : {"client-secret-1", "admin-password"})
            EXPECT_EQ((finding.words + finding.remedy).find(secret), std::string::npos);
}

}  // namespace
}  // namespace toolhost::servicenow
