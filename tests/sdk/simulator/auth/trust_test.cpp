#include <tuple>

#include "instance_fixture.hpp"
#include "signer.hpp"

namespace toolhost::sim {
namespace {

using nlohmann::json;

/// An instance that an administrator has told, by records, whom to trust. A test spoils one of
/// them.
class Trust : public InstanceFixture {
protected:
    Trust() {
        const auto key = SignatureKey::parse(testSigner().publicPem());
        certificate_ =
            create("sys_certificate",
                   {{"name", "bridge"}, {"format", "pem"}, {"pem_certificate", key.certificate()}},
                   "admin");
        provider_ = create("oauth_jwt",
                           {{"name", "bridge"},
                            {"client_id", "bridge"},
                            {"public_client", "true"},
                            {"user_field", "user_name"}},
                           "admin");
        map_ = create("jwt_verifier_map",
                      {{"name", "bridge"},
                       {"kid", "key-1"},
                       {"oauth_jwt", provider_.at("sys_id")},
                       {"sys_certificate", certificate_.at("sys_id")}},
                      "admin");
    }

    json claimsFor(const std::string& subject) {
        const auto seconds = now_.time_since_epoch().count();
        return {{"iss", "bridge"},
                {"aud", "bridge"},
                {"sub", subject},
                {"jti", std::to_string(++assertions_)},
                {"iat", seconds},
                {"exp", seconds + 120}};
    }

    Reply askWith(const std::string& assertion, const std::string& more = {}) {
        auto request = requestTo("POST", "/oauth_token.do");
        request.content_type = "application/x-www-form-urlencoded";
        request.body =
            "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&client_id=bridge"
            "&assertion=" +
            assertion + more;
        return sendRequest(request);
    }

    Reply ask(const std::string& subject = "beth.anglin", const std::string& kid = "key-1") {
        return askWith(testSigner().sign({{"alg", "RS256"}, {"kid", kid}}, claimsFor(subject)));
    }

    void expectRefused(const Reply& reply, const char* reason) {
        EXPECT_EQ(reply.status, 401) << reason;
        EXPECT_EQ(reply.body, R"({"error":"server_error","error_description":"access_denied"})");
        EXPECT_NE(log_text_.str().find(reason), std::string::npos) << reason;
    }

    /// Changes a record, which must cost the token for that reason, and changes it back.
    void expectEnd(const char* table, const json& record, const json& spoiled, const char* reason) {
        json repaired;
        for (const auto& [field, value] : spoiled.items()) {
            const auto& was = record.at(field);
            repaired[field] = was.is_object() ? was.at("value") : was;
        }
        EXPECT_EQ(patch(table, record, spoiled, "admin").status, 200);
        expectRefused(ask(), reason);
        patch(table, record, repaired, "admin");
        EXPECT_EQ(ask().status, 200) << reason << '\n' << log_text_.str();
    }

