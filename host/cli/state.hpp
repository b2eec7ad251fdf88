#pragma once

#include <memory>
#include <string>

#include "audit/trail.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "config/settings.hpp"
#include "identity/access_tokens.hpp"
#include "identity/authenticator.hpp"
#include "identity/clients.hpp"
#include "identity/key_ring.hpp"
#include "loader/provenance/plugin_register.hpp"
#include "oauth/token_issuer.hpp"
#include "servicenow/service.hpp"
#include "store/database.hpp"

namespace toolhost::cli {

/// What the state directory holds, open. Only its owner makes one.
class State {
public:
    /// Clock and log outlive it.
    static base::Result<std::unique_ptr<State>> open(const config::Settings& settings,
                                                     const base::Clock& clock,
                                                     base::Log& log);

    [[nodiscard]] store::Database& database() { return *database_; }
    [[nodiscard]] audit::Trail& trail() { return *trail_; }
    [[nodiscard]] identity::Clients& clients() { return *clients_; }
    [[nodiscard]] identity::Users& users() { return *users_; }
    [[nodiscard]] identity::Revocations& revocations() { return *revocations_; }
    [[nodiscard]] const identity::KeyRing& keys() const { return keys_; }
    [[nodiscard]] loader::PluginRegister& plugins() { return plugins_; }

    /// Puts on record that ServiceNow will see a shared account where somebody else calls.
    base::Result<base::Done> record(const servicenow::SharedAccountUse& use);

private:
    State(std::unique_ptr<store::Database> database,
          std::unique_ptr<audit::Trail> trail,
          identity::KeyRing keys);
    base::Result<base::Done> openRegisters(base::Secret pepper, base::WallTime now);

    std::unique_ptr<store::Database> database_;
    std::unique_ptr<audit::Trail> trail_;
    identity::KeyRing keys_;
    std::unique_ptr<identity::Clients> clients_;
    std::unique_ptr<identity::Users> users_;
    std::unique_ptr<identity::Revocations> revocations_;
    loader::PluginRegister plugins_;
};

/// What speaks for this host under its public address: its tokens, and who shows one.
struct Authority {
    /// What it is given by reference outlives it.
    Authority(identity::Addresses where,
              const identity::Settings& settings,
              State& state,
              const base::Clock& clock,
              base::Log& log);

    identity::Addresses addresses;
    identity::AccessTokens tokens;
    identity::Authenticator authenticator;
    oauth::TokenIssuer issuer;
};

/// The public address in force: `public_url`, or the listen address with that port.
base::Result<identity::Addresses> addressesFor(const config::Settings& settings,
                                               std::uint16_t port);

}  // namespace toolhost::cli
