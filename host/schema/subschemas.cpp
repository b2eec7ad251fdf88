#include "schema/subschemas.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

#include "schema/json_pointer.hpp"

namespace toolhost::schema {
namespace {

using nlohmann::json;

enum class Holds { Schema, Array, Map };

struct Holder {
    std::string_view keyword;
    Holds holds;
};

constexpr std::array<Holder, 20> kHolders = {{{"$defs", Holds::Map},
                                              {"additionalProperties", Holds::Schema},
                                              {"allOf", Holds::Array},
                                              {"anyOf", Holds::Array},
                                              {"contains", Holds::Schema},
                                              {"contentSchema", Holds::Schema},
                                              {"definitions", Holds::Map},
                                              {"dependentSchemas", Holds::Map},
                                              {"else", Holds::Schema},
                                              {"if", Holds::Schema},
                                              {"items", Holds::Schema},
                                              {"not", Holds::Schema},
                                              {"oneOf", Holds::Array},
                                              {"patternProperties", Holds::Map},
                                              {"prefixItems", Holds::Array},
                                              {"properties", Holds::Map},
                                              {"propertyNames", Holds::Schema},
                                              {"then", Holds::Schema},
                                              {"unevaluatedItems", Holds::Schema},
                                              {"unevaluatedProperties", Holds::Schema}}};

void appendChildren(const json& holder, const std::string& pointer, std::vector<Subschema>& found) {
    if (holder.is_array()) {
        for (std::size_t i = 0; i < holder.size(); ++i) {
            found.push_back({&holder[i], pointer + "/" + std::to_string(i)});
        }
        return;
    }
    for (const auto& [name, child] : holder.items()) {
        found.push_back({&child, pointer + pointerToken(name)});
    }
}

}  // namespace

std::vector<Subschema> subschemasOf(const json& schema) {
    std::vector<Subschema> found;
    if (!schema.is_object()) return found;
    for (const auto& [keyword, holds] : kHolders) {
        const auto value = schema.find(keyword);
        if (value == schema.end()) continue;
        const std::string pointer = "/" + std::string(keyword);
        if (holds == Holds::Schema) found.push_back({&*value, pointer});
        if (holds == Holds::Array && value->is_array()) appendChildren(*value, pointer, found);
        if (holds == Holds::Map && value->is_object()) appendChildren(*value, pointer, found);
    }
    return found;
}

}  // namespace toolhost::schema
