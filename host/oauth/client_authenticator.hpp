#pragma once

#include <memory>

#include "base/clock.hpp"
#include "identity/addresses.hpp"
#include "identity/clients.hpp"
#include "oauth/exchange.hpp"
#include "oauth/form.hpp"
#include "oauth/presented_credentials.hpp"
#include "store/database.hpp"
#include "store/migrations.hpp"

namespace toolhost::oauth {

/// Tells whether a client is who it says (RFC 6749 §2.3). Thread-safe; what it is given by
/// reference outlives it.
class ClientAuthenticator {
public:
    /// The assertions that have been used, so that none is used twice.
    static store::Migrations migrations();

    ClientAuthenticator(const identity::Addresses& addresses,
                        const identity::Clients& clients,
                        store::Database& database,
                        const base::Clock& clock);

    /// The enabled client that has shown these credentials, each client by its own kind of proof
    /// only; null when there is none. Spends an assertion, so it is asked once.
    [[nodiscard]] std::shared_ptr<const identity::Client> authenticate(
        const PresentedCredentials& credentials) const;

private:
    using Found = std::shared_ptr<const identity::Client>;

    [[nodiscard]] Found bySecret(const PresentedCredentials& credentials) const;
    [[nodiscard]] Found byAssertion(const PresentedCredentials& credentials) const;
    [[nodiscard]] Found byIdAlone(const PresentedCredentials& credentials) const;

    const identity::Addresses addresses_;
    const identity::Clients& clients_;
    store::Database& database_;
    const base::Clock& clock_;
};

/// A form that a client posted to one of its endpoints, and how the client shows who it is.
struct ClientRequestForm {
    Form form;
    PresentedCredentials credentials;
};

/// Reads a request to an endpoint that takes a form from a client: POST, no parameter in the URL,
/// one mechanism of authentication.
std::variant<ClientRequestForm, Refusal> readClientRequest(const Request& request);

/// The values of all fields of that name.
std::vector<std::string_view> valuesOf(const Headers& headers, std::string_view name);

}  // namespace toolhost::oauth
