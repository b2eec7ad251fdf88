#pragma once

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "identity/addresses.hpp"
#include "identity/clients.hpp"
#include "identity/settings.hpp"
#include "oauth/exchange.hpp"
#include "oauth/form.hpp"
#include "oauth/presented_credentials.hpp"
#include "oauth/refusal.hpp"
#include "oauth/token_issuer.hpp"

namespace toolhost::oauth {

/// POST /oauth/token: gives a registered client a token for its id and secret (RFC 6749 §4.4,
/// RFC 8707). Thread-safe. Clients and issuer outlive it.
class TokenEndpoint {
public:
    TokenEndpoint(const identity::Addresses& addresses,
                  const identity::Settings& settings,
                  const identity::Clients& clients,
                  const TokenIssuer& issuer);

    /// Answers once, later when a token is issued: not before the audit trail has it on disk.
    void handle(const Request& request, Respond respond) const;

private:
    using Verdict = std::variant<TokenOrder, Refusal>;

    [[nodiscard]] Verdict judge(const Request& request) const;
    [[nodiscard]] Verdict judgeForm(const Form& form,
                                    const PresentedCredentials& credentials,
                                    TokenOrder order) const;
    [[nodiscard]] std::shared_ptr<const identity::Client> authenticate(
        const PresentedCredentials& credentials) const;
    [[nodiscard]] Refusal deny(const TokenOrder& order, Refusal refusal) const;
    [[nodiscard]] std::optional<Refusal> grantFault(const Form& form,
                                                    const identity::Client& client,
                                                    TokenOrder& order) const;

    identity::Addresses addresses_;
    std::chrono::seconds token_lifetime_;
    const identity::Clients& clients_;
    const TokenIssuer& issuer_;
};

}  // namespace toolhost::oauth
