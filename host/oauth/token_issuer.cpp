#include "oauth/token_issuer.hpp"

#include <memory>
#include <utility>

#include "base/text.hpp"
#include "identity/names.hpp"

namespace toolhost::oauth {
namespace {

audit::Event eventOf(const TokenOrder& order, std::string call_id, audit::Outcome outcome) {
    audit::Event event{.type = "token.issue",
                       .outcome = outcome,
                       .actor = order.actor,
                       .target = order.grant.client_id,
                       .call_id = std::move(call_id),
                       .details = order.details};
    event.details["subject"] = order.grant.subject;
    event.details["scope"] = base::join(order.grant.scopes, " ");
    return event;
}

base::Error unrecorded(base::Log& log, const std::string& client_id, const base::Error& cause) {
    log.error("oauth.token.withheld", {{"client", client_id}, {"reason", cause.what}});
    return base::because("issue a token: it could not be recorded", cause);
}

}  // namespace

TokenIssuer::TokenIssuer(const identity::AccessTokens& tokens,
                         audit::Trail& trail,
                         const base::Clock& clock,
                         base::Log& log)
    : tokens_(tokens), trail_(trail), witness_(trail, log), clock_(clock), log_(log) {}

void TokenIssuer::issue(const TokenOrder& order,
                        base::Completion<identity::IssuedToken> done) const {
    auto issued = tokens_.issue(order.grant, clock_.wall());
    if (!issued) {
        recordDenial(order, "unissuable");
        return done(issued.error());
    }
    auto event = eventOf(order, issued.value().token_id, audit::Outcome::Intended);
    event.details["expires_in"] = std::to_string(issued.value().lifetime.count());
    const auto answer = std::make_shared<base::Completion<identity::IssuedToken>>(std::move(done));
    // The completion may outlive this object, but neither the trail that calls it nor the log.
    auto durable =
        [event, answer, token = std::move(issued).value(), witness = witness_, &log = log_](
            const base::Result<base::Done>& written) mutable {
            if (!written) return (*answer)(unrecorded(log, event.target, written.error()));
            event.outcome = audit::Outcome::Ok;
            witness.note(event);  // before the answer: whoever has it may end the trail
            (*answer)(std::move(token));
        };
    if (const auto taken = trail_.append(event, std::move(durable)); !taken) {
        (*answer)(unrecorded(log_, event.target, taken.error()));
    }
}

std::variant<identity::IssuedToken, Refusal> TokenIssuer::issueFor(const TokenOrder& order,
                                                                   const Spend& spend) const {
    const Refusal unavailable{503, "server_error", "try again later"};
    auto issued = tokens_.issue(order.grant, clock_.wall());
    if (!issued) {
        recordDenial(order, "unissuable");
        return unavailable;
    }
    auto event = eventOf(order, issued.value().token_id, audit::Outcome::Intended);
    event.details["expires_in"] = std::to_string(issued.value().lifetime.count());
    if (const auto durable = witness_.settle(event); !durable) {
        log_.error("oauth.token.withheld",
                   {{"client", event.target}, {"reason", durable.error().what}});
        return unavailable;
    }
    if (auto refusal = spend(issued.value())) {
        event.outcome = audit::Outcome::Denied;
        event.details["error"] = refusal->error;
        witness_.note(event);
        return *std::move(refusal);
    }
    event.outcome = audit::Outcome::Ok;
    witness_.note(event);
    return std::move(issued).value();
}

void TokenIssuer::issueForUser(const UserTokenOrder& order,
                               base::Completion<identity::IssuedToken> done) const {
    TokenOrder named{
        .grant = {.subject = order.user,
                  .client_id = std::string(identity::kOperatorClientId),
                  .scopes = order.scopes.empty() ? identity::supportedScopes() : order.scopes,
                  .lifetime = order.lifetime},
        .actor = order.actor,
        .details = {{"grant", "operator"}}};
    // Such a token would read as the client's own.
    if (order.user == identity::kOperatorClientId) {
        recordDenial(named, "reserved_name");
        return done(base::Error{"issue a token for " + base::quoted(order.user) +
                                ": the name is reserved; name a ServiceNow user"});
    }
    issue(named, std::move(done));
}

void TokenIssuer::recordDenial(const TokenOrder& order, std::string_view reason) const {
    auto event = eventOf(order, {}, audit::Outcome::Denied);
    event.details["error"] = reason;
    witness_.note(event);
}

}  // namespace toolhost::oauth
