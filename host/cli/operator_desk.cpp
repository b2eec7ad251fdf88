#include "cli/operator_desk.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <pwd.h>
#include <unistd.h>
#include <utility>

#include "base/ids.hpp"
#include "cli/errand.hpp"
#include "cli/identity_errands.hpp"
#include "loader/provenance/tool_pins.hpp"

namespace toolhost::cli {
namespace {

using nlohmann::json;

constexpr const char* kNoHost =
    "no host is running on this state directory; one reads the plugin directory when it starts";

/// What operators ask about plugins.
struct PluginErrand : Errand {
    const std::optional<PluginControls>& plugins;

    [[nodiscard]] std::string approvePlugin() const;
    [[nodiscard]] std::string reloadPlugins() const;
    [[nodiscard]] std::string rollBackPlugin() const;
};

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

/// What the tools say now, or, if the request names a version, that version.
std::string PluginErrand::approvePlugin() const {
    const auto id = text("plugin");
    if (!id) return errorAnswer("plugin approve needs the plugin's id");
    const auto before = state.plugins().find(*id);
    if (!before.ok()) return errorAnswer(before.error().what);
    const auto intended = record("plugin.approve", *id, audit::Outcome::Intended);
    if (!intended.ok()) return errorAnswer(intended.error().what);
    const auto version = text("version");
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
    return answerText({{"plugin", *id}, {"changes", std::move(changes)}});
}

/// All that changed, or one whether it did or not.
std::string PluginErrand::reloadPlugins() const {
    if (!plugins) return errorAnswer(kNoHost);
    const auto name = text("plugin");
    const auto recorded = record("plugin.reload", name.value_or("all"), audit::Outcome::Intended);
    if (!recorded.ok()) return errorAnswer(recorded.error().what);
    const auto reloaded = plugins->reload(name);
    if (!reloaded.ok()) return errorAnswer(reloaded.error().what);
    return pluginListJson(reloaded.value());
}

std::string PluginErrand::rollBackPlugin() const {
    if (!plugins) return errorAnswer(kNoHost);
    const auto name = text("plugin");
    if (!name) return errorAnswer("plugin rollback needs the plugin's name");
    const auto intended = record("plugin.rollback", *name, audit::Outcome::Intended);
    if (!intended.ok()) return errorAnswer(intended.error().what);
    const auto back = plugins->roll_back(*name, text("version"));
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
    const PluginErrand errand{
        {state_, authority_, settings_, clock_, request, asker, base::makeUlid(clock_.wall())},
        plugins_};
    const std::string command = errand.text("command").value_or("");
    if (const auto answer = answerAboutIdentity(errand, command)) return *answer;
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
    return answerText({{"plugins", std::move(all)}});
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
