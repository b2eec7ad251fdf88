#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "crypto/sealer.hpp"
#include "oauth/authorization_request.hpp"

namespace toolhost::oauth {

/// Which page a form is on.
enum class Stage { SignIn, Consent };

/// Carries an authorization request through the user's browser, in a field of a form that only that
/// browser can send back: sealed, and bound to the page and to the browser's cookie. So it is what
/// keeps other sites from sending the form, too. Thread-safe.
class Transit {
public:
    explicit Transit(crypto::Sealer sealer) : sealer_(std::move(sealer)) {}

    [[nodiscard]] base::Result<std::string> seal(const AuthorizationRequest& request,
                                                 Stage stage,
                                                 const base::Secret& cookie,
                                                 base::WallTime now) const;

    /// The request again; absent when it is another page's or browser's, changed, or older than
    /// half an hour.
    [[nodiscard]] std::optional<AuthorizationRequest> open(std::string_view sealed,
                                                           Stage stage,
                                                           const base::Secret& cookie,
                                                           base::WallTime now) const;

private:
    const crypto::Sealer sealer_;
};

}  // namespace toolhost::oauth
