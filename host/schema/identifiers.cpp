#include "schema/identifiers.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "schema/rendering.hpp"

namespace toolhost::schema {
namespace {

bool startsAnchor(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

bool continuesAnchor(char c) {
    return startsAnchor(c) || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

}  // namespace

base::Result<std::string> textOf(const nlohmann::json& schema, const char* keyword) {
    const auto found = schema.find(keyword);
    if (found == schema.end()) return std::string();
    if (found->is_string()) return found->get<std::string>();
    return base::Error{std::string(keyword) + " must be a string, not " + shown(*found)};
}

base::Result<std::string> anchorOf(const nlohmann::json& schema, const char* keyword) {
    auto name = textOf(schema, keyword);
    if (!name || !schema.contains(keyword)) return name;
    const std::string& text = name.value();
    if (!text.empty() && startsAnchor(text.front()) &&
        std::all_of(text.begin(), text.end(), continuesAnchor)) {
        return name;
    }
    return base::Error{std::string(keyword) + " " + base::quoted(text) +
                       " must be a letter or '_' and then letters, digits, '-', '_' and '.'"};
}

base::Result<std::string> idOf(const nlohmann::json& schema) {
    auto id = textOf(schema, "$id");
    if (!id) return id;
    std::string& uri = id.value();
    const auto fragment = uri.find('#');
    if (fragment == std::string::npos) return id;
    if (fragment + 1 < uri.size()) {
        return base::Error{"$id " + base::quoted(uri) +
                           " must not have a fragment; name a place by $anchor"};
    }
    uri.pop_back();
    return id;
}

base::Result<base::Done> checkSize(const nlohmann::json& document, const Bounds& bounds) {
    std::vector<std::pair<const nlohmann::json*, std::size_t>> open{{&document, 1}};
    std::size_t values = 1;
    while (!open.empty()) {
        const auto [value, level] = open.back();
        open.pop_back();
        if (level > bounds.schema_depth_max) {
            return base::Error{"it is nested deeper than " +
                               counted(bounds.schema_depth_max, "level")};
        }
        values += value->size();
        if (values > bounds.schema_values_max) {
            return base::Error{"it holds more than " + counted(bounds.schema_values_max, "value")};
        }
        for (const auto& child : *value) {
            if (child.is_structured()) open.emplace_back(&child, level + 1);
        }
    }
    return base::Done{};
}

}  // namespace toolhost::schema
