#include "oauth/presented_credentials.hpp"

#include "base/base64.hpp"
#include "base/text.hpp"
#include "oauth/client_assertion.hpp"

namespace toolhost::oauth {
namespace {

constexpr std::string_view kScheme = "Basic ";
constexpr std::string_view kAssertionType =
    "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

using Found = std::variant<PresentedCredentials, Refusal>;

Refusal malformed(std::string description) {
    return {400, "invalid_request", std::move(description)};
}

Refusal unauthenticated(std::string description) {
    return {401, "invalid_client", std::move(description)};
}

Found fromPair(std::string_view id, std::string_view secret) {
    auto decoded_id = decodeFormText(id);
    auto decoded_secret = decodeFormText(secret);
    if (!decoded_id || !decoded_secret) {
        return malformed("the Basic credentials have a % without two digits");
    }
    if (decoded_id->empty() || decoded_secret->empty()) {
        return unauthenticated("the client id or secret is empty");
    }
    PresentedCredentials found{.client_id = std::move(*decoded_id),
                               .client_secret = base::Secret(std::move(*decoded_secret)),
                               .raw_client_id = std::nullopt,
                               .raw_client_secret = {},
                               .assertion = {},
                               .method = kBasic};
    if (found.client_id != id || found.client_secret.reveal() != secret) {
        found.raw_client_id = std::string(id);
        found.raw_client_secret = base::Secret(std::string(secret));
    }
    return found;
}

Found fromBasic(std::string_view authorization) {
    if (!base::equalsIgnoringCase(authorization.substr(0, kScheme.size()), kScheme)) {
        return unauthenticated("the Authorization scheme is not Basic");
    }
    auto decoded = base::decodeBase64(authorization.substr(kScheme.size()));
    if (!decoded) return unauthenticated("the Basic credentials are not base64");
    const base::Secret pair(std::move(*decoded));
    const auto colon = pair.reveal().find(':');
    if (colon == std::string_view::npos) {
        return unauthenticated("the Basic credentials have no colon");
    }
    return fromPair(pair.reveal().substr(0, colon), pair.reveal().substr(colon + 1));
}

Found fromForm(const Form& form) {
    const auto* id = form.find("client_id");
    const auto* secret = form.find("client_secret");
    if (id == nullptr) return unauthenticated("client authentication is missing");
    return PresentedCredentials{.client_id = *id,
                                .client_secret = base::Secret(form.text("client_secret")),
                                .raw_client_id = std::nullopt,
                                .raw_client_secret = {},
                                .assertion = {},
                                .method = secret == nullptr ? kNone : kPost};
}

bool hasAssertion(const Form& form) {
    return form.find("client_assertion") != nullptr ||
           form.find("client_assertion_type") != nullptr;
}

Found fromAssertion(const Form& form) {
    if (form.text("client_assertion_type") != kAssertionType) {
        return unauthenticated("client_assertion_type is not " + std::string(kAssertionType));
    }
    base::Secret assertion(form.text("client_assertion"));
    auto client_id = claimedClient(assertion.reveal());
    if (!client_id) return unauthenticated("the client assertion is not a JWT of a client");
    return PresentedCredentials{.client_id = *std::move(client_id),
                                .client_secret = {},
                                .raw_client_id = std::nullopt,
                                .raw_client_secret = {},
                                .assertion = std::move(assertion),
                                .method = kKeyJwt};
}

/// A client_id beside other credentials is harmless while it names the same client.
bool namesAnother(const Form& form, const PresentedCredentials& credentials) {
    const auto* id = form.find("client_id");
    return id != nullptr && *id != credentials.client_id && *id != credentials.raw_client_id;
}

}  // namespace

Found findCredentials(const std::vector<std::string_view>& authorization, const Form& form) {
    const bool in_form = form.find("client_secret") != nullptr;
    const auto mechanisms =
        authorization.size() + (in_form ? 1U : 0U) + (hasAssertion(form) ? 1U : 0U);
    if (mechanisms > 1) return malformed("the client authenticates in more than one way");
    if (authorization.empty() && !hasAssertion(form)) return fromForm(form);
    auto found = hasAssertion(form) ? fromAssertion(form) : fromBasic(authorization.front());
    if (const auto* credentials = std::get_if<PresentedCredentials>(&found)) {
        if (namesAnother(form, *credentials)) {
            return malformed("client_id names another client than the credentials");
        }
    }
    return found;
}

}  // namespace toolhost::oauth
