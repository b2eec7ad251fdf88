#include "tools/resource.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/base64.hpp"
#include "base/json_text.hpp"
#include "base/text.hpp"
#include "tools/host_terms.hpp"
#include "tools/result_object.hpp"

namespace toolhost::tools {
namespace {

using nlohmann::json;

bool isSchemeCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '-' || c == '.';
}

/// Whether it begins as an absolute URI does and has nothing a URI never has (RFC 3986).
bool isAbsolute(std::string_view uri) {
    const auto colon = uri.find(':');
    if (colon == 0 || colon == std::string_view::npos || colon + 1 == uri.size()) return false;
    const auto scheme = uri.substr(0, colon);
    return std::all_of(scheme.begin(), scheme.end(), isSchemeCharacter) &&
           std::none_of(
               uri.begin(), uri.end(), [](unsigned char c) { return c <= ' ' || c == 127; });
}

bool isBlob(const json& content) {
    const auto blob = content.find("blob");
    return blob != content.end() && blob->is_string() &&
           base::decodeBase64(blob->get_ref<const std::string&>()).has_value();
}

bool isText(const json& content) {
    const auto text = content.find("text");
    return text != content.end() && text->is_string();
}

bool isContent(const json& content) {
    return content.is_object() && !base::textIn(content, "uri").empty() &&
           isText(content) != isBlob(content);
}

base::Result<ResourceDefinition> define(std::string_view text,
                                        const std::string& plugin,
                                        const char* uri_member) {
    json object = json::parse(text, nullptr, false);
    if (!object.is_object()) return base::Error{"a resource must be a JSON object"};
    const auto terms = takeHostTerms(object);
    if (!terms.ok()) return base::because("a resource", terms.error());
    ResourceDefinition definition;
    definition.method = "resources/read";
    definition.kind = "resource";
    definition.name = base::textIn(object, uri_member);
    definition.local_name = definition.name;
    definition.plugin = plugin;
    definition.is_read_only = true;
    definition.json = terms.value().are_given ? object.dump() : std::string(text);
    definition.required_capabilities = terms.value().required_capabilities;
    if (!isAbsolute(definition.name)) {
        return base::Error{std::string(uri_member) + ' ' + base::quoted(definition.name) +
                           " must be an absolute URI such as note://today"};
    }
    if (base::textIn(object, "name").empty()) {
        return base::Error{"resource " + definition.name + " needs a name"};
    }
    return definition;
}

}  // namespace

base::Result<Answer> ResourceDefinition::read(std::string_view result_json) const {
    auto result = readResultObject(result_json);
    if (!result.ok()) return result.error();
    const auto object = nlohmann::json::parse(result_json, nullptr, false);
    const auto contents = object.find("contents");
    const bool has_contents = contents != object.end() && contents->is_array() &&
                              !contents->empty() &&
                              std::all_of(contents->begin(), contents->end(), isContent);
    if (has_contents) return Answer(std::move(result).value());
    return base::Error{
        "contents must be an array of at least one object with a uri and either text or blob "
        "(base64)"};
}

base::Result<ResourceDefinition> defineResource(std::string_view resource_json,
                                                const std::string& plugin) {
    return define(resource_json, plugin, "uri");
}

base::Result<ResourceDefinition> defineResourceTemplate(std::string_view template_json,
                                                        const std::string& plugin) {
    auto definition = define(template_json, plugin, "uriTemplate");
    if (!definition.ok()) return definition;
    auto pattern = UriTemplate::parse(definition.value().name);
    if (!pattern.ok()) {
        return base::because("uriTemplate " + base::quoted(definition.value().name),
                             pattern.error());
    }
    definition.value().pattern = std::move(pattern).value();
    return definition;
}

}  // namespace toolhost::tools
