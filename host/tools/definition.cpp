#include "tools/definition.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.hpp"
#include "base/text.hpp"
#include "tools/host_terms.hpp"

namespace toolhost::tools {
namespace {

using nlohmann::json;

constexpr std::size_t kNameLengthMax = 50;

bool isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

bool hintOf(const json& tool, const char* hint) {
    const auto annotations = tool.find("annotations");
    if (annotations == tool.end() || !annotations->is_object()) return false;
    const auto found = annotations->find(hint);
    return found != annotations->end() && found->is_boolean() && found->get<bool>();
}

/// MCP wants the arguments to be an object (revision 2026-07-28, tools, "Data types").
base::Result<schema::Schema> inputSchemaOf(const json& tool) {
    const auto found = tool.find("inputSchema");
    if (found == tool.end() || !found->is_object()) return base::Error{"inputSchema is missing"};
    if (base::textIn(*found, "type") != "object") {
        return base::Error{"inputSchema must say \"type\": \"object\" at its root"};
    }
    auto compiled = schema::Schema::compile(*found);
    if (!compiled.ok()) return base::because("inputSchema is not valid", compiled.error());
    return compiled;
}

base::Result<std::optional<schema::Schema>> outputSchemaOf(const json& tool) {
    const auto found = tool.find("outputSchema");
    if (found == tool.end()) return std::optional<schema::Schema>();
    auto compiled = schema::Schema::compile(*found);
    if (!compiled.ok()) return base::because("outputSchema is not valid", compiled.error());
    return std::optional(std::move(compiled).value());
}

base::Error badName(const std::string& name) {
    return {"tool name " + base::quoted(name) +
            " must be 1 to 50 of a-z, 0-9 and _ (with the configured prefix)"};
}

}  // namespace

bool isName(std::string_view name) {
    return !name.empty() && name.size() <= kNameLengthMax &&
           std::all_of(name.begin(), name.end(), isNameCharacter);
}

base::Result<Answer> Definition::read(std::string_view result_json) const {
    auto reply = readReply(result_json, *this);
    if (!reply.ok()) return reply.error();
    return Answer(std::move(reply).value());
}

base::Result<Definition> define(std::string_view tool_json,
                                const std::string& plugin,
                                const std::string& prefix) {
    json tool = json::parse(tool_json, nullptr, false);
    if (!tool.is_object()) return base::Error{"a tool must be a JSON object"};
    const std::string local_name = base::textIn(tool, "name");
    const std::string name = prefix + local_name;
    if (!isName(local_name) || !isName(name)) return badName(name);
    if (base::textIn(tool, "description").empty()) {
        return base::Error{"tool " + name + " needs a description: the model chooses by it"};
    }
    auto input = inputSchemaOf(tool);
    if (!input.ok()) return base::because("tool " + name, input.error());
    auto output = outputSchemaOf(tool);
    if (!output.ok()) return base::because("tool " + name, output.error());
    auto mirrored = mirroredArguments(tool["inputSchema"]);
    if (!mirrored.ok()) return base::because("tool " + name, mirrored.error());
    const auto terms = takeHostTerms(tool);
    if (!terms.ok()) return base::because("tool " + name, terms.error());
    Definition definition(std::move(input).value());
    definition.method = "tools/call";
    definition.kind = "tool";
    definition.name = name;
    definition.local_name = local_name;
    definition.plugin = plugin;
    definition.json = tool_json;
    definition.output = std::move(output).value();
    definition.is_read_only = hintOf(tool, "readOnlyHint");
    definition.mirrored = std::move(mirrored).value();
    definition.required_capabilities = terms.value().required_capabilities;
    definition.as_task = terms.value().as_task.value_or(AsTask::WhenSlow);
    definition.is_idempotent = hintOf(tool, "idempotentHint");
    if (prefix.empty() && !terms.value().are_given) return definition;
    tool["name"] = name;
    definition.json = tool.dump();
    return definition;
}

}  // namespace toolhost::tools
