#include "tools/completion.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tools/result_object.hpp"

namespace toolhost::tools {
namespace {

using nlohmann::json;

/// MCP, "Completion", "Completion Results".
constexpr std::size_t kValuesMax = 100;

CompletionDefinition completionFor(const Target& target, std::string name) {
    CompletionDefinition definition;
    definition.method = "completion/complete";
    definition.kind = "completion";
    definition.name = std::move(name);
    definition.local_name = target.local_name;
    definition.plugin = target.plugin;
    definition.is_read_only = true;
    definition.may_ask = false;
    return definition;
}

bool areTexts(const json& values) {
    return values.is_array() && std::all_of(values.begin(), values.end(), [](const json& value) {
               return value.is_string();
           });
}

json cut(const json& values) {
    return json(std::vector<json>(values.begin(), values.begin() + kValuesMax));
}

}  // namespace

base::Result<Answer> CompletionDefinition::read(std::string_view result_json) const {
    auto result = readResultObject(result_json);
    if (!result.ok()) return result.error();
    const json object = json::parse(result_json, nullptr, false);
    const auto found = object.find("completion");
    if (found == object.end() || !found->is_object() || !found->contains("values") ||
        !areTexts((*found)["values"])) {
        return base::Error{"completion.values must be an array of strings"};
    }
    if ((*found)["values"].size() <= kValuesMax) return Answer(std::move(result).value());
    json completion = *found;
    completion["values"] = cut((*found)["values"]);
    completion["hasMore"] = true;
    result.value().members = R"("completion":)" + completion.dump();
    return Answer(std::move(result).value());
}

CompletionDefinition completionOf(const PromptDefinition& prompt) {
    return completionFor(prompt, completionName("ref/prompt", prompt.name));
}

CompletionDefinition completionOf(const ResourceDefinition& resource) {
    return completionFor(resource, completionName("ref/resource", resource.name));
}

std::string completionName(std::string_view reference_type, std::string_view name) {
    return std::string(reference_type).append(" ").append(name);
}

}  // namespace toolhost::tools
