#pragma once

#include <map>
#include <string>

#include "oauth/form.hpp"
#include "oauth/grants.hpp"

#include "oauth_house.hpp"

namespace toolhost::oauth {

/// RFC 7636, appendix B.
inline constexpr const char* kVerifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
inline constexpr const char* kChallenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
inline constexpr const char* kRedirect = "https://client.example/cb";

using Fields = std::map<std::string, std::string>;

inline std::string encodeForm(const Fields& fields) {
    std::string text;
    for (const auto& [name, value] : fields)
        text += (text.empty() ? "" : "&") + name + '=' + encodeFormText(value);
    return text;
}

/// The parameters of a good request, with some changed; an empty value leaves one out.
inline Fields authorizationOf(const std::string& client_id, const Fields& changes = {}) {
    Fields fields{{"response_type", "code"},
                  {"client_id", client_id},
                  {"redirect_uri", kRedirect},
                  {"code_challenge", kChallenge},
                  {"code_challenge_method", "S256"},
                  {"state", "a state & more"}};
    for (const auto& [name, value] : changes) {
        if (value.empty()) {
            fields.erase(name);
        } else {
            fields[name] = value;
        }
    }
    return fields;
}

/// The parameters that a redirect brings back.
inline Fields answerIn(const Response& response) {
    const auto uri = headerOf(response, "Location");
    const auto question = uri.find('?');
    Fields fields;
    if (question == std::string::npos) return fields;
    const auto form = parseForm(uri.substr(question + 1));
    if (!form) return {{"malformed", form.error().what}};
    for (const char* name : {"code", "state", "iss", "error", "error_description"}) {
        if (const auto* value = form.value().find(name)) fields[name] = *value;
    }
    return fields;
}

/// What a person has in front of them: a cookie, and the form that was shown last.
class Browser {
public:
    explicit Browser(const OauthHouse& house) : house_(house) {}

    Response open(const Fields& parameters) {
        return send({.method = "GET",
                     .path = "/oauth/authorize",
                     .query = encodeForm(parameters),
                     .headers = {},
                     .body = {},
                     .peer = peer});
    }

    Response submit(const std::string& path, Fields fields) {
        if (!fields.contains("request")) fields["request"] = form_;
        return send({.method = "POST",
                     .path = path,
                     .query = {},
                     .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                                 {"Origin", "https://host.example"},
                                 {"Sec-Fetch-Site", "same-origin"}},
                     .body = encodeForm(fields),
                     .peer = peer});
    }

    Response signIn(const std::string& user, const std::string& password = identity::kPassword) {
        return submit("/oauth/login",
                      {{"user", user}, {"password", password}, {"decision", "sign-in"}});
    }

    Response decide(const std::string& decision) {
        return submit("/oauth/consent", {{"decision", decision}});
    }

    /// The whole way to a code.
    std::string codeFor(const std::string& client_id, const std::string& user) {
        open(authorizationOf(client_id, {{"prompt", "consent"}}));
        signIn(user);
        const auto answer = answerIn(decide("allow"));
        EXPECT_TRUE(answer.contains("code"));
        return answer.contains("code") ? answer.at("code") : std::string();
    }

    Response send(Request request) {
        if (!cookie.empty()) request.headers.emplace_back("Cookie", cookie);
        auto response = house_.answer(request);
        const auto set = headerOf(response, "Set-Cookie");
        if (!set.empty()) cookie = set.substr(0, set.find(';'));
        const std::string mark = R"(name="request" value=")";
        const auto at = response.body.find(mark);
        if (at != std::string::npos) {
            const auto from = at + mark.size();
            form_ = response.body.substr(from, response.body.find('"', from) - from);
        }
        return response;
    }

    std::string cookie;
    std::string peer = "192.0.2.7";
    [[nodiscard]] const std::string& form() const { return form_; }

private:
    const OauthHouse& house_;
    std::string form_;
};

/// A house with alice and a confidential client that signs users in.
struct SignInHouse : OauthHouse {
    explicit SignInHouse(Settings chosen = {}) : OauthHouse({}, std::move(chosen)) {
        addUser("alice", "alice.smith");
    }

    identity::ClientCredentials web = clients->add(webClient(), clock.wall()).value();

    static identity::ClientRequest webClient() {
        identity::ClientRequest request;
        request.name = "The <Web> Client";
        request.redirect_uris = {kRedirect};
        return request;
    }

    std::string addPublicClient(std::vector<std::string> redirect_uris) const {
        identity::ClientRequest request;
        request.name = "editor";
        request.proof = identity::ClientProof::None;
        request.redirect_uris = std::move(redirect_uris);
        return clients->add(request, clock.wall()).value().client_id;
    }

    [[nodiscard]] std::string webBasic() const {
        return "Basic " +
               base::encodeBase64(web.client_id + ':' + std::string(web.client_secret.reveal()));
    }

    [[nodiscard]] Response redeem(const std::string& code, const Fields& changes = {}) const {
        Fields fields{{"grant_type", "authorization_code"},
                      {"code", code},
                      {"redirect_uri", kRedirect},
                      {"code_verifier", kVerifier}};
        for (const auto& [name, value] : changes)
            fields[name] = value;
        return ask(encodeForm(fields), webBasic());
    }

    [[nodiscard]] Response refresh(const std::string& token, const Fields& more = {}) const {
        Fields fields{{"grant_type", "refresh_token"}, {"refresh_token", token}};
        fields.insert(more.begin(), more.end());
        return ask(encodeForm(fields), webBasic());
    }

    [[nodiscard]] bool isAccepted(const std::string& access_token) const {
        return std::holds_alternative<identity::Principal>(
            tokens.verify(access_token, clock.wall()));
    }
};

}  // namespace toolhost::oauth
