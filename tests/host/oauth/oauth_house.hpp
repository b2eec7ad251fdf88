#pragma once

#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "audit/search.hpp"
#include "audit/trail.hpp"
#include "oauth/endpoints.hpp"

#include "../identity/token_house.hpp"

namespace toolhost::oauth {

/// A clock that moves when it is told to.
class StoppedClock final : public base::Clock {
public:
    [[nodiscard]] base::SteadyTime steady() const override {
        return base::SteadyTime(std::chrono::hours(1) + passed_);
    }
    [[nodiscard]] base::WallTime wall() const override {
        return identity::at(identity::kNoon) + passed_;
    }
    void pass(std::chrono::seconds time) { passed_ += time; }

private:
    std::chrono::seconds passed_{0};
};

inline std::string headerOf(const Response& response, std::string_view name) {
    std::string found;
    for (const auto& [field, value] : response.headers)
        if (field == name) found += found.empty() ? value : ", " + value;
    return found;
}

/// The whole authorization server in a folder that goes with the test.
struct OauthHouse : identity::TokenHouse {
    explicit OauthHouse(audit::Settings audit_settings = {}, Settings chosen = {})
        : identity::TokenHouse({}, migrations()),
          oauth_settings(std::move(chosen)),
          trail(audit::Trail::open({folder.path()}, audit_settings, clock, log).value()) {}

    StoppedClock clock;
    Settings oauth_settings;
    std::unique_ptr<audit::Trail> trail;
    TokenIssuer issuer{tokens, *trail, clock, log};
    crypto::Sealer sealer = crypto::Sealer::ephemeral();
    std::unique_ptr<Endpoints> endpoints = start();
    identity::ClientCredentials client =
        clients->add({"robot", "svc.robot", {}}, identity::at(identity::kNoon)).value();

    /// The server anew, as after a restart but for its state in memory.
    [[nodiscard]] std::unique_ptr<Endpoints> start() {
        return std::make_unique<Endpoints>(ServerParts{.addresses = addresses,
                                                       .token_settings = settings,
                                                       .settings = oauth_settings,
                                                       .keys = keys,
                                                       .clients = *clients,
                                                       .users = *users,
                                                       .revocations = *revocations,
                                                       .access_tokens = tokens,
                                                       .issuer = issuer,
                                                       .database = *database,
                                                       .trail = *trail,
                                                       .outbound = nullptr,
                                                       .clock = clock,
                                                       .log = log},
                                           sealer);
    }

    [[nodiscard]] std::string secret() const { return std::string(client.client_secret.reveal()); }
    [[nodiscard]] std::string basic() const {
        return "Basic " + base::encodeBase64(client.client_id + ':' + secret());
    }

    [[nodiscard]] Response answer(const Request& request) const {
        std::promise<Response> promise;
        endpoints->handle(
            request, [&promise](Response response) { promise.set_value(std::move(response)); });
        return promise.get_future().get();
    }

    /// POST /oauth/token with this form and Authorization (none when empty).
    [[nodiscard]] Response ask(const std::string& form, const std::string& authorization) const {
        return post("/oauth/token", form, authorization);
    }

    [[nodiscard]] Response post(const std::string& path,
                                const std::string& form,
                                const std::string& authorization = {}) const {
        Request request{.method = "POST",
                        .path = path,
                        .query = {},
                        .headers = {{"content-type", "application/x-www-form-urlencoded"}},
                        .body = form,
                        .peer = "192.0.2.7"};
        if (!authorization.empty()) request.headers.emplace_back("authorization", authorization);
        return answer(request);
    }

    /// Everything of that type recorded so far; ends the trail, so it comes last.
    std::vector<audit::Record> records(const std::string& type = "token.issue") {
        endpoints.reset();
        trail.reset();
        std::vector<audit::Record> found;
        const auto rows = audit::search(audit::trailFile({folder.path()}), {});
        for (const auto& row : rows.value())
            if (row.record.type == type) found.push_back(row.record);
        return found;
    }
};

}  // namespace toolhost::oauth
