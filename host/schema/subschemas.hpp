#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace toolhost::schema {

/// A subschema and the JSON Pointer that leads to it from the schema that holds it.
struct Subschema {
    const nlohmann::json* schema = nullptr;
    std::string pointer;
};

/// The subschemas directly within a schema object: what stands at the places where the dialect has
/// schemas, whether or not it is one. Nothing within `enum`, `const` or unknown keywords.
std::vector<Subschema> subschemasOf(const nlohmann::json& schema);

}  // namespace toolhost::schema
