#include "cli/operator_desk.hpp"

#include <array>
#include <future>
#include <nlohmann/json.hpp>
#include <optional>
#include <pwd.h>
#include <unistd.h>
#include <utility>

#include "base/ids.hpp"
#include "loader/provenance/tool_pins.hpp"

namespace toolhost::cli {
namespace {

using nlohmann::json;

constexpr const char* kNoHost =
    "no host is running on this state directory; one reads the plugin directory when it starts";

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string errorAnswer(const std::string& why) {
    return dump({{"error", why}});
}

std::optional<std::string> findText(const json& object, const char* member) {
    const auto found = object.find(member);
    if (found == object.end() || !found->is_string()) return std::nullopt;
    return found->get<std::string>();
}

std::vector<std::string> textsOf(const json& object, const char* member) {
    std::vector<std::string> texts;
    if (const auto found = object.find(member); found != object.end() && found->is_array()) {
        for (const auto& item : *found) {
            if (item.is_string()) texts.push_back(item.get<std::string>());
        }
    }
    return texts;
}

json clientJson(const identity::Client& client) {
    json shown = {{"client_id", client.id},
                  {"name", client.name},
                  {"scopes", client.scopes},
                  {"created", base::toRfc3339(client.created)},
                  {"enabled", client.isEnabled()}};
    if (client.acts_as) shown["acts_as"] = *client.acts_as;
    return shown;
}

json verdictJson(const loader::Verdict& verdict) {
    json cautions = json::array();
    for (const auto& caution : verdict.cautions) {
        cautions.push_back(
            {{"rule", caution.rule}, {"what", caution.what}, {"remedy", caution.remedy}});
    }
    return {{"file", verdict.file},
            {"id", verdict.id},
            {"version", verdict.version},
            {"sha256", verdict.sha256},
            {"signer", verdict.signer},
            {"tools", verdict.tools},
            {"rule", verdict.rule},
            {"refusal", verdict.refusal},
            {"still_serving", verdict.still_serving},
            {"warnings", std::move(cautions)}};
}

/// One operator's request, and what answers it.
struct Errand {
    State& state;
    const Authority& authority;
    const identity::Settings& settings;
    const base::Clock& clock;
    const json& request;
    const control::Peer& asker;
    const std::optional<PluginControls>& plugins;
    /// Joins what was intended and what came of it.
    std::string errand_id = base::makeUlid(clock.wall());

