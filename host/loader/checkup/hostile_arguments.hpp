#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "schema/schema.hpp"

namespace toolhost::loader {

/// Arguments that conform to the tool's inputSchema, as JSON text: those that are required, and the
/// optional ones too where something fits. Absent when none are found, as for a pattern that only
/// its author knows examples of.
std::optional<std::string> conformingArguments(const nlohmann::json& input_schema,
                                               const schema::Schema& compiled);

/// So many arguments that a host would never let through to the tool, as texts: other types, sizes
/// and depths than it expects, numbers at the edge, broken JSON. The same for the same schema.
std::vector<std::string> hostileArguments(const nlohmann::json& input_schema, std::size_t count);

}  // namespace toolhost::loader
