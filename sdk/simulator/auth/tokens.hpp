#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "simulator/timestamp.hpp"

namespace toolhost::sim {

/// Whom a token stands for.
struct Grant {
    std::string client_id;
    std::string user;  ///< sys_id
    auto operator<=>(const Grant&) const = default;
};

/// What a code of the authorization_code grant stands for.
struct AuthorizationCode {
    Grant grant;
    std::string redirect_uri;
    std::string challenge;  ///< S256 code_challenge, or empty
};

/// The access and refresh tokens that are alive, and the assertions already used. Any thread.
class Tokens {
public:
    static constexpr std::chrono::seconds kCodeLife{60};

    /// The access token of that client and user: the one they have, with its life begun anew, or a
    /// new one.
    std::string issueAccess(const Grant& grant, Seconds expires, Seconds now);
    /// Likewise for the refresh token.
    std::string issueRefresh(const Grant& grant, Seconds expires, Seconds now);
    /// A new code of the authorization_code grant.
    std::string issueCode(const AuthorizationCode& code, Seconds now);
    /// What a code stands for; it is used up by that.
    std::optional<AuthorizationCode> useCode(std::string_view code, Seconds now);
    /// Whom a live access token stands for.
    [[nodiscard]] std::optional<Grant> findAccess(std::string_view token, Seconds now) const;
    [[nodiscard]] std::optional<Grant> findRefresh(std::string_view token, Seconds now) const;
    /// Ends this access or refresh token, if there is one.
    void revoke(std::string_view token);
    /// Ends every access token at once.
    void expireAll();
    /// Notes an assertion's id until it expires; false if it was seen before.
    bool useOnce(const std::string& assertion_id, Seconds expires, Seconds now);

private:
    struct Life {
        Grant grant;
        Seconds expires;
    };
    struct Code {
        AuthorizationCode stands_for;
        Seconds expires;
    };
    using Lives = std::map<std::string, Life, std::less<>>;

    static std::string issue(Lives& lives, const Grant& grant, Seconds expires, Seconds now);
    static std::optional<Grant> findIn(const Lives& lives, std::string_view token, Seconds now);

    mutable std::mutex mutex_;
    Lives access_;                                    // guarded by mutex_
    Lives refresh_;                                   // guarded by mutex_
    std::map<std::string, Code, std::less<>> codes_;  // guarded by mutex_
    std::map<std::string, Seconds> used_once_;        // guarded by mutex_
};

}  // namespace toolhost::sim
