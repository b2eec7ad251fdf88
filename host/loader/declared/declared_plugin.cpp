#include "loader/declared/declared_plugin.hpp"

#include <algorithm>
#include <chrono>
#include <fstream>
#include <future>
#include <iterator>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.hpp"
#include "loader/declared/declared_call.hpp"
#include "loader/declared/tool_text.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

constexpr std::chrono::seconds kInstancesPatience{5};
/// What declares tools has no settings.
constexpr const char* kNoConfiguration = R"({"type":"object","additionalProperties":false})";

/// The names of the configured instances.
base::Result<std::vector<std::string>> instancesOf(boundary::Services& services) {
    const auto promise = std::make_shared<std::promise<std::string>>();
    auto told = promise->get_future();
    const toolhost_status status =
        services.ask({TOOLHOST_SERVICENOW_SERVICE, nullptr, R"({"op":"instances"})", {}},
                     [promise](toolhost_status, std::string_view reply, std::string_view) {
                         promise->set_value(std::string(reply));
                     });
    if (status != TOOLHOST_PENDING) {
        return base::Error{"it may not ask ServiceNow, which is all that declared tools do"};
    }
    if (told.wait_for(kInstancesPatience) != std::future_status::ready) {
        return base::Error{"the ServiceNow service did not name its instances in time"};
    }
    const json names = json::parse(told.get(), nullptr, false);
    if (!names.is_array()) return base::Error{"the ServiceNow service named no instances"};
    return names.get<std::vector<std::string>>();
}

}  // namespace

base::Result<std::unique_ptr<boundary::Plugin>> DeclaredPlugin::open(
    const std::filesystem::path& file, std::shared_ptr<boundary::Services> services) {
    std::ifstream in(file, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    if (!in.good() && !in.eof())
        return base::Error{"read " + file.string() + ": it cannot be read"};
    auto declaration = readDeclaration(text);
    if (!declaration.ok()) return declaration.error();
    return std::unique_ptr<boundary::Plugin>(
        std::make_unique<DeclaredPlugin>(std::move(declaration).value(), std::move(services)));
}

DeclaredPlugin::DeclaredPlugin(Declaration declaration,
                               std::shared_ptr<boundary::Services> services)
    : services_(std::move(services)),
      description_{declaration.id, declaration.version, kNoConfiguration} {
    for (auto& tool : declaration.tools) {
        tools_.push_back(std::make_shared<const DeclaredTool>(std::move(tool)));
    }
}

base::Result<base::Done> DeclaredPlugin::create(std::string_view /*config_json*/) {
    auto instances = instancesOf(*services_);
    if (!instances.ok()) return instances.error();
    instances_ = std::move(instances).value();
    return checkInstances();
}

base::Result<base::Done> DeclaredPlugin::checkInstances() const {
    for (const auto& tool : tools_) {
        const bool is_there =
            std::find(instances_.begin(), instances_.end(), tool->instance) != instances_.end();
        if (tool->instance.empty() || is_there) continue;
        return base::Error{"tool " + tool->name + " is for the instance " +
                           base::quoted(tool->instance) + ", which is not configured" +
                           base::didYouMean(tool->instance, instances_) + "; set servicenow." +
                           tool->instance + ".url and its other keys"};
    }
    return base::Done{};
}

base::Result<bool> DeclaredPlugin::reconfigure(const boundary::Configuration& /*changed*/) {
    return false;
}

base::Result<std::vector<std::string>> DeclaredPlugin::list(std::uint32_t kind) {
    std::vector<std::string> texts;
    if (kind != TOOLHOST_LIST_TOOLS) return texts;
    const std::vector<std::string> none;
    for (const auto& tool : tools_) {
        const bool may_choose = tool->instance.empty() && instances_.size() > 1;
        texts.push_back(toolText(*tool, may_choose ? instances_ : none));
    }
    return texts;
}

base::Result<toolhost_status> DeclaredPlugin::call(boundary::Call& call) {
    const auto name = call.field(TOOLHOST_CALL_NAME).value_or("");
    const auto found = std::find_if(
        tools_.begin(), tools_.end(), [name](const auto& tool) { return tool->name == name; });
    if (found == tools_.end()) return base::Error{"it has no tool " + base::quoted(name)};
    return startDeclaredCall(call, services_, *found);
}

/// The service hears of it by itself: it has the call's own sign.
void DeclaredPlugin::cancel(boundary::Call& /*call*/) {}

base::Result<base::Done> DeclaredPlugin::health() {
    return base::Done{};
}

/// Calls under way need nothing of the plugin itself.
base::Result<base::Done> DeclaredPlugin::quiesce() {
    return base::Done{};
}

}  // namespace toolhost::loader
