#pragma once

#include <memory>

#include "base/clock.hpp"
#include "loader/services/http_hosts.hpp"
#include "loader/services/http_request.hpp"
#include "loader/services/oauth_tokens.hpp"
#include "loader/services/service.hpp"
#include "outbound/client.hpp"

namespace toolhost::loader {

/// toolhost.http/1: requests to the hosts that the admin granted.
class HttpService final : public Service {
public:
    struct Environment {
        HttpHosts hosts;
        std::shared_ptr<OauthTokens> tokens;  ///< shared with requests that wait for one
        outbound::Client& client;             ///< outlives it, as does the clock
        const base::Clock& clock;
    };

    explicit HttpService(Environment environment);

    void ask(const boundary::Request& request, boundary::Replied replied) override {
        operations_.ask(request, replied);
    }

private:
    void send(const Question& question) const;
    void sendWithToken(const Question& question, HttpRequest read, const outbound::Url& url) const;

    const Environment environment_;
    const Operations operations_;
};

/// toolhost.oauth/1: which tokens a plugin may name, and whether they can be had. The tokens
/// themselves only go into requests of toolhost.http/1.
class OauthService final : public Service {
public:
    /// The clock outlives it.
    OauthService(std::shared_ptr<OauthTokens> tokens, const base::Clock& clock);

    void ask(const boundary::Request& request, boundary::Replied replied) override {
        operations_.ask(request, replied);
    }

private:
    void check(const Question& question) const;

    const std::shared_ptr<OauthTokens> tokens_;
    const base::Clock& clock_;
    const Operations operations_;
};

}  // namespace toolhost::loader
