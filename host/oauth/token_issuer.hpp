#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "audit/trail.hpp"
#include "base/clock.hpp"
#include "base/completion.hpp"
#include "base/log.hpp"
#include "identity/access_tokens.hpp"
#include "identity/principal.hpp"
#include "oauth/refusal.hpp"
#include "oauth/witness.hpp"

namespace toolhost::oauth {

/// A token that somebody is entitled to.
struct TokenOrder {
    identity::TokenGrant grant;
    /// Who asked for it.
    identity::Principal actor;
    /// What else the audit record says: grant type, peer.
    std::map<std::string, std::string> details;
};

/// What an operator asks for with `token issue --user`.
struct UserTokenOrder {
    std::string user;
    /// Empty means all supported ones.
    std::vector<std::string> scopes;
    std::chrono::seconds lifetime;
    /// The operator, as the system knows it.
    identity::Principal actor;
};

/// Issues tokens so that none leaves this host unrecorded. Thread-safe. Everything it is given
/// outlives it; the trail, clock and log also outlive the completions.
class TokenIssuer {
public:
    TokenIssuer(const identity::AccessTokens& tokens,
                audit::Trail& trail,
                const base::Clock& clock,
                base::Log& log);

    /// Signs the token and gives it out once the intent is on disk. `done` is called exactly once,
    /// here or on the audit trail's thread.
    void issue(const TokenOrder& order, base::Completion<identity::IssuedToken> done) const;

    /// What a token is given for is spent by this, which says why it cannot be.
    using Spend = std::function<std::optional<Refusal>(const identity::IssuedToken&)>;

    /// Signs the token, waits until the intent is on disk, spends what it is given for and gives it
    /// out only if that worked. Not from the audit trail's thread.
    [[nodiscard]] std::variant<identity::IssuedToken, Refusal> issueFor(const TokenOrder& order,
                                                                        const Spend& spend) const;

    /// The same for an operator's token: it names the user and the host's own command as client.
    void issueForUser(const UserTokenOrder& order,
                      base::Completion<identity::IssuedToken> done) const;

    /// Records that a token was asked for and not given, and why.
    void recordDenial(const TokenOrder& order, std::string_view reason) const;

private:
    const identity::AccessTokens& tokens_;
    audit::Trail& trail_;
    const Witness witness_;
    const base::Clock& clock_;
    base::Log& log_;
};

}  // namespace toolhost::oauth
