#include "cli/asking.hpp"

#include <nlohmann/json.hpp>

#include "cli/operator_desk.hpp"
#include "control/client.hpp"
#include "control/ownership.hpp"

namespace toolhost::cli {
namespace {

using nlohmann::json;

/// Asks the desk of this very process, which owns the state directory for the moment.
base::Result<std::string> askOwnDesk(Program& program,
                                     const config::Settings& settings,
                                     const json& request) {
    auto state = State::open(settings, program.clock, program.log);
    if (!state.ok()) return state.error();
    auto addresses = addressesFor(settings, settings.http.port);
    if (!addresses.ok()) return addresses.error();
    const Authority authority(std::move(addresses).value(),
                              settings.identity,
                              *state.value(),
                              program.clock,
                              program.log);
    OperatorDesk desk(*state.value(), authority, settings.identity, program.clock);
    return desk.answer(request.dump(), thisUser());
}

base::Result<std::string> askWhoeverOwns(Program& program,
                                         const config::Settings& settings,
                                         const json& request) {
    const auto owned = control::Ownership::take(settings.store.state_dir);
    if (!owned.ok()) return owned.error();
    if (std::holds_alternative<control::Ownership>(owned.value())) {
        return askOwnDesk(program, settings, request);
    }
    auto owner = control::Client::connect(settings.store.state_dir);
    if (!owner.ok()) return owner.error();
    return owner.value().ask(request.dump());
}

}  // namespace

base::Result<json> ask(Program& program, const json& request) {
    const auto settings = loadSettings(program);
    if (!settings) return base::Error{"the configuration is wrong; see above"};
    const auto text = askWhoeverOwns(program, *settings, request);
    if (!text.ok()) return text.error();
    auto answer = json::parse(text.value(), nullptr, false);
    if (!answer.is_object()) return base::Error{"the owner's answer is not a JSON object"};
    if (const auto error = answer.find("error"); error != answer.end()) {
        return base::Error{error->is_string() ? error->get<std::string>() : error->dump()};
    }
    return answer;
}

}  // namespace toolhost::cli
