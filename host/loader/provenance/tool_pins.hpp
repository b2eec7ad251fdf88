#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"

namespace toolhost::loader {

/// What the tools of a plugin say to models and users, in short: one JSON object of tool names,
/// each with the SHA-256 of every part that has meaning (title, description, inputSchema,
/// outputSchema, annotations). Equal texts mean equal definitions, however they are written.
/// `tool_texts` are the MCP Tool objects as the plugin gave them.
base::Result<std::string> pinsOf(const std::vector<std::string>& tool_texts);

/// What is different now, in words, a line each: "greet: another description", "greet: gone".
std::vector<std::string> differences(const std::string& pins, const std::string& pins_now);

}  // namespace toolhost::loader
