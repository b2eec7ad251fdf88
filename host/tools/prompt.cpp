#include "tools/prompt.hpp"

#include <algorithm>
#include <set>

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "jsonrpc/members.hpp"
#include "tools/definition.hpp"
#include "tools/host_terms.hpp"
#include "tools/result_object.hpp"

namespace toolhost::tools {
namespace {

using nlohmann::json;

bool isMessage(const json& message) {
    if (!message.is_object() || !message.contains("content")) return false;
    const std::string role = base::textIn(message, "role");
    return (role == "user" || role == "assistant") && isContentBlock(message["content"]);
}

bool isTrue(const json& object, const char* member) {
    const auto found = object.find(member);
    return found != object.end() && found->is_boolean() && found->get<bool>();
}

base::Result<std::vector<PromptDefinition::Argument>> argumentsOf(const json& prompt) {
    std::vector<PromptDefinition::Argument> arguments;
    std::set<std::string> names;
    const auto found = prompt.find("arguments");
    if (found == prompt.end()) return arguments;
    if (!found->is_array()) return base::Error{"its arguments must be an array"};
    for (const auto& argument : *found) {
        const std::string name =
            argument.is_object() ? base::textIn(argument, "name") : std::string();
        if (name.empty()) return base::Error{"each of its arguments must be an object with a name"};
        if (!names.insert(name).second) {
            return base::Error{"it declares the argument " + base::quoted(name) + " twice"};
        }
        arguments.push_back({name, isTrue(argument, "required")});
    }
    return arguments;
}

}  // namespace

base::Result<Answer> PromptDefinition::read(std::string_view result_json) const {
    auto result = readResultObject(result_json);
    if (!result.ok()) return result.error();
    const auto object = nlohmann::json::parse(result_json, nullptr, false);
    const auto messages = object.find("messages");
    const bool has_messages = messages != object.end() && messages->is_array() &&
                              std::all_of(messages->begin(), messages->end(), isMessage);
    if (has_messages) return Answer(std::move(result).value());
    return base::Error{
        "messages must be an array, each with a role (user, assistant) and a content block with a "
        "type"};
}

std::string PromptDefinition::complaintAbout(const nlohmann::json& values) const {
    for (const auto& argument : arguments) {
        if (argument.is_required && !values.contains(argument.name)) {
            return "argument " + argument.name + " is missing";
        }
    }
    for (const auto& entry : values.items()) {
        const bool is_known = std::any_of(arguments.begin(), arguments.end(), [&](const auto& one) {
            return one.name == entry.key();
        });
        if (!is_known) return "there is no argument " + base::quoted(entry.key());
        if (!entry.value().is_string()) return "argument " + entry.key() + " must be a string";
    }
    return {};
}

base::Result<PromptDefinition> definePrompt(std::string_view prompt_json,
                                            const std::string& plugin,
                                            const std::string& prefix) {
    json prompt = json::parse(prompt_json, nullptr, false);
    if (!prompt.is_object()) return base::Error{"a prompt must be a JSON object"};
    PromptDefinition definition;
    definition.method = "prompts/get";
    definition.kind = "prompt";
    definition.local_name = base::textIn(prompt, "name");
    definition.name = prefix + definition.local_name;
    definition.plugin = plugin;
    definition.is_read_only = true;
    if (!isName(definition.local_name) || !isName(definition.name)) {
        return base::Error{"prompt name " + base::quoted(definition.name) +
                           " must be 1 to 50 of a-z, 0-9 and _ (with the configured prefix)"};
    }
    auto arguments = argumentsOf(prompt);
    if (!arguments.ok()) return base::because("prompt " + definition.name, arguments.error());
    definition.arguments = std::move(arguments).value();
    const auto terms = takeHostTerms(prompt);
    if (!terms.ok()) return base::because("prompt " + definition.name, terms.error());
    definition.required_capabilities = terms.value().required_capabilities;
    prompt["name"] = definition.name;
    const bool is_as_written = prefix.empty() && !terms.value().are_given;
    definition.json = is_as_written ? std::string(prompt_json) : prompt.dump();
    return definition;
}

}  // namespace toolhost::tools
