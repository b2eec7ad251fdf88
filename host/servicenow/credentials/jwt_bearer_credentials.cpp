#include "servicenow/credentials/jwt_bearer_credentials.hpp"

#include <memory>
#include <utility>

#include "outbound/url.hpp"
#include "servicenow/credentials/token_reply.hpp"
#include "servicenow/exchange/endpoint.hpp"

namespace toolhost::servicenow {
namespace {

constexpr std::size_t kUsersMax = 10'000;
constexpr std::chrono::seconds kExchangeTimeMax{15};
constexpr const char* kGrantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";

}  // namespace

/// One exchange of an assertion for a token, from the gate to the report.
class JwtBearerCredentials::Exchange : public std::enable_shared_from_this<Exchange> {
public:
    Exchange(const JwtBearerCredentials& owner, Caller caller, Tokens::Report report)
        : caller_(std::move(caller)), owner_(owner), report_(std::move(report)) {}

    void start() {
        owner_.endpoint_.gate.enter(caller_.stop,
                                    [self = shared_from_this()](Outcome<Gate::Pass> pass) {
                                        self->entered(std::move(pass));
                                    });
    }

private:
    void entered(Outcome<Gate::Pass> pass) {
        if (!pass) return report_({pass.problem(), {}});
        pass_ = std::move(pass).value();
        // Signed here and not before: waiting would use up its life.
        const auto assertion =
            owner_.signer_.assertionFor(caller_.user, owner_.endpoint_.host.clock.wall());
        if (!assertion) return report_({Problem{.message = assertion.error().what}, {}});
        owner_.endpoint_.host.client.send(
            requestWith(assertion.value()),
            caller_.stop,
            [self = shared_from_this()](const outbound::Outcome& answer) {
                self->answered(answer);
            });
    }

    [[nodiscard]] outbound::Request requestWith(const std::string& assertion) const {
        outbound::Headers form = {
            {"grant_type", kGrantType}, {"client_id", owner_.client_id_}, {"assertion", assertion}};
        if (!owner_.client_secret_.empty())
            form.emplace_back("client_secret", std::string(owner_.client_secret_.reveal()));
        return {.method = "POST",
                .url = owner_.endpoint_.url + "/oauth_token.do",
                .headers = {{"Content-Type", "application/x-www-form-urlencoded"},
                            {"Accept", "application/json"}},
                .body = outbound::encodePairs(form),
                .deadline = caller_.deadline};
    }

    void answered(const outbound::Outcome& answer) {
        pass_->giveBack();
        const auto& host = owner_.endpoint_.host;
        auto reply = readTokenReply(answer, owner_.endpoint_.name, caller_.user);
        if (!reply.authorization)
            host.log.warning("servicenow.token.failed",
                             {{"instance", owner_.endpoint_.name},
                              {"user", caller_.user},
                              {"reason", reply.authorization.problem().message}});
        report_({std::move(reply.authorization), host.clock.steady() + reply.keep_for});
    }

    const Caller caller_;  // first, so that its ticket goes last
    const JwtBearerCredentials& owner_;
    const Tokens::Report report_;
    std::optional<Gate::Pass> pass_;
};

JwtBearerCredentials::JwtBearerCredentials(Endpoint& endpoint,
                                           const InstanceSettings& settings,
                                           AssertionSigner signer,
                                           std::stop_token closing)
    : endpoint_(endpoint),
      client_id_(settings.client_id),
      client_secret_(settings.client_secret),
      signer_(std::move(signer)),
      closing_(std::move(closing)),
      tokens_(endpoint.host.clock, kUsersMax) {}

void JwtBearerCredentials::authorize(const Caller& caller, Then<base::Secret> then) {
    // The exchange serves everybody who waits for it, so it does not end with one of them.
    const Caller ours{.user = caller.user,
                      .deadline = endpoint_.host.clock.steady() + kExchangeTimeMax,
                      .stop = closing_,
                      .ticket = caller.ticket};
    tokens_.get(
        caller.user,
        [this, ours](const Tokens::Report& report) {
            std::make_shared<Exchange>(*this, ours, report)->start();
        },
        std::move(then));
}

Credentials::After401 JwtBearerCredentials::reject(const std::string& user,
                                                   const base::Secret& authorization) {
    tokens_.forget(user, [&](const base::Secret& kept) {
        return kept.reveal() == authorization.reveal();  // unless another call has renewed it
    });
    return After401::AskAgain;
}

}  // namespace toolhost::servicenow
