#include "loader/configuration.hpp"

#include <nlohmann/json.hpp>

#include "schema/schema.hpp"

namespace toolhost::loader {
namespace {

using nlohmann::json;

std::string dump(const json& value) {
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// The text as what the schema of its property calls for: a number, a boolean, a list or an object
/// where it is one, else the text itself, which the schema then refuses with its own words.
json readAs(const json& property, const std::string& text) {
    const json type = property.value("type", json("string"));
    if (type == "string") return text;
    const json value = json::parse(text, nullptr, false);
    return value.is_discarded() ? json(text) : value;
}

json propertyOf(const json& schema, const std::string& key) {
    return schema.value("properties", json::object()).value(key, json::object());
}

}  // namespace

base::Result<std::string> configurationFor(const boundary::Description& description,
                                           const std::map<std::string, std::string>& set) {
    if (description.config_schema.empty()) return dump(json(set));
    const json text = json::parse(description.config_schema, nullptr, false);
    auto schema = schema::Schema::compile(text);
    if (!schema.ok()) return base::because("its configuration's schema", schema.error());
    json values = json::object();
    for (const auto& [key, value] : set) {
        values[key] = readAs(propertyOf(text, key), value);
    }
    const auto violations = schema.value().check(values);
    if (violations.empty()) return dump(values);
    return base::Error{"its configuration (config.<key> in its properties file): " +
                       schema::describe(violations)};
}

}  // namespace toolhost::loader
