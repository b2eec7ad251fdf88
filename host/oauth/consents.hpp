#pragma once

#include <string>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "identity/client.hpp"
#include "identity/users.hpp"
#include "oauth/authorization_request.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace toolhost::oauth {

/// What users have allowed which clients, so that they are not asked every time. Thread-safe; the
/// database outlives it.
class Consents {
public:
    static store::Migrations migrations();

    explicit Consents(store::Database& database) : database_(database) {}

    /// Whether the user has allowed this client, by the name and with the redirect URIs it has now,
    /// these scopes there. False also when the database does not say.
    [[nodiscard]] bool cover(const identity::User& user,
                             const identity::Client& client,
                             const AuthorizationRequest& request) const;

    /// [any thread but the database's] Durable when it returns.
    [[nodiscard]] base::Result<base::Done> remember(const std::string& user,
                                                    const identity::Client& client,
                                                    const AuthorizationRequest& request,
                                                    base::WallTime now) const;

private:
    store::Database& database_;
};

}  // namespace toolhost::oauth
