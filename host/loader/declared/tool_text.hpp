#pragma once

#include <string>
#include <vector>

#include "loader/declared/declaration.hpp"

namespace toolhost::loader {

/// The MCP Tool object of a declared tool, as text. `instances` are those a caller may choose from;
/// without a choice there is no argument for it.
std::string toolText(const DeclaredTool& tool, const std::vector<std::string>& instances);

}  // namespace toolhost::loader
