#include "oauth/authorization_request.hpp"

#include <algorithm>
#include <utility>

#include "base/text.hpp"
#include "identity/names.hpp"
#include "identity/redirect_uris.hpp"
#include "oauth/pkce.hpp"

namespace toolhost::oauth {
namespace {

using Fault = std::optional<std::pair<std::string, std::string>>;

Fault invalid(std::string description) {
    return std::pair(std::string("invalid_request"), std::move(description));
}

Fault responseFault(const Form& form, const identity::Client& client) {
    const auto type = form.text("response_type");
    if (type.empty()) return invalid("response_type is missing");
    if (type != "code") {
        return std::pair("unsupported_response_type", "only response_type=code is supported");
    }
    const auto mode = form.text("response_mode");
    if (!mode.empty() && mode != "query") return invalid("only response_mode=query is supported");
    if (form.find("request") != nullptr) {
        return std::pair("request_not_supported", "request objects are not supported");
    }
    if (form.find("request_uri") != nullptr) {
        return std::pair("request_uri_not_supported", "request_uri is not supported");
    }
    if (!client.mayUse(identity::kAuthorizationCode)) {
        return std::pair("unauthorized_client", "the client may not sign users in");
    }
    return std::nullopt;
}

Fault challengeFault(const Form& form) {
    if (form.find("code_challenge") == nullptr) {
        return invalid("code_challenge is missing; PKCE is required");
    }
    if (form.text("code_challenge_method") != "S256") {
        return invalid("code_challenge_method must be S256");
    }
    if (!isChallenge(form.text("code_challenge"))) {
        return invalid("code_challenge is not 43 characters of base64url");
    }
    return std::nullopt;
}

Fault resourceFault(const Form& form, const identity::Addresses& addresses) {
    for (const auto& resource : form.all("resource")) {
        if (!resource.empty() && resource != addresses.resource) {
            return std::pair("invalid_target", "resource is not " + addresses.resource);
        }
    }
    return std::nullopt;
}

/// The scopes asked for that there are and that the client may have; all of the client's when none
/// is asked for.
Fault readScopes(const Form& form,
                 const identity::Client& client,
                 std::vector<std::string>& scopes) {
    scopes = client.scopes;
    if (form.find("scope") == nullptr) return std::nullopt;
    const auto wanted = identity::parseScopes(form.text("scope"));
    if (!wanted) return std::pair("invalid_scope", "scope is malformed");
    const bool is_only_offline = wanted->size() == 1 && wanted->front() == identity::kOfflineScope;
    if (is_only_offline) return std::nullopt;
    scopes.clear();
    for (const auto& scope : *wanted) {
        if (identity::hasScope(client.scopes, scope)) scopes.push_back(scope);
    }
    if (scopes.empty()) return std::pair("invalid_scope", "none of these scopes can be had here");
    return std::nullopt;
}

Fault readPrompt(const Form& form, Prompt& prompt) {
    const auto words = base::splitList(form.text("prompt"), ' ');
    for (const auto& word : words) {
        if (word == "none") {
            prompt = Prompt::None;
        } else if (word == "login" || word == "select_account") {
            prompt = Prompt::SignIn;
        } else if (word == "consent") {
            if (prompt != Prompt::SignIn) prompt = Prompt::Consent;
        } else {
            return invalid("prompt has a word that is not known");
        }
    }
    if (words.size() > 1 && std::find(words.begin(), words.end(), "none") != words.end()) {
        return invalid("prompt=none stands alone");
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::string> redirectFor(const Form& form, const identity::Client& client) {
    const auto& registered = client.redirect_uris;
    const auto* presented = form.find("redirect_uri");
    if (presented == nullptr) {
        return registered.size() == 1 ? std::optional(registered.front()) : std::nullopt;
    }
    const bool is_known =
        std::any_of(registered.begin(), registered.end(), [presented](const std::string& uri) {
            return identity::isSameRedirect(uri, *presented);
        });
    return is_known ? std::optional(*presented) : std::nullopt;
}

std::variant<AuthorizationRequest, RedirectedError> readAuthorization(
    const Form& form,
    const identity::Client& client,
    std::string redirect_uri,
    const identity::Addresses& addresses) {
    AuthorizationRequest request{.client_id = client.id,
                                 .redirect_uri = std::move(redirect_uri),
                                 .state = form.text("state"),
                                 .scopes = {},
                                 .challenge = form.text("code_challenge")};
    auto fault = responseFault(form, client);
    if (!fault) fault = challengeFault(form);
    if (!fault) fault = resourceFault(form, addresses);
    if (!fault) fault = readScopes(form, client, request.scopes);
    if (!fault) fault = readPrompt(form, request.prompt);
    if (!fault) return request;
    return RedirectedError{
        std::move(request.redirect_uri), std::move(request.state), fault->first, fault->second};
}

std::string withParameters(const std::string& redirect_uri,
                           const std::vector<std::pair<std::string, std::string>>& parameters) {
    std::string uri = redirect_uri;
    char separator = uri.find('?') == std::string::npos ? '?' : '&';
    for (const auto& [name, value] : parameters) {
        if (value.empty()) continue;
        uri += separator + name + '=' + encodeFormText(value);
        separator = '&';
    }
    return uri;
}

}  // namespace toolhost::oauth
