#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace toolhost::tools {

/// An argument that clients repeat in an HTTP field of their request, so that what stands between
/// can route by it (MCP 2026-07-28, transports, "x-mcp-header").
struct MirroredArgument {
    /// What follows "Mcp-Param-" in the field's name.
    std::string field;
    /// The names of the properties that lead to it from the root of the arguments.
    std::vector<std::string> path;
};

/// The arguments that a tool's input schema marks so. Refuses marks that clients would drop the
/// whole tool for: no token, used twice, on what is no string, integer or boolean, or where a
/// property is not simply there.
base::Result<std::vector<MirroredArgument>> mirroredArguments(const nlohmann::json& input_schema);

}  // namespace toolhost::tools
