#pragma once

#include <nlohmann/json_fwd.hpp>

#include "loader/declared/declaration.hpp"

namespace toolhost::loader {

/// The JSON Schema of the argument that a declared parameter asks for. What a filter compares with
/// may not be empty; what is written may, which clears the field.
nlohmann::ordered_json argumentSchema(const nlohmann::json& parameter, Operation operation);

}  // namespace toolhost::loader