    [[nodiscard]] std::string addClient() const;
    [[nodiscard]] std::string listClients() const;
    [[nodiscard]] std::string revokeClient() const;
    [[nodiscard]] std::string issueToken() const;
    [[nodiscard]] std::string approvePlugin() const;
    [[nodiscard]] std::string reloadPlugins() const;
    [[nodiscard]] std::string rollBackPlugin() const;
    [[nodiscard]] base::Result<base::Done> record(const std::string& type,
                                                  const std::string& target,
                                                  audit::Outcome outcome) const;
};

/// Waits until the event is on disk: what it is about happens only then.
base::Result<base::Done> Errand::record(const std::string& type,
                                        const std::string& target,
                                        audit::Outcome outcome) const {
    audit::Event event;
    event.type = type;
    event.outcome = outcome;
    event.actor = principalOf(asker);
    event.target = target;
    event.call_id = errand_id;
    for (const char* detail : {"acts_as", "version"}) {
        if (const auto value = findText(request, detail)) event.details[detail] = *value;
    }
    std::promise<base::Result<base::Done>> durable;
    auto waiting = durable.get_future();
    const auto taken = state.trail().append(event, [&durable](base::Result<base::Done> written) {
        durable.set_value(std::move(written));
    });
    return taken.ok() ? waiting.get() : taken;
}

std::string Errand::addClient() const {
    identity::ClientRequest wanted{.name = findText(request, "name").value_or(""),
                                   .acts_as = findText(request, "acts_as"),
                                   .scopes = textsOf(request, "scopes")};
    const auto intended = record("client.add", wanted.name, audit::Outcome::Intended);
    if (!intended.ok()) return errorAnswer(intended.error().what);
    const auto added = state.clients().add(wanted, clock.wall());
    if (!added.ok()) return errorAnswer(added.error().what);
    const auto recorded = record("client.add", added.value().client_id, audit::Outcome::Ok);
    if (!recorded.ok()) return errorAnswer(recorded.error().what);
    return dump({{"client_id", added.value().client_id},
                 {"client_secret", added.value().client_secret.reveal()}});
}

std::string Errand::listClients() const {
    json all = json::array();
    for (const auto& client : state.clients().list()) {
        all.push_back(clientJson(client));
    }
    return dump({{"clients", std::move(all)}});
}

std::string Errand::revokeClient() const {
    const auto id = findText(request, "client_id");
    if (!id) return errorAnswer("client revoke needs the client's id");
    const auto revoked = state.clients().revoke(*id, clock.wall());
    const auto outcome = revoked.ok() ? audit::Outcome::Ok : audit::Outcome::Failed;
    const auto recorded = record("client.revoke", *id, outcome);
    if (!revoked.ok()) return errorAnswer(revoked.error().what);
    if (!recorded.ok()) return errorAnswer(recorded.error().what);
    return dump({{"client_id", *id}, {"enabled", false}});
}

std::string Errand::issueToken() const {
    const auto user = findText(request, "user");
    if (!user) return errorAnswer("token issue needs --user USER: the ServiceNow user it acts as");
    oauth::UserTokenOrder order{.user = *user,
                                .scopes = textsOf(request, "scopes"),
                                .lifetime = settings.user_token_lifetime,
                                .actor = principalOf(asker)};
    if (const auto seconds = request.find("lifetime_seconds"); seconds != request.end()) {
        if (!seconds->is_number_integer()) {
            return errorAnswer("lifetime_seconds must be a whole number");
        }
        order.lifetime = std::chrono::seconds(seconds->get<std::int64_t>());
    }
    std::promise<base::Result<identity::IssuedToken>> issued;
    auto waiting = issued.get_future();
    authority.issuer.issueForUser(order, [&issued](base::Result<identity::IssuedToken> token) {
        issued.set_value(std::move(token));
    });
    const auto token = waiting.get();
    if (!token.ok()) return errorAnswer(token.error().what);
    return dump({{"token", token.value().token.reveal()},
                 {"user", *user},
                 {"expires_in", token.value().lifetime.count()}});
}

/// What the tools say now, or, if the request names a version, that version.
std::string Errand::approvePlugin() const {
    const auto id = findText(request, "plugin");
    if (!id) return errorAnswer("plugin approve needs the plugin's id");
    const auto before = state.plugins().find(*id);
    if (!before.ok()) return errorAnswer(before.error().what);
    const auto intended = record("plugin.approve", *id, audit::Outcome::Intended);
    if (!intended.ok()) return errorAnswer(intended.error().what);
    const auto version = findText(request, "version");
    const auto approved =
        version ? state.plugins().setFloor(*id, *version) : state.plugins().approve(*id);
    const auto outcome = approved.ok() ? audit::Outcome::Ok : audit::Outcome::Failed;
    const auto recorded = record("plugin.approve", *id, outcome);
    if (!approved.ok()) return errorAnswer(approved.error().what);
    if (!recorded.ok()) return errorAnswer(recorded.error().what);
    if (plugins) {
        const auto reloaded = plugins->reload({});
        if (!reloaded.ok()) {
            return errorAnswer("approved, but not taken up: " + reloaded.error().what);
        }
    }
    json changes = json::array();
    if (!version && before.value()) {
        changes = loader::differences(before.value()->pins, before.value()->pins_seen);
    }
    return dump({{"plugin", *id}, {"changes", std::move(changes)}});
}

/// All that changed, or one whether it did or not.
std::string Errand::reloadPlugins() const {
    if (!plugins) return errorAnswer(kNoHost);
    const auto name = findText(request, "plugin");
    const auto recorded = record("plugin.reload", name.value_or("all"), audit::Outcome::Intended);
    if (!recorded.ok()) return errorAnswer(recorded.error().what);
    const auto reloaded = plugins->reload(name);
    if (!reloaded.ok()) return errorAnswer(reloaded.error().what);
    return pluginListJson(reloaded.value());
}

std::string Errand::rollBackPlugin() const {
    if (!plugins) return errorAnswer(kNoHost);
    const auto name = findText(request, "plugin");
    if (!name) return errorAnswer("plugin rollback needs the plugin's name");
    const auto intended = record("plugin.rollback", *name, audit::Outcome::Intended);
    if (!intended.ok()) return errorAnswer(intended.error().what);
    const auto back = plugins->roll_back(*name, findText(request, "version"));
    const auto outcome = back.ok() ? audit::Outcome::Ok : audit::Outcome::Failed;
    const auto recorded = record("plugin.rollback", *name, outcome);
    if (!back.ok()) return errorAnswer(back.error().what);
    if (!recorded.ok()) return errorAnswer(recorded.error().what);
    return pluginListJson({back.value()});
}

}  // namespace

OperatorDesk::OperatorDesk(State& state,
                           const Authority& authority,
                           const identity::Settings& settings,
                           const base::Clock& clock,
                           std::optional<PluginControls> plugins)
    : state_(state),
      authority_(authority),
      settings_(settings),
      clock_(clock),
      plugins_(std::move(plugins)) {}

std::string OperatorDesk::answer(std::string_view request_json, const control::Peer& asker) {
    const json request = json::parse(request_json, nullptr, false);
    if (!request.is_object()) return errorAnswer("the request is not a JSON object");
    const Errand errand{state_, authority_, settings_, clock_, request, asker, plugins_};
    const std::string command = findText(request, "command").value_or("");
    if (command == "client.add") return errand.addClient();
    if (command == "client.list") return errand.listClients();
    if (command == "client.revoke") return errand.revokeClient();
    if (command == "token.issue") return errand.issueToken();
    if (command == "plugin.approve") return errand.approvePlugin();
    if (command == "plugin.reload") return errand.reloadPlugins();
    if (command == "plugin.rollback") return errand.rollBackPlugin();
    if (command == "plugin.list" && plugins_) return pluginListJson(plugins_->verdicts());
    return errorAnswer("the owner of this state directory knows no command \"" + command +
                       "\"; are both of the same version?");
}

std::string pluginListJson(const std::vector<loader::Verdict>& verdicts) {
    json all = json::array();
    for (const auto& verdict : verdicts) {
        all.push_back(verdictJson(verdict));
    }
    return dump({{"plugins", std::move(all)}});
}

control::Peer thisUser() {
    control::Peer peer{.uid = getuid(), .pid = getpid(), .user_name = {}};
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 4096> buffer{};
    if (getpwuid_r(peer.uid, &entry, buffer.data(), buffer.size(), &found) == 0 &&
        found != nullptr) {
        peer.user_name = found->pw_name;
    }
    return peer;
}

identity::Principal principalOf(const control::Peer& peer) {
    identity::Principal principal;
    principal.subject = peer.user_name.empty() ? "uid-" + std::to_string(peer.uid) : peer.user_name;
    principal.evidence = identity::Evidence::Process;
    return principal;
}

std::shared_ptr<const identity::Principal> localCaller(const control::Peer& peer,
                                                       const stdio::Settings& settings) {
    auto principal = principalOf(peer);
    const auto mapped = settings.users.find(peer.user_name);
    if (mapped != settings.users.end()) principal.user = mapped->second;
    return std::make_shared<const identity::Principal>(std::move(principal));
}

}  // namespace toolhost::cli
