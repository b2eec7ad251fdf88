#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "loader/declared/declaration.hpp"

namespace toolhost::loader {

// What a declared tool answers to a reply of the ServiceNow service: the text of an MCP
// CallToolResult. An error is in words for the model: what went wrong and what to do.

/// The records of a list, passed on as the instance wrote them.
base::Result<std::string> listAnswer(std::string_view reply);

/// The one record that was looked for; an error when there is none, or more than one.
base::Result<std::string> recordAnswer(std::string_view reply, const DeclaredTool& tool);

/// The sys_id of the one record that was looked for.
base::Result<std::string> foundSysId(std::string_view reply, const DeclaredTool& tool);

/// What became of a record that was written.
base::Result<std::string> writtenAnswer(std::string_view reply);

}  // namespace toolhost::loader
