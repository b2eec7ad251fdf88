#include "cli/state.hpp"

#include <utility>
#include <vector>

#include "crypto/secret_file.hpp"
#include "loader/services/shared_services.hpp"
#include "oauth/endpoints.hpp"
#include "tasks/records.hpp"

namespace toolhost::cli {
namespace {

std::vector<store::Migrations> migrations() {
    std::vector<store::Migrations> all{identity::Clients::migrations(),
                                       identity::Users::migrations(),
                                       identity::Revocations::migrations(),
                                       loader::PluginRegister::migrations(),
                                       tasks::taskMigrations()};
    for (auto& rooms : {oauth::migrations(), loader::SharedServices::migrations()}) {
        all.insert(all.end(), rooms.begin(), rooms.end());
    }
    return all;
}

}  // namespace

base::Result<std::unique_ptr<State>> State::open(const config::Settings& settings,
                                                 const base::Clock& clock,
                                                 base::Log& log) {
    const auto& directory = settings.store.state_dir;
    auto database = store::Database::open(directory / "toolhost.db", migrations(), log);
    if (!database.ok()) return database.error();
    auto trail = audit::Trail::open(settings.store, settings.audit, clock, log);
    if (!trail.ok()) return trail.error();
    auto keys = identity::KeyRing::open(directory / "keys");
    if (!keys.ok()) return keys.error();
    auto pepper = crypto::ensureSecretKey(directory / "keys" / "client-secrets.key");
    if (!pepper.ok()) return pepper.error();
    std::unique_ptr<State> state(
        new State(std::move(database).value(), std::move(trail).value(), std::move(keys).value()));
    auto opened = state->openRegisters(std::move(pepper).value(), clock.wall());
    if (!opened.ok()) return opened.error();
    return state;
}

State::State(std::unique_ptr<store::Database> database,
             std::unique_ptr<audit::Trail> trail,
             identity::KeyRing keys)
    : database_(std::move(database)),
      trail_(std::move(trail)),
      keys_(std::move(keys)),
      plugins_(*database_) {}

base::Result<base::Done> State::openRegisters(base::Secret pepper, base::WallTime now) {
    auto clients = identity::Clients::open(*database_, std::move(pepper));
    if (!clients.ok()) return clients.error();
    auto users = identity::Users::open(*database_);
    if (!users.ok()) return users.error();
    auto revocations = identity::Revocations::open(*database_, now);
    if (!revocations.ok()) return revocations.error();
    clients_ = std::move(clients).value();
    users_ = std::move(users).value();
    revocations_ = std::move(revocations).value();
    return base::Done{};
}

base::Result<base::Done> State::record(const servicenow::SharedAccountUse& use) {
    audit::Event event;
    event.type = "servicenow.shared_account";
    event.outcome = audit::Outcome::Intended;
    event.actor = use.principal;
    event.target = use.instance;
    event.details["acting_as"] = use.account;
    event.details["operation"] = use.operation;
    return trail().append(event, {});
}

Authority::Authority(identity::Addresses where,
                     const identity::Settings& settings,
                     State& state,
                     const base::Clock& clock,
                     base::Log& log)
    : addresses(std::move(where)),
      tokens(
          addresses, settings, state.keys(), {state.clients(), state.users(), state.revocations()}),
      authenticator(addresses, settings, tokens),
      issuer(tokens, state.trail(), clock, log) {}

base::Result<identity::Addresses> addressesFor(const config::Settings& settings,
                                               std::uint16_t port) {
    if (!settings.identity.public_url.empty()) {
        return identity::Addresses::from(settings.identity.public_url);
    }
    const bool is_ipv6 = settings.http.host.find(':') != std::string::npos;
    const std::string host = is_ipv6 ? '[' + settings.http.host + ']' : settings.http.host;
    const std::string scheme = settings.http.speaksTls() ? "https://" : "http://";
    return identity::Addresses::from(scheme + host + ':' + std::to_string(port));
}

}  // namespace toolhost::cli
