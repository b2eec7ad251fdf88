#pragma once

#include <string>
#include <vector>

#include <toolhost/plugin.hpp>

namespace servicenow_meta {

/// The words a structured filter's `operator` may be.
const std::vector<std::string>& filterOperators();

/// The JSON Schema of `filter`, with what a model must know to write one.
toolhost::sdk::SchemaJson filterSchema();

}  // namespace servicenow_meta
