#include "oauth/authorize_endpoint.hpp"

#include <utility>

#include "base/ids.hpp"
#include "base/text.hpp"
#include "identity/redirect_uris.hpp"
#include "oauth/client_authenticator.hpp"
#include "oauth/pages/dialogs.hpp"
#include "oauth/visitor.hpp"

namespace toolhost::oauth {
namespace {

constexpr std::string_view kAuthorizePath = "/oauth/authorize";
constexpr std::string_view kSignInPath = "/oauth/login";
constexpr std::string_view kConsentPath = "/oauth/consent";
constexpr std::string_view kFormType = "application/x-www-form-urlencoded";
constexpr std::size_t kUserBytesMax = 255;

constexpr const char* kStartAgain = "Go back to the application and start the sign-in again.";

bool isForm(const Request& http) {
    const auto types = valuesOf(http.headers, "Content-Type");
    return types.size() == 1 &&
           base::equalsIgnoringCase(base::trim(types[0].substr(0, types[0].find(';'))), kFormType);
}

/// The parameters of a request, which stand in its URL or in its form.
base::Result<Form> parametersOf(const Request& http) {
    if (http.method == "GET") return parseForm(http.query);
    if (!isForm(http)) return base::Error{"the request is not a form"};
    if (!http.query.empty()) return base::Error{"a form has parameters in its URL"};
    return parseForm(http.body);
}

/// Whether another program could pass for the client, so that a remembered consent says nothing of
/// who asks now (RFC 8252 §8.6).
bool canBeImpersonated(const identity::Client& client, const AuthorizationRequest& request) {
    return client.proof == identity::ClientProof::None &&
           !request.redirect_uri.starts_with("https://");
}

}  // namespace

AuthorizeEndpoint::AuthorizeEndpoint(const Parts& parts)
    : addresses_(parts.addresses),
      settings_(parts.settings),
      clients_(parts.clients),
      users_(parts.users),
      grants_(parts.grants),
      consents_(parts.consents),
      transit_(parts.transit),
      witness_(parts.witness),
      clock_(parts.clock),
      sessions_(parts.settings) {}

bool AuthorizeEndpoint::serves(std::string_view path) const {
    return path == kAuthorizePath || path == kSignInPath || path == kConsentPath;
}

Response AuthorizeEndpoint::answer(const Request& request) {
    const bool is_start = request.path == kAuthorizePath;
    if (request.method != "POST" && !(is_start && request.method == "GET")) {
        auto response = fault(405, "This address is only reached from a page.", kStartAgain);
        response.headers.emplace_back("Allow", is_start ? "GET, POST" : "POST");
        return response;
    }
    if (is_start) return authorize(request);
    return request.path == kSignInPath ? signIn(request) : decide(request);
}

Response AuthorizeEndpoint::authorize(const Request& http) {
    auto entered = enter(http);
    if (auto* response = std::get_if<Response>(&entered)) return std::move(*response);
    auto& visit = std::get<Visit>(entered);
    const auto user = userAt(visit.cookie, visit.now);
    const auto prompt = visit.request.prompt;
    if (prompt == Prompt::None) {
        if (!user) return sendBack(visit, "login_required", "the user is not signed in");
        if (mustAsk(*user, visit)) {
            return sendBack(visit, "consent_required", "the user has to be asked");
        }
    }
    if (!user || prompt == Prompt::SignIn) return askWho(visit, 200, {});
    return proceedAs(user, visit);
}

/// A request of a client that is known, to be answered where it said.
AuthorizeEndpoint::Entered AuthorizeEndpoint::enter(const Request& http) {
    auto form = parametersOf(http);
    if (!form) return fault(400, "The application's request is malformed.", form.error().what);
    const auto client_id = form.value().text("client_id");
    if (client_id.empty()) {
        return fault(400, "The application does not say which it is.", "client_id is missing.");
    }
    auto client = clients_.find(client_id);
    if (!client) {
        return fault(400,
                     client.error().what,
                     "Ask the administrator of this server to register it, or start again from an "
                     "application that is known here.");
    }
    auto redirect = redirectFor(form.value(), *client.value());
    if (!redirect) {
        return fault(400,
                     "The application asks for the answer at an address that it has not "
                     "registered.",
                     "Nothing was sent there. Its redirect_uri has to be one of its registered "
                     "ones, to the letter.");
    }
    auto read = readAuthorization(form.value(), *client.value(), std::move(*redirect), addresses_);
    if (const auto* error = std::get_if<RedirectedError>(&read)) return sendBack(*error);
    Visit visit{.http = http,
                .now = clock_.wall(),
                .cookie = cookieOf(http, addresses_),
                .form = std::move(form).value(),
                .client = std::move(client).value(),
                .request = std::get<AuthorizationRequest>(std::move(read))};
    if (visit.cookie.empty()) {
        visit.cookie = makeToken();
        visit.is_new_cookie = true;
    }
    return visit;
}

/// A form of ours that comes back from the browser it was made for.
AuthorizeEndpoint::Entered AuthorizeEndpoint::enterByForm(const Request& http, Stage stage) {
    const Response strange = fault(403,
                                   "This form is not from a page of this server, or is too "
                                   "old.",
                                   kStartAgain);
    if (isFromElsewhere(http, addresses_) || !isForm(http) || !http.query.empty()) return strange;
    auto form = parseForm(http.body);
    if (!form) return fault(400, "The form is malformed.", form.error().what);
    const auto now = clock_.wall();
    auto cookie = cookieOf(http, addresses_);
    if (cookie.empty()) {
        return fault(403,
                     "This browser has not sent its cookie back.",
                     "Allow cookies for this address, then start the sign-in again.");
    }
    auto request = transit_.open(form.value().text("request"), stage, cookie, now);
    if (!request) return strange;
    auto client = clients_.find(request->client_id);
    if (!client) return fault(400, client.error().what, kStartAgain);
    return Visit{.http = http,
                 .now = now,
                 .cookie = std::move(cookie),
                 .form = std::move(form).value(),
                 .client = std::move(client).value(),
                 .request = *std::move(request)};
}

Response AuthorizeEndpoint::signIn(const Request& http) {
    auto entered = enterByForm(http, Stage::SignIn);
    if (auto* response = std::get_if<Response>(&entered)) return std::move(*response);
    auto& visit = std::get<Visit>(entered);
    if (visit.form.text("decision") == "deny") {
        return sendBack(visit, "access_denied", "the user has not signed in");
    }
    return tryPassword(visit);
}

Response AuthorizeEndpoint::tryPassword(Visit& visit) {
    const auto name = visit.form.text("user").substr(0, kUserBytesMax);
    const auto wait = pace_.admit(name, visit.http.peer, clock_.steady());
    if (wait.count() > 0) {
        note(visit, "authn.login", audit::Outcome::Denied, name);
        auto response = askWho(
            visit,
            429,
            "Too many tries. Wait " + std::to_string(wait.count()) + " seconds, then try again.");
        response.headers.emplace_back("Retry-After", std::to_string(wait.count()));
        return response;
    }
    const auto user = users_.authenticate(name, base::Secret(visit.form.text("password")));
    if (!user) return askWho(visit, 503, "The server is busy. Try again in a moment.");
    if (!user.value()) {
        note(visit, "authn.login", audit::Outcome::Denied, name);
        return askWho(visit, 403, "The user name or the password is wrong.");
    }
    pace_.forgive(name, visit.http.peer);
    note(visit, "authn.login", audit::Outcome::Ok, name);
    sessions_.close(visit.cookie);
    visit.cookie = sessions_.open(user.value()->name, visit.now);
    visit.is_new_cookie = true;
    return proceedAs(user.value(), visit);
}

Response AuthorizeEndpoint::proceedAs(const SharedUser& user, const Visit& visit) {
    return mustAsk(*user, visit) ? askWhether(*user, visit) : giveCode(*user, visit);
}

Response AuthorizeEndpoint::decide(const Request& http) {
    auto entered = enterByForm(http, Stage::Consent);
    if (auto* response = std::get_if<Response>(&entered)) return std::move(*response);
    auto& visit = std::get<Visit>(entered);
    const auto user = userAt(visit.cookie, visit.now);
    const auto decision = visit.form.text("decision");
    if (!user || decision == "switch") {
        sessions_.close(visit.cookie);
        visit.cookie = makeToken();
        visit.is_new_cookie = true;
        return askWho(visit, 200, {});
    }
    if (decision == "allow") return allow(user, visit);
    note(visit, "consent.deny", audit::Outcome::Denied, user->name);
    return sendBack(visit, "access_denied", "the user has refused");
}

Response AuthorizeEndpoint::allow(const SharedUser& user, const Visit& visit) {
    const auto remembered = consents_.remember(user->name, *visit.client, visit.request, visit.now);
    const auto kept = clients_.keep(*visit.client);
    if (!remembered || !kept) {
        return sendBack(visit, "temporarily_unavailable", "the consent could not be kept");
    }
    note(visit, "consent.grant", audit::Outcome::Ok, user->name);
    return giveCode(*user, visit);
}

AuthorizeEndpoint::SharedUser AuthorizeEndpoint::userAt(const base::Secret& cookie,
                                                        base::WallTime now) {
    if (cookie.empty()) return nullptr;
    const auto session = sessions_.find(cookie, now);
    if (!session) return nullptr;
    auto user = users_.find(session->user);
    return user && user->valid_from <= session->signed_in ? user : nullptr;
}

bool AuthorizeEndpoint::mustAsk(const identity::User& user, const Visit& visit) const {
    return visit.request.prompt == Prompt::Consent ||
           canBeImpersonated(*visit.client, visit.request) ||
           !consents_.cover(user, *visit.client, visit.request);
}

Response AuthorizeEndpoint::askWho(Visit& visit, int status, const std::string& objection) const {
    auto sealed = transit_.seal(visit.request, Stage::SignIn, visit.cookie, visit.now);
    if (!sealed) return fault(500, "The page could not be made.", kStartAgain);
    const Dialog dialog{
        *visit.client, visit.request, std::move(sealed).value(), settings_.instances};
    auto page = signInPage(dialog, objection, visit.form.text("user").substr(0, kUserBytesMax));
    page.status = status;
    return withCookie(show(page, addresses_), visit);
}

Response AuthorizeEndpoint::askWhether(const identity::User& user, const Visit& visit) const {
    auto sealed = transit_.seal(visit.request, Stage::Consent, visit.cookie, visit.now);
    if (!sealed) return fault(500, "The page could not be made.", kStartAgain);
    const Dialog dialog{
        *visit.client, visit.request, std::move(sealed).value(), settings_.instances};
    return withCookie(show(consentPage(dialog, user.name, user.acts_as), addresses_), visit);
}

Response AuthorizeEndpoint::giveCode(const identity::User& user, const Visit& visit) const {
    const auto& request = visit.request;
    const auto code = grants_.issueCode({.grant = {.family = base::randomHexId(),
                                                   .client_id = visit.client->id,
                                                   .user = user.name,
                                                   .scopes = request.scopes,
                                                   .granted = visit.now},
                                         .redirect_uri = request.redirect_uri,
                                         .challenge = request.challenge,
                                         .expires = visit.now + settings_.code_lifetime});
    if (!code) return sendBack(visit, "temporarily_unavailable", "the code could not be kept");
    note(visit, "authorization.grant", audit::Outcome::Ok, user.name);
    return withCookie(sendTo(withParameters(request.redirect_uri,
                                            {{"code", std::string(code.value().reveal())},
                                             {"state", request.state},
                                             {"iss", addresses_.issuer}})),
                      visit);
}

Response AuthorizeEndpoint::sendBack(const RedirectedError& error) const {
    return sendTo(withParameters(error.redirect_uri,
                                 {{"error", error.error},
                                  {"error_description", error.description},
                                  {"state", error.state},
                                  {"iss", addresses_.issuer}}));
}

Response AuthorizeEndpoint::sendBack(const Visit& visit,
                                     const std::string& error,
                                     const std::string& description) const {
    return sendBack(
        RedirectedError{visit.request.redirect_uri, visit.request.state, error, description});
}

/// 303, so that a form's fields go nowhere else (RFC 9700 §4.12).
Response AuthorizeEndpoint::sendTo(const std::string& uri) const {
    Response response{303, browserHeaders(addresses_), {}};
    response.headers.emplace_back("Referrer-Policy", "no-referrer");
    response.headers.emplace_back("Location", uri);
    return response;
}

Response AuthorizeEndpoint::fault(int status,
                                  const std::string& what,
                                  const std::string& remedy) const {
    return show(faultPage(status, what, remedy), addresses_);
}

Response AuthorizeEndpoint::withCookie(Response response, const Visit& visit) const {
    if (visit.is_new_cookie) {
        response.headers.emplace_back("Set-Cookie", settingCookie(visit.cookie, addresses_));
    }
    return response;
}

void AuthorizeEndpoint::note(const Visit& visit,
                             std::string_view type,
                             audit::Outcome outcome,
                             const std::string& user) const {
    audit::Event event;
    event.type = type;
    event.outcome = outcome;
    event.actor.subject = user;
    event.actor.client_id = visit.client->id;
    event.actor.scopes = visit.request.scopes;
    event.target = visit.client->id;
    event.details = {{"peer", visit.http.peer},
                     {"redirect", identity::originOfRedirect(visit.request.redirect_uri)}};
    witness_.note(event);
}

}  // namespace toolhost::oauth
