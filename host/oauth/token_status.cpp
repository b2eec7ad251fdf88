#include "oauth/token_status.hpp"

#include <chrono>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"

namespace toolhost::oauth {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kClaimedIdBytesMax = 255;
constexpr std::string_view kRevoke = "token.revoke";
constexpr std::string_view kIntrospect = "token.introspect";

Response told(const std::string& body) {
    return {200, tokenHeaders(), body};
}

std::string inactive() {
    return R"({"active":false})";
}

}  // namespace

TokenStatus::TokenStatus(const Parts& parts)
    : addresses_(parts.addresses),
      authenticator_(parts.authenticator),
      access_tokens_(parts.access_tokens),
      users_(parts.users),
      revocations_(parts.revocations),
      grants_(parts.grants),
      witness_(parts.witness),
      clock_(parts.clock) {}

Response TokenStatus::revoke(const Request& request) const {
    const auto read_question = read(request, kRevoke);
    if (const auto* refusal = std::get_if<Refusal>(&read_question)) {
        return formRefused(*refusal, addresses_.issuer);
    }
    const auto& question = std::get<Question>(read_question);
    const auto known = find(question);
    // RFC 7009 §2.2: a token that is dead already, or somebody else's, is no error.
    if (!known || known->client_id != question.client->id) {
        note(question, kRevoke, audit::Outcome::Denied, known);
        return told({});
    }
    const auto revoked = known->is_family
                             ? grants_.revoke(known->revocable, question.now)
                             : revocations_.add(known->revocable, known->ends, question.now);
    note(question, kRevoke, revoked ? audit::Outcome::Ok : audit::Outcome::Failed, known);
    if (revoked) return told({});
    return formRefused({503, "server_error", "the revocation could not be kept; try again"},
                       addresses_.issuer);
}

Response TokenStatus::introspect(const Request& request) const {
    const auto read_question = read(request, kIntrospect);
    if (const auto* refusal = std::get_if<Refusal>(&read_question)) {
        return formRefused(*refusal, addresses_.issuer);
    }
    const auto& question = std::get<Question>(read_question);
    const auto known = find(question);
    const auto& client = *question.client;
    const bool may_know = known && (client.may_introspect || known->client_id == client.id);
    note(question, kIntrospect, may_know ? audit::Outcome::Ok : audit::Outcome::Denied, known);
    return told(may_know ? known->description : inactive());
}

std::variant<TokenStatus::Question, Refusal> TokenStatus::read(const Request& request,
                                                               std::string_view type) const {
    auto asked = readClientRequest(request);
    if (auto* refusal = std::get_if<Refusal>(&asked)) return std::move(*refusal);
    const auto& [form, credentials] = std::get<ClientRequestForm>(asked);
    auto client = authenticator_.authenticate(credentials);
    // Whoever holds a token may end it; to be told about tokens takes more than a name.
    const bool is_shown = client && (type == kRevoke || credentials.method != kNone);
    if (!is_shown) {
        audit::Event event;
        event.type = type;
        event.outcome = audit::Outcome::Denied;
        event.target = credentials.client_id.substr(0, kClaimedIdBytesMax);
        event.details = {{"error", "invalid_client"}, {"peer", request.peer}};
        witness_.note(event);
        return Refusal{401, "invalid_client", "the client id or its credentials are wrong"};
    }
    if (form.find("token") == nullptr) return Refusal{400, "invalid_request", "token is missing"};
    return Question{std::move(client), base::Secret(form.text("token")), clock_.wall()};
}

/// The hint that a request may give is not looked at: the two kinds cannot be mistaken.
std::optional<TokenStatus::Known> TokenStatus::find(const Question& question) const {
    if (auto known = findAccessToken(question)) return known;
    return findRefreshToken(question);
}

std::optional<TokenStatus::Known> TokenStatus::findAccessToken(const Question& question) const {
    const auto checked = access_tokens_.inspect(question.token.reveal(), question.now);
    const auto* claims = std::get_if<identity::AccessClaims>(&checked);
    if (claims == nullptr) return std::nullopt;
    const Json description{{"active", true},
                           {"iss", addresses_.issuer},
                           {"sub", claims->subject},
                           {"aud", addresses_.resource},
                           {"client_id", claims->client_id},
                           {"username", claims->subject},
                           {"scope", base::join(claims->scopes, " ")},
                           {"token_type", "Bearer"},
                           {"jti", claims->token_id},
                           {"iat", claims->issued_at},
                           {"nbf", claims->not_before},
                           {"exp", claims->expires_at}};
    return Known{.client_id = claims->client_id,
                 .description = description.dump(),
                 .revocable = claims->token_id,
                 .ends = base::WallTime(std::chrono::seconds(claims->expires_at))};
}

std::optional<TokenStatus::Known> TokenStatus::findRefreshToken(const Question& question) const {
    const auto found = grants_.findRefreshToken(question.token);
    if (!found || !found.value()) return std::nullopt;
    const auto& terms = *found.value();
    const auto user = users_.find(terms.grant.user);
    const bool is_live = !terms.is_revoked && !terms.rotated && question.now < terms.expires &&
                         user && user->valid_from <= terms.grant.granted;
    if (!is_live) return std::nullopt;
    const Json description{{"active", true},
                           {"iss", addresses_.issuer},
                           {"sub", terms.grant.user},
                           {"client_id", terms.grant.client_id},
                           {"username", terms.grant.user},
                           {"scope", base::join(terms.grant.scopes, " ")},
                           {"exp", base::secondsSinceEpoch(terms.expires)}};
    return Known{.client_id = terms.grant.client_id,
                 .description = description.dump(),
                 .revocable = terms.grant.family,
                 .ends = terms.expires,
                 .is_family = true};
}

void TokenStatus::note(const Question& question,
                       std::string_view type,
                       audit::Outcome outcome,
                       const std::optional<Known>& known) const {
    audit::Event event;
    event.type = type;
    event.outcome = outcome;
    event.actor.subject = question.client->id;
    event.actor.client_id = question.client->id;
    event.actor.evidence = identity::Evidence::Secret;
    event.target = known ? known->client_id : "unknown token";
    if (known) event.details["id"] = known->revocable;
    witness_.note(event);
}

}  // namespace toolhost::oauth
