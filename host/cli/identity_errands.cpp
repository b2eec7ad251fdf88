#include "cli/identity_errands.hpp"

#include <algorithm>
#include <array>
#include <future>
#include <nlohmann/json.hpp>

#include "cli/operator_desk.hpp"
#include "oauth/registration_tokens.hpp"

namespace toolhost::cli {
namespace {

using nlohmann::json;

json clientJson(const identity::Client& client) {
    json shown = {{"client_id", client.id},
                  {"name", client.name},
                  {"scopes", client.scopes},
                  {"grants", client.grants},
                  {"created", base::toRfc3339(client.created)},
                  {"enabled", client.isEnabled()}};
    if (!client.redirect_uris.empty()) shown["redirect_uris"] = client.redirect_uris;
    if (client.acts_as) shown["acts_as"] = *client.acts_as;
    return shown;
}

json userJson(const identity::User& user) {
    return {{"name", user.name},
            {"acts_as", user.acts_as},
            {"created", base::toRfc3339(user.created)},
            {"password_set", base::toRfc3339(user.valid_from)}};
}

/// Does something on record: the intent before, the outcome after. An error says what failed.
template <typename Action>
base::Result<base::Done> onRecord(const Errand& errand,
                                  std::string_view type,
                                  std::string_view target,
                                  const Action& action) {
    if (auto intended = errand.record(type, target, audit::Outcome::Intended); !intended.ok()) {
        return intended;
    }
    const base::Result<base::Done> done = action();
    const auto outcome = done.ok() ? audit::Outcome::Ok : audit::Outcome::Failed;
    auto recorded = errand.record(type, target, outcome);
    return done.ok() ? recorded : done;
}

base::Result<identity::ClientProof> proofFrom(const Errand& errand) {
    const auto proof = errand.text("proof").value_or("secret");
    if (proof == "secret") return identity::ClientProof::Secret;
    if (proof == "key") return identity::ClientProof::Key;
    if (proof == "none") return identity::ClientProof::None;
    return base::Error{"there is no proof of a client called " + proof};
}

std::string addClient(const Errand& errand) {
    const auto proof = proofFrom(errand);
    if (!proof.ok()) return errorAnswer(proof.error().what);
    const identity::ClientRequest wanted{.name = errand.text("name").value_or(""),
                                         .acts_as = errand.text("acts_as"),
                                         .scopes = errand.texts("scopes"),
                                         .proof = proof.value(),
                                         .redirect_uris = errand.texts("redirect_uris"),
                                         .jwks = errand.text("jwks").value_or(""),
                                         .may_introspect = errand.request.contains("introspects")};
    const auto intended = errand.record("client.add", wanted.name, audit::Outcome::Intended);
    if (!intended.ok()) return errorAnswer(intended.error().what);
    const auto added = errand.state.clients().add(wanted, errand.clock.wall());
    if (!added.ok()) return errorAnswer(added.error().what);
    const auto recorded = errand.record("client.add", added.value().client_id, audit::Outcome::Ok);
    if (!recorded.ok()) return errorAnswer(recorded.error().what);
    json answer = {{"client_id", added.value().client_id}};
    const auto& secret = added.value().client_secret;
    if (!secret.empty()) answer["client_secret"] = secret.reveal();
    return answerText(answer);
}

std::string listClients(const Errand& errand) {
    json all = json::array();
    for (const auto& client : errand.state.clients().list()) {
        all.push_back(clientJson(client));
    }
    return answerText({{"clients", std::move(all)}});
}

std::string revokeClient(const Errand& errand) {
    const auto id = errand.text("client_id");
    if (!id) return errorAnswer("client revoke needs the client's id");
    const auto revoked = errand.state.clients().revoke(*id, errand.clock.wall());
    const auto outcome = revoked.ok() ? audit::Outcome::Ok : audit::Outcome::Failed;
    const auto recorded = errand.record("client.revoke", *id, outcome);
    if (!revoked.ok()) return errorAnswer(revoked.error().what);
    if (!recorded.ok()) return errorAnswer(recorded.error().what);
    return answerText({{"client_id", *id}, {"enabled", false}});
}

std::string addUser(const Errand& errand) {
    const identity::UserRequest wanted{
        .name = errand.text("name").value_or(""),
        .acts_as = errand.text("acts_as").value_or(""),
        .password = base::Secret(errand.text("password").value_or(""))};
    const auto added = onRecord(errand, "user.add", wanted.name, [&] {
        return errand.state.users().add(wanted, errand.clock.wall());
    });
    if (!added.ok()) return errorAnswer(added.error().what);
    const auto user = errand.state.users().find(wanted.name);
    return user ? answerText(userJson(*user)) : errorAnswer("the user was removed meanwhile");
}

std::string listUsers(const Errand& errand) {
    json all = json::array();
    for (const auto& user : errand.state.users().list()) {
        all.push_back(userJson(user));
    }
    return answerText({{"users", std::move(all)}});
}

std::string setPassword(const Errand& errand) {
    const auto name = errand.text("name").value_or("");
    const base::Secret password(errand.text("password").value_or(""));
    const auto set = onRecord(errand, "user.passwd", name, [&] {
        return errand.state.users().setPassword(name, password, errand.clock.wall());
    });
    return set.ok() ? answerText({{"name", name}}) : errorAnswer(set.error().what);
}

std::string removeUser(const Errand& errand) {
    const auto name = errand.text("name").value_or("");
    const auto removed =
        onRecord(errand, "user.remove", name, [&] { return errand.state.users().remove(name); });
    return removed.ok() ? answerText({{"name", name}}) : errorAnswer(removed.error().what);
}

std::string issueToken(const Errand& errand) {
    const auto user = errand.text("user");
    if (!user) return errorAnswer("token issue needs --user USER: the ServiceNow user it acts as");
    oauth::UserTokenOrder order{.user = *user,
                                .scopes = errand.texts("scopes"),
                                .lifetime = errand.settings.user_token_lifetime,
                                .actor = principalOf(errand.asker)};
    if (const auto seconds = errand.request.find("lifetime_seconds");
        seconds != errand.request.end()) {
        if (!seconds->is_number_integer()) {
            return errorAnswer("lifetime_seconds must be a whole number");
        }
        order.lifetime = std::chrono::seconds(seconds->get<std::int64_t>());
    }
    std::promise<base::Result<identity::IssuedToken>> issued;
    auto waiting = issued.get_future();
    errand.authority.issuer.issueForUser(order,
                                         [&issued](base::Result<identity::IssuedToken> token) {
                                             issued.set_value(std::move(token));
                                         });
    const auto token = waiting.get();
    if (!token.ok()) return errorAnswer(token.error().what);
    return answerText({{"token", token.value().token.reveal()},
                       {"user", *user},
                       {"expires_in", token.value().lifetime.count()}});
}

std::string issueRegistrationToken(const Errand& errand) {
    constexpr std::chrono::hours kDefault{30 * 24};
    const auto seconds = errand.request.find("lifetime_seconds");
    const bool is_given = seconds != errand.request.end() && seconds->is_number_integer();
    const auto lifetime = is_given ? std::chrono::seconds(seconds->get<std::int64_t>()) : kDefault;
    if (lifetime.count() < 1) return errorAnswer("--lifetime must be at least one second");
    const auto now = errand.clock.wall();
    base::Result<base::Secret> token{base::Secret()};
    const auto issued = onRecord(
        errand, "client.registration_token", "register", [&]() -> base::Result<base::Done> {
            token = oauth::RegistrationTokens(errand.state.database()).issue(now, now + lifetime);
            if (!token.ok()) return token.error();
            return base::Done{};
        });
    if (!issued.ok()) return errorAnswer(issued.error().what);
    return answerText({{"registration_token", token.value().reveal()},
                       {"expires", base::toRfc3339(now + lifetime)}});
}

struct Row {
    std::string_view command;
    std::string (*answer)(const Errand&);
};

constexpr std::array kRows{Row{"client.add", addClient},
                           Row{"client.list", listClients},
                           Row{"client.revoke", revokeClient},
                           Row{"client.registration_token", issueRegistrationToken},
                           Row{"user.add", addUser},
                           Row{"user.list", listUsers},
                           Row{"user.passwd", setPassword},
                           Row{"user.remove", removeUser},
                           Row{"token.issue", issueToken}};

}  // namespace

std::optional<std::string> answerAboutIdentity(const Errand& errand, std::string_view command) {
    const auto row = std::find_if(
        kRows.begin(), kRows.end(), [command](const Row& each) { return each.command == command; });
    if (row == kRows.end()) return std::nullopt;
    return row->answer(errand);
}

}  // namespace toolhost::cli
