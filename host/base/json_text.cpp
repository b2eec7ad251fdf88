#include "base/json_text.hpp"

#include <nlohmann/json.hpp>
#include <simdjson.h>

namespace toolhost::base {

bool isJson(std::string_view text) {
    thread_local simdjson::dom::parser parser;
    const auto code = parser.parse(simdjson::padded_string(text)).error();
    if (code != simdjson::NUMBER_ERROR) return code == simdjson::SUCCESS;
    // An integer beyond 64 bits is JSON too, but this parser stops at it. The other one would take
    // a NUL for the end of the text.
    return text.find('\0') == std::string_view::npos && nlohmann::json::accept(text);
}

std::string textIn(const nlohmann::json& value, std::string_view member) {
    if (!value.is_object()) return {};
    const auto found = value.find(member);
    return found != value.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace toolhost::base
