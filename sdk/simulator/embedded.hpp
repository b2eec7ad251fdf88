#pragma once

#include <string_view>

/// The JSON files that are built into the program.
namespace toolhost::sim::embedded {

extern const std::string_view kSchema;  ///< schema/servicenow.json
extern const std::string_view kWorld;   ///< seed/world.json

}  // namespace toolhost::sim::embedded
