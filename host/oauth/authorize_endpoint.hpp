#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "identity/addresses.hpp"
#include "identity/users.hpp"
#include "oauth/authorization_request.hpp"
#include "oauth/browser_sessions.hpp"
#include "oauth/client_directory.hpp"
#include "oauth/consents.hpp"
#include "oauth/exchange.hpp"
#include "oauth/grants.hpp"
#include "oauth/pages/page.hpp"
#include "oauth/settings.hpp"
#include "oauth/sign_in_pace.hpp"
#include "oauth/transit.hpp"
#include "oauth/witness.hpp"

namespace toolhost::oauth {

/// The way of a user through the pages (RFC 6749 §4.1.1, OAuth 2.1 §4.1): a client's request at
/// /oauth/authorize, signing in at /oauth/login, the question at /oauth/consent, and back to the
/// client with a code or an error, which name this server (RFC 9207). No page needs a script.
/// Blocks; thread-safe; what it is given by reference outlives it.
class AuthorizeEndpoint {
public:
    struct Parts {
        const identity::Addresses& addresses;
        const Settings& settings;
        const ClientDirectory& clients;
        const identity::Users& users;
        const Grants& grants;
        const Consents& consents;
        const Transit& transit;
        const Witness& witness;
        const base::Clock& clock;
    };

    explicit AuthorizeEndpoint(const Parts& parts);

    [[nodiscard]] bool serves(std::string_view path) const;

    [[nodiscard]] Response answer(const Request& request);

private:
    using SharedClient = std::shared_ptr<const identity::Client>;
    using SharedUser = std::shared_ptr<const identity::User>;
    /// One visit: who asks for what at which browser, and with what form.
    struct Visit {
        const Request& http;
        base::WallTime now;
        base::Secret cookie;
        Form form;
        SharedClient client;
        AuthorizationRequest request;
        /// Whether the browser has to be given the cookie.
        bool is_new_cookie = false;
    };
    using Entered = std::variant<Visit, Response>;

    [[nodiscard]] Response authorize(const Request& http);
    [[nodiscard]] Response signIn(const Request& http);
    [[nodiscard]] Response decide(const Request& http);

    [[nodiscard]] Entered enter(const Request& http);
    [[nodiscard]] Entered enterByForm(const Request& http, Stage stage);
    [[nodiscard]] Response tryPassword(Visit& visit);
    [[nodiscard]] Response proceedAs(const SharedUser& user, const Visit& visit);
    [[nodiscard]] Response allow(const SharedUser& user, const Visit& visit);
    [[nodiscard]] SharedUser userAt(const base::Secret& cookie, base::WallTime now);
    [[nodiscard]] bool mustAsk(const identity::User& user, const Visit& visit) const;

    [[nodiscard]] Response askWho(Visit& visit, int status, const std::string& objection) const;
    [[nodiscard]] Response askWhether(const identity::User& user, const Visit& visit) const;
    [[nodiscard]] Response giveCode(const identity::User& user, const Visit& visit) const;
    [[nodiscard]] Response sendBack(const RedirectedError& error) const;
    [[nodiscard]] Response sendBack(const Visit& visit,
                                    const std::string& error,
                                    const std::string& description) const;
    [[nodiscard]] Response sendTo(const std::string& uri) const;
    [[nodiscard]] Response fault(int status,
                                 const std::string& what,
                                 const std::string& remedy) const;
    [[nodiscard]] Response withCookie(Response response, const Visit& visit) const;
    void note(const Visit& visit,
              std::string_view type,
              audit::Outcome outcome,
              const std::string& user) const;

    const identity::Addresses addresses_;
    const Settings settings_;
    const ClientDirectory& clients_;
    const identity::Users& users_;
    const Grants& grants_;
    const Consents& consents_;
    const Transit& transit_;
    const Witness& witness_;
    const base::Clock& clock_;
    BrowserSessions sessions_;  // locks itself
    SignInPace pace_;           // locks itself
};

}  // namespace toolhost::oauth
