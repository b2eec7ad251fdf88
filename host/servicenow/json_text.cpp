#include "servicenow/json_text.hpp"

#include <nlohmann/json.hpp>

#include "base/json_text.hpp"

namespace toolhost::servicenow {
namespace {

constexpr int kDepthMax = 32;

/// By how much the character takes the nesting deeper.
int descentOf(char c) {
    if (c == '{' || c == '[') return 1;
    if (c == '}' || c == ']') return -1;
    return 0;
}

bool nestsTooDeep(std::string_view text) {
    int depth = 0;
    bool in_string = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (in_string && c == '\\') ++i;
        if (c == '"') in_string = !in_string;
        if (in_string) continue;
        depth += descentOf(c);
        if (depth > kDepthMax) return true;
    }
    return false;
}

}  // namespace

std::optional<Json> parseJson(std::string_view text) {
    if (nestsTooDeep(text)) return std::nullopt;
    Json value = Json::parse(text, nullptr, false);
    if (value.is_discarded()) return std::nullopt;
    return value;
}

std::string writeJson(const Json& value) {
    return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string textOf(const Json& object, std::string_view name) {
    return base::textIn(object, name);
}

std::string storedTextOf(const Json& record, std::string_view field) {
    const Json& value = memberOf(record, field);
    return value.is_object() ? textOf(value, "value") : textOf(record, field);
}

const Json& memberOf(const Json& object, std::string_view name) {
    static const Json kNothing;
    const auto member = object.find(name);
    return object.is_object() && member != object.end() ? *member : kNothing;
}

}  // namespace toolhost::servicenow
