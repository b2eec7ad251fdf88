#include "servicenow/setup/check.hpp"

#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <locale>
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

/// What oauth_jwt shows of the client.
void provider(Site& site, const json& values) {
    json row = {{"sys_id", "x"}, {"active", "true"}};
    row.update(values);
    site.server.on("/api/now/table/oauth_jwt",
                   [row](const SeenRequest&) { return result(json::array({row})); });
}

/// The same caller by another grant, whose client is there.
void enterBy(Site& site, Grant grant, const json& client = json::object()) {
    site.refuseTokens();
    site.terms.settings.grant = grant;
    site.terms.settings.user_name = "beth.anglin";
    site.terms.settings.password = base::Secret("password-1");
    json row = {{"client_id", "client-1"}, {"active", "true"}};
    row.update(client);
    site.tables.add("oauth_entity");
    site.tables.put("oauth_entity", row);
}

/// The instance's clock, by how many seconds it is ahead.
void clockAhead(Site& site, int seconds) {
    const auto when = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() +
                                                           std::chrono::seconds(seconds));
    std::ostringstream date;
    date.imbue(std::locale::classic());
    date << std::put_time(std::gmtime(&when), "%a, %d %b %Y %H:%M:%S GMT");
    site.server.on("/api/now/table/sys_user", [date = date.str()](const SeenRequest& seen) {
        if (!seen.header("Authorization").empty())
            return result(json::array({{{"active", "true"}}}));
        return answer(401, "{}", "Content-Type: application/json\r\nDate: " + date + "\r\n");
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
        Trouble{"a_user_for_web_services_only_with_a_password",
                [](Site& site) {
                    enterBy(site, Grant::Password);
                    site.user({{"active", "true"}, {"web_service_access_only", "true"}});
                },
                "may use web services only"},
        Trouble{"a_password_to_be_chosen_anew",
                [](Site& site) {
                    enterBy(site, Grant::Password);
                    site.user({{"active", "true"}, {"password_needs_reset", "true"}});
                },
                "must choose a new password first"},
        Trouble{"a_client_without_a_user_of_its_own",
                [](Site& site) {
                    enterBy(site, Grant::ClientCredentials, {{"user", ""}});
                    site.tables.add("sys_properties");
                },
                "no OAuth Application User"},
        Trouble{"a_grant_that_a_property_disables",
                [](Site& site) {
                    enterBy(site, Grant::ClientCredentials);
                    site.tables.add("sys_properties");
                },
                "the client credentials grant is disabled"},
        Trouble{"a_client_for_another_grant",
                [](Site& site) {
                    site.refuseTokens(), provider(site, {{"inbound_grant_type", "authz_code"}});
                },
                "for the grant \"authz_code\""},
        Trouble{"a_client_that_wants_a_secret",
                [](Site& site) {
                    site.refuseTokens(), provider(site, {{"public_client", "false"}});
                    site.terms.settings.client_secret = base::Secret();
                },
                "the client is not public"},
        Trouble{"a_clock_that_the_client_does_not_allow",
                [](Site& site) {
                    site.refuseTokens(), provider(site, {{"clock_skew", "0"}});
                    clockAhead(site, -60);
                },
                "which allows 0 s -> synchronise"},
        Trouble{"a_clock_that_lets_assertions_expire",
                [](Site& site) {
                    site.refuseTokens(), provider(site, {{"clock_skew", "0"}});
                    clockAhead(site, 150);
                },
                "behind the instance, which allows 0 s -> synchronise"},
        Trouble{"nothing_but_a_secret_that_is_not_used",
                [](Site& site) {
                    site.refuseTokens(), provider(site, {{"public_client", "true"}});
                    site.server.on("/api/now/table/jwt_verifier_map", [](const SeenRequest&) {
                        return result(json::array({{{"sys_certificate", "id2"}}}));
                    });
                    site.terms.settings.client_secret = base::Secret();
                },
                "this grant uses no secret"},
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
        Trouble{"a_certificate_in_one_line",
                [](Site& site) {
                    site.refuseTokens();
                    auto pem =
                        crypto::selfSignedCertificate(keyFile(), {"one line", site.clock.wall()})
                            .value();
                    std::erase(pem, '\n');
                    storeCertificate(site, pem);
                },
                "lines of over 64 characters"},
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
        Trouble{"a_role_without_which_nothing_is_seen",
                [](Site& site) {
                    site.server.on("/api/now/table/incident",
                                   [](const SeenRequest&) { return result(json::array()); });
                },
                "shows this user no record"},
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

TEST(CheckInstance, BlamesNoOtherLineEnds) {
    Site site;
    site.refuseTokens();
    std::string pem;
    const auto made =
        crypto::selfSignedCertificate(keyFile(), {"lines", site.clock.wall()}).value();
    for (const char c : made) {
        if (c == '\n') pem += '\r';
        pem += c;
    }
    storeCertificate(site, pem);
    EXPECT_EQ(troubleIn(site.check()).find("certificate"), std::string::npos);
}

TEST(CheckInstance, BlamesNoClockThatTheClientAllows) {
    Site site;
    site.refuseTokens();
    provider(site, {{"clock_skew", "300"}});
    clockAhead(site, 150);
    EXPECT_EQ(troubleIn(site.check()).find("which allows"), std::string::npos);
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
