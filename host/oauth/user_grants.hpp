#pragma once

#include <optional>
#include <string>
#include <variant>

#include "base/clock.hpp"
#include "identity/addresses.hpp"
#include "identity/client.hpp"
#include "identity/settings.hpp"
#include "identity/users.hpp"
#include "oauth/form.hpp"
#include "oauth/grants.hpp"
#include "oauth/token_issuer.hpp"

namespace toolhost::oauth {

/// A client's request for tokens of a user.
struct UserTokenRequest {
    const Form& form;
    const identity::Client& client;
    /// For the record: who asks from where, and how the client showed itself.
    TokenOrder order;
};

/// Turns what a user's consent gave a client into tokens: a code (RFC 6749 §4.1.3, RFC 7636 §4.6)
/// or a refresh token (RFC 6749 §6), which another takes the place of each time. A code or a
/// refresh token that is used twice has been stolen from somebody, so everything that came of the
/// consent ends. Blocks for commits; thread-safe; what it is given by reference outlives it.
class UserGrants {
public:
    /// The body of the answer, or why there is none.
    using Verdict = std::variant<std::string, Refusal>;

    UserGrants(const identity::Addresses& addresses,
               const identity::Users& users,
               const Grants& grants,
               const TokenIssuer& issuer,
               const Witness& witness);

    [[nodiscard]] Verdict redeemCode(UserTokenRequest request, base::WallTime now) const;

    [[nodiscard]] Verdict refresh(UserTokenRequest request, base::WallTime now) const;

private:
    using Fault = std::optional<Refusal>;

    [[nodiscard]] Fault codeFault(const UserTokenRequest& request,
                                  const CodeTerms& terms,
                                  base::WallTime now) const;
    [[nodiscard]] Fault refreshFault(const UserTokenRequest& request,
                                     const RefreshTerms& terms,
                                     base::WallTime now) const;
    [[nodiscard]] Fault resourceFault(const Form& form) const;
    [[nodiscard]] bool isStanding(const Grant& grant) const;
    [[nodiscard]] Verdict repeatAnswer(const UserTokenRequest& request,
                                       const base::Secret& token,
                                       const RefreshTerms& terms) const;
    [[nodiscard]] Refusal endFamily(const UserTokenRequest& request,
                                    const Grant& grant,
                                    base::WallTime now) const;
    [[nodiscard]] Refusal deny(const UserTokenRequest& request, Refusal refusal) const;
    void nameUser(const Grant& grant, TokenOrder& order) const;

    const identity::Addresses addresses_;
    const identity::Users& users_;
    const Grants& grants_;
    const TokenIssuer& issuer_;
    const Witness& witness_;
};

/// The answer's body (RFC 6749 §5.1); without a refresh token when there is none.
std::string tokenBody(const identity::IssuedToken& issued, const base::Secret* refresh_token);

}  // namespace toolhost::oauth