    json certificate_;
    json provider_;
    json map_;
    int assertions_ = 0;
};

TEST_F(Trust, EndsWithTheApplication) {
    const std::tuple<const char*, const char*, const char*> cases[] = {
        {"active", "false", "is not active"},
        {"inbound_grant_type", "authz_code", "inbound_grant_type is not jwt"},
        {"public_client", "false", "wrong client_secret"},
        {"user_field", "email", "sub names no active user by email"},
        {"user_field", "user_password", "user_field is no column of sys_user"},
        {"client_id", "another", "no such client_id"},
    };
    for (const auto& [field, value, reason] : cases) {
        expectEnd("oauth_jwt", provider_, {{field, value}}, reason);
    }
}

TEST_F(Trust, EndsWithTheVerifierMap) {
    expectEnd("jwt_verifier_map", map_, {{"kid", "key-2"}}, "has no verifier map of that kid");
    expectEnd("jwt_verifier_map", map_, {{"oauth_jwt", ""}}, "has no verifier map of that kid");
    expectEnd(
        "jwt_verifier_map", map_, {{"sys_certificate", ""}}, "the verifier map has no certificate");
}

TEST_F(Trust, EndsWithWhatTheCertificateSays) {
    const auto other = SignatureKey::parse(Signer().publicPem()).certificate();
    const std::tuple<const char*, std::string, const char*> cases[] = {
        {"active", "false", "the certificate is not active"},
        {"pem_certificate", "nonsense", "no PEM text"},
        {"pem_certificate", other, "the signature is not by the key"},
    };
    for (const auto& [field, value, reason] : cases) {
        expectEnd("sys_certificate", certificate_, {{field, value}}, reason);
    }
}

TEST_F(Trust, EndsWithTheCertificate) {
    now_ = *parseTimestamp("2100-01-01 00:00:00");
    expectRefused(ask(), "the certificate has expired");
    now_ = *parseTimestamp("1999-12-31 00:00:00");
    expectRefused(ask(), "the certificate is not good yet");
}

TEST_F(Trust, IsTheBusinessOfAdministratorsOnly) {
    for (const auto* table : {"oauth_entity", "oauth_jwt", "jwt_verifier_map", "sys_certificate"}) {
        const auto path = std::string("/api/now/table/") + table;
        EXPECT_EQ(get(path, "itil").status, 403) << table;
        EXPECT_EQ(send("POST", path, "itil.manager", R"({"name":"x"})").status, 403) << table;
    }
}

TEST_F(Trust, NeverShowsASecret) {
    patch("oauth_jwt", provider_, {{"client_secret", "correct-horse-battery"}}, "admin");
    const auto target = "/api/now/table/oauth_jwt/" + provider_.at("sys_id").get<std::string>();
    EXPECT_EQ(get(target, "admin").body.find("correct-horse"), std::string::npos);
    EXPECT_FALSE(result(target, "admin").contains("client_secret"));
    EXPECT_EQ(rows("oauth_entity", "client_secret=correct-horse-battery^client_id=bridge").size(),
              1U)
        << "a secret cannot be asked for, so its term is ignored";
}

TEST_F(Trust, LooksAtASecretThatIsSent) {
    patch("oauth_jwt", provider_, {{"client_secret", "right"}}, "admin");
    const auto token = [&] {
        return testSigner().sign({{"alg", "RS256"}, {"kid", "key-1"}}, claimsFor("beth.anglin"));
    };
    EXPECT_EQ(askWith(token(), "&client_secret=right").status, 200);
    expectRefused(askWith(token(), "&client_secret=wrong"), "wrong client_secret");
    patch("oauth_jwt", provider_, {{"public_client", "false"}}, "admin");
    EXPECT_EQ(askWith(token(), "&client_secret=right").status, 200);
    expectRefused(ask(), "wrong client_secret");
}

TEST_F(Trust, GivesAnApplicationWhatItWasNotGiven) {
    const auto made = create("oauth_entity", {{"name", "unnamed"}}, "admin");
    EXPECT_EQ(made.at("client_id").get<std::string>().size(), 32U);
    EXPECT_EQ(made.at("access_token_lifespan"), "1800");
    const auto again = send(
        "POST", "/api/now/table/oauth_jwt", "admin", R"({"name":"again","client_id":"bridge"})");
    EXPECT_EQ(again.status, 403) << "client_id is unique";
}

TEST_F(Trust, MayRestOnASharedKey) {
    const std::string secret(32, 's');
    create("jwt_verifier_map",
           {{"kid", "shared"}, {"oauth_jwt", provider_.at("sys_id")}, {"shared_key", secret}},
           "admin");
    const auto by = [&](const Signer& signer) {
        return askWith(
            signer.sign({{"alg", "HS256"}, {"kid", "shared"}}, claimsFor("beth.anglin")));
    };
    EXPECT_EQ(by(Signer::ofSecret(secret)).status, 200);
    EXPECT_EQ(by(Signer::ofSecret(std::string(32, 'x'))).status, 401);
}

TEST_F(Trust, LetsAnAssertionServeAgainWhereItIsToldTo) {
    const auto token =
        testSigner().sign({{"alg", "RS256"}, {"kid", "key-1"}}, claimsFor("beth.anglin"));
    ASSERT_EQ(askWith(token).status, 200);
    expectRefused(askWith(token), "the jti was used before");
    patch("oauth_jwt", provider_, {{"enable_jti_verification", "false"}}, "admin");
    EXPECT_EQ(askWith(token).status, 200);
}

TEST_F(Trust, ShowsTheClientsOfTheCommandLineAsRecords) {
    auto settings = smallInstance();
    const auto key = SignatureKey::parse(testSigner().publicPem());
    settings.clients = {{"cid", {}, JwtVerifier{key, "k", "email"}}, {"web", "secret", {}, "itil"}};
    restart(settings);
    const auto provider = rows("oauth_jwt", "client_id=cid").at(0);
    EXPECT_EQ(provider.at("user_field"), "email");
    EXPECT_EQ(provider.at("public_client"), "true");
    const auto map =
        rows("jwt_verifier_map", "oauth_jwt=" + provider.at("sys_id").get<std::string>()).at(0);
    EXPECT_EQ(map.at("kid"), "k");
    const auto id = map.at("sys_certificate").at("value").get<std::string>();
    EXPECT_NE(rows("sys_certificate", "sys_id=" + id)
                  .at(0)
                  .at("pem_certificate")
                  .get<std::string>()
                  .find("BEGIN CERTIFICATE"),
              std::string::npos);
    EXPECT_EQ(rows("oauth_entity", "client_id=web^user.user_name=itil").size(), 1U);
}

TEST_F(Trust, RefusesAClientWhoseUserIsNotThere) {
    auto settings = smallInstance();
    settings.clients = {{"web", "secret", {}, "no.such.user"}};
    EXPECT_THROW(restart(settings), std::runtime_error);
}

}  // namespace
}  // namespace toolhost::sim
