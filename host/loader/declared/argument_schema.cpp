#include "loader/declared/argument_schema.hpp"

#include <nlohmann/json.hpp>
#include <string>

namespace toolhost::loader {
namespace {

using nlohmann::json;
/// In the order in which people read it; of a bounded number of members.
using Schema = nlohmann::ordered_json;

constexpr int kTextLengthMax = 4'000;
constexpr int kListLengthMax = 100;

Schema textSchema(Operation operation) {
    Schema schema = {{"type", "string"}};
    if (operation == Operation::List) schema["minLength"] = 1;
    schema["maxLength"] = kTextLengthMax;
    return schema;
}

/// One value of the type.
Schema valueSchema(const std::string& type, Operation operation) {
    if (type == "date") return {{"type", "string"}, {"pattern", "^\\d{4}-\\d{2}-\\d{2}$"}};
    if (type == "date_time") {
        return {{"type", "string"}, {"pattern", "^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}$"}};
    }
    if (type == "sys_id") return {{"type", "string"}, {"pattern", "^[0-9a-f]{32}$"}};
    if (type == "string") return textSchema(operation);
    return {{"type", type}};
}

Schema listOf(Schema items, int least, int most) {
    Schema list = {{"type", "array"}};
    list["items"] = std::move(items);
    list["minItems"] = least;
    list["maxItems"] = most;
    return list;
}

}  // namespace

Schema argumentSchema(const json& parameter, Operation operation) {
    Schema value = valueSchema(parameter.value("type", "string"), operation);
    if (const auto choices = parameter.find("enum"); choices != parameter.end()) {
        value = {{"enum", Schema(*choices)}};
    }
    const std::string compared_by = parameter.value("operator", "=");
    if (compared_by == "in" || compared_by == "not_in") {
        value = listOf(std::move(value), 1, kListLengthMax);
    } else if (compared_by == "between") {
        value = listOf(std::move(value), 2, 2);
    }
    value["description"] = parameter.value("description", "");
    if (const auto otherwise = parameter.find("default"); otherwise != parameter.end()) {
        value["default"] = Schema(*otherwise);
    }
    return value;
}

}  // namespace toolhost::loader
